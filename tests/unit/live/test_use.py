"""A store runs live, or is for rehearsals: never both."""

from pathlib import Path

import pytest
from support.small_journeys import BEGIN_US, MINUTE_US, happened, small_map

from desireline.diagnostics import DesirelineError
from desireline.live import Runtime, SqliteStore, Store, VirtualClock, back_up, rehearsal_clock

MAP = small_map({"ask": {"do": [{"id": "tell", "call": "crm"}]}})


def test_what_was_rehearsed_is_never_run_live(store: Store) -> None:
    clock = rehearsal_clock(store, BEGIN_US)
    Runtime([MAP], store, clock).take([happened("ask", 0)])
    with pytest.raises(DesirelineError, match=r"L125.*is for rehearsals"):
        Runtime([MAP], store)
    assert rehearsal_clock(store, BEGIN_US).now_us() == BEGIN_US
    with store.snapshot() as tx:
        assert tx.info().use == "rehearsal"


def test_no_clock_runs_ahead_on_a_store_that_runs_live(store: Store) -> None:
    Runtime([MAP], store)
    with pytest.raises(DesirelineError, match=r"L125.*runs live"):
        rehearsal_clock(store, BEGIN_US)
    Runtime([MAP], store)


def test_a_store_with_events_from_before_uses_were_told_apart_runs_live(store: Store) -> None:
    Runtime([MAP], store, VirtualClock(BEGIN_US)).take([happened("ask", 0)])
    with pytest.raises(DesirelineError, match=r"L125.*runs live"):
        rehearsal_clock(store, BEGIN_US)


def test_a_copy_of_a_live_store_is_rehearsed_on(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "live.db")
    Runtime([MAP], store, VirtualClock(BEGIN_US)).take([happened("ask", 0)])
    Runtime([MAP], store)
    back_up(store.path, tmp_path / "copy.db", rehearsal=True)
    copy = SqliteStore(tmp_path / "copy.db")
    assert copy.id != store.id
    clock = rehearsal_clock(copy, BEGIN_US + MINUTE_US)
    Runtime([MAP], copy, clock).take([happened("ask", 1, "bob")])
    with store.snapshot() as tx, copy.snapshot() as copied:
        assert (tx.events.count(), copied.events.count()) == (1, 2)
        assert (tx.use(), copied.use()) == ("live", "rehearsal")
    with pytest.raises(DesirelineError, match="L125"):
        Runtime([MAP], copy)
    store.close()
    copy.close()
