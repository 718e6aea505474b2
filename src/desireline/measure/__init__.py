"""Measures: exact counts of what customers did on a map, every one of them the size of a list that can be had."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from desireline.events import EventLake
from desireline.measure.counting import Counting
from desireline.measure.criteria import Asked, narrowing_of
from desireline.measure.customers import Customers, customers
from desireline.measure.findings import Finding, LongWait
from desireline.measure.kept import Kept
from desireline.measure.period import ALWAYS, Period, parse_period, refuse_what_is_not_before
from desireline.measure.reading import run_of, scope_of
from desireline.measure.result import Cell, Measures, Numbers, measures_of
from desireline.measure.segments import Segment, segment_of
from desireline.model import Map
from desireline.replay import Progress

__all__ = [
    "ALWAYS",
    "Cell",
    "Customers",
    "Finding",
    "LongWait",
    "Measures",
    "Numbers",
    "Period",
    "customers",
    "measure",
    "parse_period",
    "refuse_what_is_not_before",
    "segment_of",
]


def measure(
    map_: Map,
    lake: EventLake,
    period: Period = ALWAYS,
    *,
    now_us: int,
    as_of_us: int | None = None,
    compare_to: Period | None = None,
    segment: Segment | None = None,
    threads: int = 2,
    progress: Progress | None = None,
    kept_in: Path | None = None,
    only: Sequence[Asked] = (),
) -> Measures:
    """Measure what a lake's events come to on a map.

    period      what began in it is counted, as of its last instant
    now_us      the clock: what is later is in the future
    as_of_us    the moment to answer for, where it is earlier than the period's end; default: that of the lake's latest event
    compare_to  an earlier period, measured as of its own end
    segment     by what trips are to be told apart
    threads     shards worked on side by side
    progress    called with the number of events done and of all
    kept_in     the lake's folder, where what is counted is to be kept: then only shards that changed are counted again
    only        words that say which trips are counted, such as `("with", "call")`; events that belong to no trip count as ever

    Raises DesirelineError where a shard of the lake cannot be read, or `only` names nothing of the map's.
    """
    before = None
    if compare_to is not None:
        before = measure(
            map_,
            lake,
            compare_to,
            now_us=now_us,
            as_of_us=as_of_us,
            segment=segment,
            threads=threads,
            progress=progress,
            kept_in=kept_in,
            only=only,
        )
    run = run_of(map_, lake, period, now_us, as_of_us)
    scope = scope_of(run, period)
    counting = Counting(run, scope, segment, threads, progress)
    chosen = narrowing_of(only, scope)
    kept = None if kept_in is None else Kept.of(kept_in, scope, run.source, segment)
    tally = counting.anew() if kept is None else counting.again(kept)
    if chosen:
        tally = counting.among(chosen, None if kept is None else kept.journeys, tally)
    return measures_of(scope, tally, lake, segment, before)
