"""The tables of a replay in memory, in every form."""

import subprocess
import sys

import duckdb
import polars
import pyarrow
import pytest
from support.small_journeys import BEGIN_US, MINUTE_US, happened, small_map

from desireline.events import MemoryLake
from desireline.model import Event
from desireline.replay import Replay, replay

MAP = small_map(
    {"a": {"next": ["b"], "done": "f", "promises": [{"id": "p", "title": "P", "within": "10m"}]}, "b": {"next": ["won"]}},
    outcomes=["won"],
    trip={"quiet": "1d", "per": "k"},
    fields={"k": "text", "x": "integer"},
    scores=[{"id": "effort", "kind": "ces", "event": "survey", "value": "x", "scale": "1..7"}],
)
NOW_US = BEGIN_US + 60 * MINUTE_US
EVENTS = [
    happened("a", 0, k="k1", channel="web"),
    happened("a", 1, k="k2"),
    happened("f", 2, k="k2"),
    happened("b", 3, k="k1", channel="phone"),
    happened("won", 4, k="k1"),
    happened("survey", 5, k="k1", x=3),
    happened("a", 0, "bob"),
    happened("zz", 1, "bob"),
    happened("won", 1, "cyd"),
]
TYPES = {
    "trips": "BIGINT VARCHAR VARCHAR TIMESTAMPTZ TIMESTAMPTZ VARCHAR BOOLEAN INTEGER",
    "visits": "BIGINT INTEGER VARCHAR VARCHAR VARCHAR TIMESTAMPTZ TIMESTAMPTZ TIMESTAMPTZ VARCHAR",
    "promises": "BIGINT INTEGER VARCHAR VARCHAR TIMESTAMPTZ VARCHAR",
    "asides": "BIGINT VARCHAR VARCHAR VARCHAR",
}
COLUMNS = {
    "trips": "trip customer key started ended how again visits",
    "visits": "trip seq event step channel entered left done move",
    "promises": "trip seq step promise due state",
    "asides": "trip event kind id",
}


@pytest.fixture(params=[1, 4])
def replayed(request: pytest.FixtureRequest) -> Replay:
    return replay(MAP, MemoryLake(EVENTS, shards=request.param), NOW_US, now_us=NOW_US)


@pytest.mark.parametrize("table", COLUMNS)
def test_columns_and_types(replayed: Replay, table: str) -> None:
    for empty in (False, True):
        relation = getattr(replay(MAP, MemoryLake([]), now_us=NOW_US) if empty else replayed, table).relation()
        assert relation.columns == COLUMNS[table].split()
        assert [str(kind).replace("TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ") for kind in relation.types] == TYPES[table].split()


def test_rows_of_each_table(replayed: Replay) -> None:
    trips = sorted(replayed.trips.relation().project("customer, key, how, again, visits, epoch_us(ended)").fetchall(), key=str)
    assert trips == [
        ("ann", "k1", "won", False, 3, BEGIN_US + 4 * MINUTE_US),
        ("ann", "k2", "open", False, 1, None),
        ("bob", None, "open", False, 1, None),
    ]
    visits = replayed.visits.relation().filter("channel is not null").project('seq, event, step, channel, epoch_us("left"), move')
    assert visits.fetchall() == [
        (0, "a-ann-0", "a", "web", BEGIN_US + 3 * MINUTE_US, "start"),
        (1, "b-ann-3", "b", "phone", BEGIN_US + 4 * MINUTE_US, "expected"),
    ]
    assert sorted(replayed.promises.relation().project("promise, state").fetchall()) == [("p", "broken"), ("p", "broken"), ("p", "kept")]
    assert replayed.asides.relation().project("event, kind, id").fetchall() == [("survey-ann-5", "score", "effort")]


def test_trips_have_numbers_of_their_own_and_tables_join_on_them(replayed: Replay) -> None:
    con = duckdb.connect()
    trips, visits = replayed.trips.relation(con), replayed.visits.relation(con)  # noqa: F841 (DuckDB finds them by name)
    joined = con.sql(
        "SELECT count(DISTINCT trip), count(*), bool_and(customer = split_part(event, '-', 2)) FROM trips JOIN visits USING (trip)"
    )
    assert joined.fetchall() == [(3, 5, True)]


def test_arrow_pandas_and_polars_on_ask(replayed: Replay) -> None:
    assert pyarrow.table(replayed.visits).schema.field("entered").type == pyarrow.timestamp("us", "UTC")
    assert replayed.trips.polars().schema["started"] == polars.Datetime("us", "UTC")
    frame = replayed.visits.pandas()
    assert (len(frame), str(frame["entered"].dtype)) == (5, "datetime64[us, UTC]")


def test_in_numbers(replayed: Replay) -> None:
    summary = replayed.summary
    assert (summary.events, summary.customers, summary.trips) == (9, 2, {"won": 1, "gone_quiet": 0, "open": 2})
    assert (summary.outside, summary.unmapped) == ({"won": 1}, {"zz": 1})
    assert [(wait.step, wait.next, wait.total_us) for wait in summary.waits] == [("a", "b", 3 * MINUTE_US), ("b", "won", MINUTE_US)]


def test_as_of_and_version_are_part_of_it(replayed: Replay) -> None:
    assert (replayed.as_of_us, replayed.map.version) == (NOW_US, MAP.version)


def test_without_a_moment_it_is_the_latest_event_that_is_not_in_the_future() -> None:
    events = [happened("a", 0), happened("a", 5), happened("a", 90)]
    assert replay(MAP, MemoryLake(events), now_us=NOW_US).as_of_us == BEGIN_US + 5 * MINUTE_US


def test_a_map_whose_names_never_occur() -> None:
    found = replay(small_map({"x": {}}), MemoryLake(EVENTS), now_us=NOW_US)
    assert (found.summary.trips, sum(found.summary.unmapped.values())) == ({"gone_quiet": 0, "open": 0}, len(EVENTS))


def test_progress_counts_events() -> None:
    seen: list[tuple[int, int]] = []
    replay(MAP, MemoryLake(EVENTS, shards=4), now_us=NOW_US, progress=lambda done, of: seen.append((done, of)))
    assert seen[-1] == (len(EVENTS), len(EVENTS))
    assert seen == sorted(seen)


def test_a_table_needs_none_of_the_heavy_packages() -> None:
    program = """
import sys
from desireline.events import MemoryLake
from desireline.mapfile import map_from_data
from desireline.model import Event
from desireline.replay import replay
step = {"id": "a", "title": "A", "stage": "s", "event": "a"}
map_ = map_from_data({"journey": "j", "title": "J", "trip": {"quiet": "1d"}, "stages": [{"id": "s", "title": "S"}], "steps": [step]})
found = replay(map_, MemoryLake([Event(id="1", time_us=0, customer="ann", name="a")]), now_us=0)
assert found.trips.relation().project("customer").fetchall() == [("ann",)]
assert found.trips.__arrow_c_stream__() is not None
print(sorted({"pandas", "polars", "pyarrow"} & sys.modules.keys()))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_replays_on_one_connection_do_not_touch_each_other(replayed: Replay) -> None:
    con = duckdb.connect()
    first = replayed.visits.relation(con)
    before = first.fetchall()
    other = replay(MAP, MemoryLake([happened("b", 7, "zoe")]), now_us=NOW_US).visits.relation(con)
    assert other.project("event").fetchall() == [("b-zoe-7",)]
    assert replayed.visits.relation(con).fetchall() == first.fetchall() == before


def test_names_of_then_and_of_now_on_one_connection() -> None:
    told = Event(id="i", time_us=BEGIN_US + 9 * MINUTE_US, customer="ann", name="identify", properties={"was": "anon"})
    lake = MemoryLake([happened("a", 0, "anon"), told])
    con = duckdb.connect()
    then = replay(MAP, lake, BEGIN_US + MINUTE_US, now_us=NOW_US).trips.relation(con)
    now = replay(MAP, lake, now_us=NOW_US).trips.relation(con)
    assert (then.project("customer").fetchall(), now.project("customer").fetchall()) == ([("anon",)], [("ann",)])
