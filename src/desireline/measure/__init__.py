"""Measures: exact counts of what customers did on a map, every one of them the size of a list that can be had."""

from __future__ import annotations

from desireline.events import EventLake
from desireline.measure.findings import Finding, LongWait
from desireline.measure.period import ALWAYS, Period, parse_period
from desireline.measure.reading import look_at, scope_of
from desireline.measure.result import Cell, Measures, Numbers, measures_of
from desireline.measure.segments import Segment, segment_of, segmented
from desireline.measure.tally import Tally, added_up, nothing, tally_of
from desireline.model import Map
from desireline.replay import OpenShard, Progress, Run

__all__ = ["ALWAYS", "Cell", "Finding", "LongWait", "Measures", "Numbers", "Period", "measure", "parse_period", "segment_of"]


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
) -> Measures:
    """Measure what a lake's events come to on a map.

    period      what began in it is counted, as of its last instant
    now_us      the clock: what is later is in the future
    as_of_us    the moment to answer for, where it is earlier than the period's end; default: that of the lake's latest event
    compare_to  an earlier period, measured as of its own end
    segment     by what trips are to be told apart
    threads     shards worked on side by side
    progress    called with the number of events done and of all

    Raises DesirelineError where a shard of the lake cannot be read.
    """
    before = None
    if compare_to is not None:
        before = measure(map_, lake, compare_to, now_us=now_us, as_of_us=as_of_us, segment=segment, threads=threads, progress=progress)
    run = run_of(map_, lake, period, now_us, as_of_us)
    scope, names = scope_of(run, period), lake.names

    def counted(opened: OpenShard, _: int) -> Tally:
        seen = look_at(run, opened, scope)
        return tally_of(seen, len(names), None if segment is None else segmented(segment, seen, opened))

    tallies = run.each_shard(counted, threads, progress)
    return measures_of(scope, added_up(tallies, nothing(scope, len(names), segment is not None)), names, segment, before)


def run_of(map_: Map, lake: EventLake, period: Period, now_us: int, as_of_us: int | None) -> Run:
    """The replay that a period is measured on: as of its last instant, or earlier where the moment asked about is."""
    run = Run.of(map_, lake, as_of_us, now_us=now_us)
    return run if run.source.as_of_us <= period.last_us else Run.of(map_, lake, period.last_us, now_us=now_us)
