"""An answer that takes long is told again for a while."""

import time

import pytest

from desireline.service.live.kept import Kept


def test_what_takes_long_is_looked_up_again_only_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    now_seconds, looked_up = [0.0], list[float]()
    monkeypatch.setattr(time, "monotonic", lambda: now_seconds[0])

    def look_up(took_seconds: float) -> int:
        now_seconds[0] += took_seconds
        looked_up.append(took_seconds)
        return len(looked_up)

    quick, slow = Kept(lambda: look_up(0.01)), Kept(lambda: look_up(1.0))
    assert [quick.told(), quick.told()] == [1, 2]
    assert [slow.told(), slow.told()] == [3, 3]
    now_seconds[0] += 19.0
    assert slow.told() == 3
    now_seconds[0] += 1.0
    assert slow.told() == 4
