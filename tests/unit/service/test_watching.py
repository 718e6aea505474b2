"""What goes on by itself is watched."""

import pytest

from desireline.diagnostics import DesirelineError, Diagnostic
from desireline.service.live.watching import Watching


def test_a_failure_and_its_end_are_logged_once_each(caplog: pytest.LogCaptureFixture) -> None:
    failing: list[Exception | None] = [None]
    watching = Watching({"timers": lambda: failing[0]}, each_seconds=60)
    for failure in (None, DesirelineError(Diagnostic("L103", "ann's disk is full")), failing[0], ZeroDivisionError("ann"), None, None):
        failing[0] = failure
        watching.look()
        watching.look()
    watching.close()
    assert [record.getMessage() for record in caplog.records] == [
        "timers cannot go on at present: L103",
        "timers go on again",
        "timers cannot go on at present: ZeroDivisionError",
        "timers go on again",
    ]
