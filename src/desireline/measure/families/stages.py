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
    cell = scope.stage_of[seen.journeys.place]
    cell *= seen.journeys.trips
    cell += seen.trip
    came = np.zeros((stages + 1) * seen.journeys.trips, dtype=np.bool_)
    came[cell if seen.all_in_period else cell[seen.visits]] = True
    stage, trip = np.divmod(np.flatnonzero(came[: stages * seen.journeys.trips]), max(1, seen.journeys.trips))
    kinds = [outcome.kind for outcome in scope.map.outcomes]
    state_of = np.array([STATES.index(kind) for kind in (*kinds, "gone_quiet", "still_there")])
    moved_on = scope.stage_of[seen.last_step[trip]] != stage
    return Rows(trip, stage * len(STATES) + np.where(moved_on, STATES.index("moved_on"), state_of[seen.ended[trip]]))


def _by_stage(scope: Scope) -> tuple[Dimension, ...]:
    return (Dimension("stage", tuple(stage.id for stage in scope.map.stages)),)


def _passed(seen: Seen) -> Rows:
    """A passage through a stage is over when the trip comes to another, or to an outcome."""
    stage = seen.scope.stage_of[seen.journeys.place]
    begins = np.ones(len(stage), dtype=np.bool_)
    begins[1:] = stage[1:] != stage[:-1]
    begins[seen.first] = True
    begin = np.flatnonzero(begins)
    end = np.append(begin[1:], len(stage))
    over = np.zeros(len(begin), dtype=np.bool_)
    if len(begin) > 1:
        over[:-1] = (seen.trip[begin[:-1]] == seen.trip[end[:-1]]) & seen.in_period[end[:-1]]
    over &= stage[begin] < len(seen.scope.map.stages)
    begin, end = begin[over], end[over]
    return Rows(seen.trip[begin], stage[begin], seen.journeys.entered_us[end] - seen.journeys.entered_us[begin])


PASSED = Family("stage_stays", _by_stage, _passed)
"""Passages through stages that ended in the period because the trip came to another or to an outcome; how long, entry to entry."""
STAGES = Family("stages", _stages, _rows, moving=True)
"""Trips that came to a stage in the period: their last step is in another (`moved_on`), or how they ended, or that they are still there."""
