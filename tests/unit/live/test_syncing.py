"""The lake of a real store, fed as events come in."""

import shutil
import threading
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
from support.small_journeys import BEGIN_US, MINUTE_US, happened, small_map

from desireline.diagnostics import DesirelineError
from desireline.events import Lake, MemoryLake, connect
from desireline.live import Runtime, SqliteStore, Store, VirtualClock, open_store, sync
from desireline.model import Event
from desireline.replay import replay

MAP = small_map({"ask": {"where": "x > 1"}, "look": {}}, ["won"], fields={"x": "number"})


def _runtime(store: Store) -> Runtime:
    return Runtime([MAP], store, VirtualClock(BEGIN_US + 600 * MINUTE_US))


def _trips(lake: Lake) -> list[tuple[str, int]]:
    trips = replay(MAP, lake, now_us=BEGIN_US + 600 * MINUTE_US, threads=1).journeys().trips
    return [(trip.customer, trip.visits) for trip in trips]


def _sync(store: Store, lake: Path, **words: int) -> tuple[int, int]:
    done = sync(store, lake, now_us=BEGIN_US + 600 * MINUTE_US, **words)
    return done.taken, done.lake_rows


def test_each_sync_takes_over_what_came_since_the_last(store: Store, tmp_path: Path) -> None:
    runtime = _runtime(store)
    runtime.take([happened("ask", 1, x=2), happened("look", 2)])
    assert _sync(store, tmp_path / "lake") == (2, 2)
    assert _sync(store, tmp_path / "lake") == (0, 2)
    runtime.take([happened("ask", 0, x=2), happened("look", 2), happened("ask", 5, "bob", x=2)])
    assert _sync(store, tmp_path / "lake") == (2, 4)
    assert _trips(Lake.open(tmp_path / "lake")) == [("ann", 3), ("bob", 1)]


def test_a_store_without_events_makes_an_empty_lake(store: Store, tmp_path: Path) -> None:
    assert _sync(store, tmp_path / "lake") == (0, 0)
    assert _trips(Lake.open(tmp_path / "lake")) == []
    assert sync(store, tmp_path / "lake", now_us=BEGIN_US).commits == 0
    _runtime(store).take([happened("look", 2)])
    assert _sync(store, tmp_path / "lake") == (1, 1)


def test_a_sync_in_small_parts_is_the_same(store: Store, tmp_path: Path) -> None:
    _runtime(store).take([happened("look", minute) for minute in range(7)])
    done = sync(store, tmp_path / "lake", now_us=BEGIN_US, batch=3)
    assert (done.taken, done.commits, done.lake_rows) == (7, 3, 7)


def test_aliases_and_identities_reach_a_lake_that_has_the_events(store: Store, tmp_path: Path) -> None:
    runtime = _runtime(store)
    runtime.take([happened("look", 0, "web-1"), happened("look", 1), happened("look", 2, "zoe")])
    _sync(store, tmp_path / "lake")
    runtime.alias([("zoe", "ann")])
    assert _sync(store, tmp_path / "lake") == (0, 3)
    runtime.take([happened("identify", 3, was="web-1")])
    _sync(store, tmp_path / "lake")
    assert _trips(Lake.open(tmp_path / "lake")) == [("ann", 3)]


def test_properties_keep_their_types(store: Store, tmp_path: Path) -> None:
    said = {"text": "007", "one": "1", "count": 3, "share": 0.5, "flag": True, "big": 2**70, "empty": "", "none": None}
    event = Event(id=" e", time_us=BEGIN_US, customer=" ann ", name="look ", channel="", source="", person="", properties=said)
    _runtime(store).take([event])
    _sync(store, tmp_path / "lake")
    (shard,) = Lake.open(tmp_path / "lake").shards
    row = connect().execute(
        f"SELECT id, customer, person, p_text, p_one, p_count, p_share, p_flag, p_big, p_empty FROM {shard.source_sql(connect())}"
    )
    assert row.fetchall() == [(" e", " ann ", "", "007", "1", 3, 0.5, True, str(2**70), "")]


def test_a_lake_of_another_store_is_refused(tmp_path: Path) -> None:
    for name in ("one.db", "other.db"):
        store = SqliteStore(tmp_path / name)
        _runtime(store).take([happened("look", 0)])
        if name == "one.db":
            _sync(store, tmp_path / "lake")
        else:
            with pytest.raises(DesirelineError, match=r"L121: the lake .* is fed from another store"):
                _sync(store, tmp_path / "lake")
        store.close()


def test_a_store_that_was_set_back_is_taken_over_anew(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "live.db")
    _runtime(store).take([happened("look", 0)])
    store.close()
    shutil.copy(tmp_path / "live.db", tmp_path / "copy.db")
    store = SqliteStore(tmp_path / "live.db")
    _runtime(store).take([happened("look", 1), happened("look", 2)])
    _sync(store, tmp_path / "lake")
    store.close()
    store = SqliteStore(tmp_path / "copy.db")
    runtime = Runtime([MAP], store, VirtualClock(BEGIN_US + 700 * MINUTE_US))
    runtime.take([happened("look", 9), happened("look", 2)])
    assert _sync(store, tmp_path / "lake") == (1, 4)
    store.close()


def test_what_the_lake_has_from_elsewhere_counts_once(store: Store, tmp_path: Path) -> None:
    first = SqliteStore(tmp_path / "first.db")
    _runtime(first).take([happened("look", 0)])
    _sync(first, tmp_path / "lake")
    first.close()
    manifest = tmp_path / "lake" / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"synced"', '"before"'))
    _runtime(store).take([happened("look", 0), happened("look", 1)])
    assert _sync(store, tmp_path / "lake") == (1, 2)


def test_what_is_committed_later_than_its_number_says_is_not_lost(postgres: Callable[[], str]) -> None:
    store = open_store(postgres())
    with store.transaction() as late:
        late.events.add([happened("look", 0, id_=uuid.uuid4().hex)], BEGIN_US)
        with store.transaction() as early:
            early.events.add([happened("look", 1, id_=uuid.uuid4().hex)], BEGIN_US)
        found: list[int] = []
        asking = threading.Thread(target=lambda: found.append(store.complete_until()))
        asking.start()
        asking.join(0.3)
        assert found == []
    asking.join()
    with store.snapshot() as tx:
        assert len(tx.events.received(0, found[0], 10)) == 2
    store.close()


def test_what_came_over_is_what_memory_would_hold(store: Store, tmp_path: Path) -> None:
    events = [happened("look", minute, f"c{minute % 3}") for minute in range(9)]
    _runtime(store).take(events)
    _sync(store, tmp_path / "lake", batch=2)
    lived = replay(MAP, MemoryLake(events), now_us=BEGIN_US + 600 * MINUTE_US, threads=1).journeys()
    assert replay(MAP, Lake.open(tmp_path / "lake"), now_us=BEGIN_US + 600 * MINUTE_US, threads=1).journeys() == lived
