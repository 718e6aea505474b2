"""The law of counting: what became of the trips that came to a stage."""

from __future__ import annotations

import numpy as np

from desireline.measure.cube import Dimension, Rows
from desireline.measure.families.family import Family
from desireline.measure.seen import Scope, Seen

STATES = ("moved_on", "reached", "lost", "other", "gone_quiet", "still_there")


def _stages(scope: Scope) -> tuple[Dimension, ...]:
    return Dimension("stage", tuple(stage.id for stage in scope.map.stages)), Dimension("state", STATES)


def _rows(seen: Seen) -> Rows:
    scope = seen.scope
    stages = len(scope.map.stages)
    begin, at = seen.stretches
    if not seen.all_in_period and len(begin):
        within = np.logical_or.reduceat(seen.in_period, begin)
        begin, at = begin[within], at[within]
    came = np.zeros((stages + 1) * seen.journeys.trips, dtype=np.bool_)
    came[at * seen.journeys.trips + seen.trip[begin]] = True
    stage, trip = np.divmod(np.flatnonzero(came[: stages * seen.journeys.trips]), max(1, seen.journeys.trips))
    kinds = [outcome.kind for outcome in scope.map.outcomes]
    state_of = np.array([STATES.index(kind) for kind in (*kinds, "gone_quiet", "still_there")])
    moved_on = scope.stage_of[seen.last_step[trip]] != stage
    return Rows(trip, stage * len(STATES) + np.where(moved_on, STATES.index("moved_on"), state_of[seen.ended[trip]]))


def _by_stage(scope: Scope) -> tuple[Dimension, ...]:
    return (Dimension("stage", tuple(stage.id for stage in scope.map.stages)),)


def _passed(seen: Seen) -> Rows:
    """A passage through a stage is over when the trip comes to another, or to an outcome."""
    begin, stage = seen.stretches
    trip, end = seen.trip[begin], begin[1:]
    over = np.zeros(len(begin), dtype=np.bool_)
    if len(begin) > 1:
        over[:-1] = trip[:-1] == trip[1:]
        if not seen.all_in_period:
            over[:-1] &= seen.in_period[end]
    over &= stage < len(seen.scope.map.stages)
    which = np.flatnonzero(over)
    entered_us = seen.journeys.entered_us
    return Rows(trip[which], stage[which], entered_us[end[which]] - entered_us[begin[which]])


PASSED = Family("stage_stays", _by_stage, _passed)
"""Passages through stages that ended in the period because the trip came to another or to an outcome; how long, entry to entry."""
STAGES = Family("stages", _stages, _rows, moving=True)
"""Trips that came to a stage in the period: their last step is in another (`moved_on`), or how they ended, or that they are still there."""
