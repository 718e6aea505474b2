"""A lake fed in the background while somebody looks."""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from pathlib import Path

import pytest
from support.small_journeys import BEGIN_US, happened, small_map

from desireline.diagnostics import DesirelineError
from desireline.events import Lake
from desireline.live import Feeding, Runtime, SqliteStore, Store, VirtualClock, lake_of, open_store

MAP = small_map({"look": {}}, ["won"])


@contextmanager
def _feeding(opened: Callable[[], AbstractContextManager[Store]], lake: Path, batch: int = 50) -> Iterator[Feeding]:
    with closing(Feeding(opened, lake, VirtualClock(BEGIN_US), each_seconds=0.01, batch=batch)) as made:
        yield made


def _waits_for(holds: Callable[[], bool]) -> None:
    give_up = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < give_up
        time.sleep(0.01)


def test_what_the_store_takes_in_comes_to_the_lake_while_somebody_looks(store: Store, tmp_path: Path) -> None:
    runtime = Runtime([MAP], store, VirtualClock(BEGIN_US))
    with _feeding(lambda: nullcontext(store), tmp_path / "lake") as made:
        made.make_ready()
        assert Lake.open(tmp_path / "lake").rows == 0
        runtime.take([happened("look", 0)])
        made.look()
        _waits_for(lambda: Lake.open(tmp_path / "lake").rows == 1)
        runtime.take([happened("look", 1), happened("look", 2, "bob")])
        _waits_for(lambda: Lake.open(tmp_path / "lake").rows == 3)
        _waits_for(lambda: made.fed.at_us == BEGIN_US)


def test_nobody_looks_and_nothing_is_fed(tmp_path: Path) -> None:
    with closing(SqliteStore(tmp_path / "live.db")) as store, _feeding(lambda: nullcontext(store), tmp_path / "lake") as made:
        time.sleep(0.1)
        assert made.fed.at_us is None
    assert not (tmp_path / "lake").exists()


def test_a_store_that_is_gone_is_told_and_gone_on_with_when_it_is_back(tmp_path: Path) -> None:
    address = str(tmp_path / "live.db")
    with _feeding(lambda: closing(open_store(address, create=False)), tmp_path / "lake") as made:
        made.look()
        _waits_for(lambda: isinstance(made.failure, DesirelineError))
        with closing(SqliteStore(tmp_path / "elsewhere.db")) as store:
            Runtime([MAP], store, VirtualClock(BEGIN_US)).take([happened("look", 0)])
        (tmp_path / "elsewhere.db").rename(address)
        _waits_for(lambda: made.failure is None and made.fed.at_us == BEGIN_US and (tmp_path / "lake" / "manifest.json").exists())
        assert Lake.open(tmp_path / "lake").rows == 1


def test_how_far_a_long_turn_is_can_be_told(tmp_path: Path) -> None:
    told: list[tuple[int | None, int | None]] = []
    with closing(SqliteStore(tmp_path / "live.db")) as store:
        Runtime([MAP], store, VirtualClock(BEGIN_US)).take([happened("look", minute) for minute in range(5)])
        with _feeding(lambda: nullcontext(store), tmp_path / "lake", batch=2) as made:
            made.look()
            _waits_for(lambda: told.append((made.fed.taken, made.fed.of)) or made.fed.at_us is not None)
    assert {(2, 5), (4, 5)} & set(told)
    assert {of for _, of in told} <= {None, 5}
    assert Lake.open(tmp_path / "lake").rows == 5


def test_each_store_has_a_lake_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert lake_of("0123456789ab", "sqlite:there/live.db") == Path("there/live.db.01234567.lake")
    assert lake_of("0123456789ab", "postgresql://me:secret@there/live") == tmp_path / "desireline" / "0123456789ab.lake"
