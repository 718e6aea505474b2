"""Looking at one shard: replay's arrays, and beside them what measures need of the events themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from desireline.events import EventLake
from desireline.measure.period import Period
from desireline.measure.seen import Answers, Scope, Seen
from desireline.model import Map
from desireline.replay import SCORE, Integers, OpenShard, Run, ShardJourneys


def run_of(map_: Map, lake: EventLake, period: Period, now_us: int, as_of_us: int | None) -> Run:
    """The replay that a period is measured on: as of its last instant, or earlier where the moment asked about is."""
    run = Run.of(map_, lake, as_of_us, now_us=now_us)
    return run if run.source.as_of_us <= period.last_us else Run.of(map_, lake, period.last_us, now_us=now_us)


def scope_of(run: Run, period: Period) -> Scope:
    """What is asked about, as all shards share it."""
    rules = run.rules
    return Scope(rules.plan.map, rules.plan.places, rules.pledges.ids, tuple(run.source.lake.channels), period, run.source.as_of_us)


def look_at(run: Run, opened: OpenShard, scope: Scope) -> Seen:
    """One shard as measures look at it."""
    matched = run.matched(opened)
    journeys = run.journeys_of(matched)
    targets = np.array([scope.score_numbers.get(id_, -1) if kind == SCORE else -1 for kind, id_ in run.rules.plan.targets])
    return Seen(scope, matched, journeys, _channels(opened, scope, journeys), _answers(opened, scope, journeys, targets))


def values_at(opened: OpenShard, rows: Integers, columns: Mapping[str, str], among: str | None = None) -> dict[str, NDArray[Any]]:
    """Columns (name -> SQL) of the events at some rows, in the order of the rows given. Nulls are masked.

    among  what can follow FROM, where it is more than the shard's numbered rows
    """
    wanted = opened.known("wanted_rows", {"row": np.unique(rows)})
    listed = ", ".join(f"{sql} AS {name}" for name, sql in columns.items())
    joined = f"{among or opened.numbered} AS e SEMI JOIN {wanted} AS w ON e.row = w.row"
    read: dict[str, NDArray[Any]] = opened.con.execute(f"SELECT row, {listed} FROM {joined}").fetchnumpy()
    row = read.pop("row")
    order = np.argsort(row, kind="stable")
    position = order[np.searchsorted(row, rows, sorter=order)]
    return {name: values[position] for name, values in read.items()}


def _channels(opened: OpenShard, scope: Scope, journeys: ShardJourneys) -> Integers:
    """The channel of each visit, -1 where it has none."""
    if not scope.channels:
        return np.full(len(journeys.row), -1, dtype=np.int8)
    read = opened.con.execute(f"SELECT coalesce(channel, -1) AS channel FROM {opened.rows}").fetchnumpy()
    channel: Integers = read["channel"][journeys.row]
    return channel


def _answers(opened: OpenShard, scope: Scope, journeys: ShardJourneys, score_of: Integers) -> Answers:
    """What was said, of all scores. `score_of`: target -> score, -1 where it is none."""
    score = score_of[journeys.aside_target]
    asked = np.flatnonzero(score >= 0)
    if not len(asked):
        return Answers(asked, asked, asked, np.zeros(0), np.zeros(0, dtype=np.int64))
    trip, row, score = journeys.aside_trip[asked], journeys.aside_row[asked], score[asked]
    declared = scope.map.scores
    fields = {index: f"TRY_CAST({opened.field(one.value, scope.map.fields[one.value])} AS DOUBLE)" for index, one in enumerate(declared)}
    read = values_at(opened, row, {"time_us": "epoch_us(time)", **{f"v{index}": sql for index, sql in fields.items()}})
    value = np.full(len(asked), np.nan)
    for index in fields:
        which = score == index
        value[which] = np.ma.filled(read[f"v{index}"].astype(np.float64), np.nan)[which]
    return Answers(trip, score, _places(journeys, trip, row), value, read["time_us"])


def _places(journeys: ShardJourneys, trip: Integers, row: Integers) -> Integers:
    """Where each trip was at an event beside its visits: at its latest visit before."""
    visit_trip = np.repeat(np.arange(journeys.trips), np.diff(journeys.offset))
    latest = np.searchsorted(visit_trip * journeys.events + journeys.row, trip * journeys.events + row) - 1
    place: Integers = journeys.place[latest]
    return place
