"""How the events stand, by the server's clock."""

import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path

import pytest
from support.small_journeys import BEGIN_US, MINUTE_US, happened, small_map

from desireline.diagnostics import DesirelineError, Diagnostic
from desireline.live import Feeding, Runtime, SqliteStore, VirtualClock, sync
from desireline.service.studio import Sources
from desireline.service.studio.pulse import pulse

MAP = small_map({"look": {}}, ["won"])


class Fed:
    """A store with one event, its clock, and what the studio shows of it."""

    def __init__(self, store: SqliteStore, folder: Path) -> None:
        self.store, self.clock = store, VirtualClock(BEGIN_US)
        self.fails: DesirelineError | None = None
        self.runtime = Runtime([MAP], store, self.clock)
        self.runtime.take([happened("look", 0)])
        sync(store, folder / "lake", now_us=BEGIN_US)
        self.feeding = Feeding(self.opened, folder / "lake", self.clock, each_seconds=0.01)
        self.sources = Sources([MAP], feeding=self.feeding)

    def opened(self) -> nullcontext[SqliteStore]:
        if self.fails is not None:
            raise self.fails
        return nullcontext(self.store)

    def after(self, minutes: int) -> None:
        self.clock.move_to(BEGIN_US + minutes * MINUTE_US)


@pytest.fixture
def fed(tmp_path: Path) -> Iterator[Fed]:
    with closing(SqliteStore(tmp_path / "live.db")) as store:
        made = Fed(store, tmp_path)
        with closing(made.feeding):
            yield made


@contextmanager
def _turn(fed: Fed) -> Iterator[None]:
    """Let the lake be fed at least once more."""
    before = fed.feeding.fed
    yield
    fed.feeding.look()
    _waits_for(lambda: fed.feeding.fed is not before)


def _waits_for(holds: Callable[[], bool]) -> None:
    give_up = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < give_up
        time.sleep(0.005)


def test_it_is_live_then_quiet_then_live_again(fed: Fed) -> None:
    with _turn(fed):
        pass
    assert (pulse(fed.sources).state, pulse(fed.sources).events, pulse(fed.sources).since_seconds) == ("live", 1, 0)
    with _turn(fed):
        fed.after(180)
    now = pulse(fed.sources)
    assert (now.state, now.since_seconds, now.latest, now.trouble) == ("quiet", 3 * 3600, "2026-03-02T08:00:00.000000Z", None)
    mark = now.mark
    with _turn(fed):
        fed.runtime.take([happened("look", 179)])
    _waits_for(lambda: pulse(fed.sources).events == 2)
    assert pulse(fed.sources).state == "live"
    assert pulse(fed.sources).mark != mark


def test_a_store_that_fails_is_told_and_its_numbers_stay(fed: Fed) -> None:
    with _turn(fed):
        pass
    with _turn(fed):
        fed.fails = DesirelineError(Diagnostic("L103", "the store cannot be read"))
        fed.after(5)
    now = pulse(fed.sources)
    assert (now.state, now.events, now.since_seconds) == ("stale", 1, 300)
    assert now.trouble is not None
    assert (now.trouble.code, now.trouble.says) == ("L103", "the store cannot be read")
    with _turn(fed):
        fed.fails = None
    _waits_for(lambda: fed.feeding.failure is None)
    assert pulse(fed.sources).state == "live"


def test_a_lake_alone_is_never_old(tmp_path: Path, fed: Fed) -> None:
    now = pulse(Sources([MAP], tmp_path / "lake"))
    assert (now.state, now.events, now.since_seconds) == ("lake", 1, None)
    assert pulse(Sources([MAP])).events is None
