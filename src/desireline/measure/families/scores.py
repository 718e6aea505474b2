"""What customers said when they were asked."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from desireline.measure.cube import Dimension, Rows
from desireline.measure.families.family import Family
from desireline.measure.seen import Scope, Seen
from desireline.model import Score
from desireline.replay import Integers

SAID = ("on_scale", "off_scale")
MILLION = 1_000_000


def parts_of(score: Score) -> int:
    """Into how many parts one point of the scale is divided: a `mean` takes any number, to a millionth; the others whole ones."""
    return MILLION if score.kind == "mean" else 1


def amount_of(score: Score, answer: float) -> int:
    """The value that a row has for an answer: how far it is above the lowest one, in parts of a point."""
    return round((answer - score.lowest) * parts_of(score))


def _scores_and_said(scope: Scope) -> tuple[Dimension, ...]:
    return Dimension("score", tuple(score.id for score in scope.map.scores)), Dimension("said", SAID)


def _by_step(scope: Scope) -> tuple[Dimension, ...]:
    return (*_scores_and_said(scope), Dimension("step", scope.places))


def _by_stage(scope: Scope) -> tuple[Dimension, ...]:
    return (*_scores_and_said(scope), Dimension("stage", (*(stage.id for stage in scope.map.stages), None)))


def _amounts(seen: Seen) -> tuple[NDArray[np.int64], Integers]:
    """The value of each answer and its cell by score and by what was said."""
    said, scores = seen.answers, seen.scope.map.scores
    lowest, highest, parts = (
        np.array(column, dtype=np.int64)[said.score]
        for column in ([s.lowest for s in scores], [s.highest for s in scores], [parts_of(s) for s in scores])
    )
    with np.errstate(invalid="ignore"):
        on_scale = (said.value >= lowest) & (said.value <= highest) & ((parts > 1) | (said.value == np.floor(said.value)))
    above = np.where(on_scale, said.value - lowest, 0.0) * parts
    return np.rint(above).astype(np.int64), said.score * len(SAID) + np.where(on_scale, 0, 1)


def _rows(seen: Seen) -> Rows:
    amount, cell = _amounts(seen)
    return Rows(seen.answers.trip, cell, amount)


def _rows_by_step(seen: Seen) -> Rows:
    amount, cell = _amounts(seen)
    return Rows(seen.answers.trip, cell * len(seen.scope.places) + seen.answers.place, amount)


def _rows_by_stage(seen: Seen) -> Rows:
    amount, cell = _amounts(seen)
    stages = len(seen.scope.map.stages) + 1
    return Rows(seen.answers.trip, cell * stages + seen.scope.stage_of[seen.answers.place], amount)


SCORES = Family("scores", _scores_and_said, _rows)
"""Answers given in the period that belong to a trip, on or off the scale; how far above the lowest answer of the scale."""
SCORES_BY_STEP = Family("scores_by_step", _by_step, _rows_by_step)
"""The same, by the step or outcome where the trip was: that of its latest visit before the answer."""
SCORES_BY_STAGE = Family("scores_by_stage", _by_stage, _rows_by_stage)
"""The same, by the stage of that step; None where the trip had come to an outcome."""
