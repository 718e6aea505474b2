"""What customers said when they were asked."""

from __future__ import annotations

import numpy as np

from desireline.measure.cube import Dimension, Rows
from desireline.measure.families.family import Family
from desireline.measure.seen import Scope, Seen
from desireline.model import Score

OFF_THE_SCALE = None
PARTS = 100
"""Answers of `mean` scores are kept to a hundredth."""


def answers_of(score: Score) -> tuple[str | None, ...]:
    """The answers that are told apart: the whole numbers of the scale, or their hundredths for a mean; None: off the scale."""
    if score.kind != "mean":
        return (*(str(answer) for answer in range(score.lowest, score.highest + 1)), OFF_THE_SCALE)
    return (*(f"{answer / PARTS:.2f}" for answer in range(score.lowest * PARTS, score.highest * PARTS + 1)), OFF_THE_SCALE)


def _dimensions(scope: Scope) -> tuple[Dimension, ...]:
    answers = tuple(f"{score.id}:{answer}" for score in scope.map.scores for answer in answers_of(score))
    return Dimension("answer", answers), Dimension("step", scope.places)


def _rows(seen: Seen) -> Rows:
    said = seen.answers
    cell = np.zeros(len(said.trip), dtype=np.int64)
    begin = 0
    for number, score in enumerate(seen.scope.map.scores):
        parts = PARTS if score.kind == "mean" else 1
        answers = len(answers_of(score))
        which = np.flatnonzero(said.score == number)
        scaled = said.value[which] * parts
        index = np.round(np.nan_to_num(scaled, nan=np.inf, posinf=np.inf)) - score.lowest * parts
        on_scale = (index >= 0) & (index < answers - 1) & ((index == scaled - score.lowest * parts) | (score.kind == "mean"))
        cell[which] = begin + np.where(on_scale, index, answers - 1).astype(np.int64)
        begin += answers
    return Rows(said.trip, cell * len(seen.scope.places) + said.place)


SCORES = Family("scores", _dimensions, _rows)
"""Answers given in the period that belong to a trip, by the step where the trip was."""
