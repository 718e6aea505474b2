"""Promises that wait, held against the whole table of promises."""

from pathlib import Path

import pytest
from support.small_journeys import BEGIN_US, MINUTE_US, happened, small_map

from desireline import api
from desireline.events import MemoryLake
from desireline.measure.due import DuePromise, due
from desireline.measure.passes import LakePass
from desireline.model import Event

PROMISES = [{"id": "soon", "title": "Soon", "within": "10m", "until": ["look"]}, {"id": "day", "title": "Day", "within": "5h"}]
MAP = small_map({"ask": {"promises": PROMISES}, "look": {}}, ["won"])
EVENTS = [happened("ask", 0), happened("ask", 3, "bob"), happened("look", 9, "bob"), happened("ask", 8, "zoe"), happened("won", 11, "zoe")]
Promise = tuple[float, str, str]


def _minutes(found: tuple[DuePromise, ...]) -> list[Promise]:
    return [((one.due_us - BEGIN_US) / MINUTE_US, one.customer, one.promise) for one in found]


def _due(events: list[Event], minute: float, most: int = 10) -> tuple[list[Promise], list[Promise], int, int]:
    as_of_us = BEGIN_US + round(minute * MINUTE_US)
    found = due(LakePass(MAP, MemoryLake(events, shards=2), as_of_us, as_of_us=as_of_us), most)
    return _minutes(found.next), _minutes(found.latest), found.pending, found.overdue


def test_what_is_due_next_and_what_is_overdue() -> None:
    assert _due(EVENTS, 9.5)[0] == [(10, "ann", "soon"), (18, "zoe", "soon"), (300, "ann", "day"), (308, "zoe", "day")]
    ahead, behind, pending, overdue = _due(EVENTS, 60)
    assert (ahead, behind, pending, overdue) == ([(300, "ann", "day")], [(10, "ann", "soon")], 1, 1)


def test_only_so_many_are_listed_and_all_are_counted() -> None:
    assert _due(EVENTS, 9.5, most=1) == ([(10, "ann", "soon")], [], 4, 0)


def test_nothing_is_due_of_nobody() -> None:
    assert _due([], 0) == ([], [], 0, 0)


@pytest.mark.parametrize("days", [0, 5])
def test_it_is_what_the_table_of_promises_says(tmp_path: Path, days: int) -> None:
    path = Path(__file__).parents[3] / "examples" / "connection_down" / "connection_down.journey.yaml"
    api.simulate_to(path, tmp_path / "events.jsonl", customers=60, seed=4)
    api.import_events(tmp_path / "events.jsonl", tmp_path / "lake")
    log = api.open_log(tmp_path / "lake")
    latest_us = log.lake.latest_us(2**62) or 0
    middle_us = (latest_us + (log.lake.first_us or 0)) // 2 + days * 86_400_000_000
    table = api.replay(path, log, as_of_us=middle_us).promises.relation().filter("state = 'pending'")
    expected = sorted(row[0] for row in table.project("epoch_us(due)").fetchall())
    for _ in range(2):  # the second time from what measures kept
        found = api.due(path, log, most=5, as_of_us=middle_us)
        assert found.pending == len(expected)
        assert [one.due_us for one in found.next] == expected[:5]
        api.measure(path, log, as_of_us=middle_us)
