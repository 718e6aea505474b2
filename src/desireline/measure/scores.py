"""Scores: what customers answered when they were asked, by the method that each kind of score has, and beside what was hoped for.

NPS is the share of 9 and 10 minus the share of 0 to 6 (F. Reichheld, Harvard Business Review, December 2003). CSAT is the share of 4 and 5
on 1..5, CES (2.0) that of 5, 6 and 7 on 1..7: both are the answers above the middle of the scale, and so they are taken on other scales.
A higher answer is always the better one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import floor, sqrt
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from desireline.measure.buckets import value_of
from desireline.measure.cube import Cube
from desireline.measure.families.scores import parts_of
from desireline.measure.intervals import FEW_CUSTOMERS, Interval, mean_of, net_share_of, share_of
from desireline.model import Map, Score

if TYPE_CHECKING:
    from desireline.measure.result import Numbers

MOST_TOLD_APART = 255
"""Answers so far above the lowest one are counted each by itself; beyond, some share a bucket."""
PROMOTERS, DETRACTORS = 9, 6
"""The lowest answer of one who recommends, the highest of one who does not."""
OWN_SCALES = {"csat": (1, 5), "ces": (1, 7)}
INTERVALS = {
    "nps": "95 % interval by multinomial variance, adjusted (Rocks 2016)",
    "csat": "95 % interval by Wilson's score",
    "ces": "95 % interval by Wilson's score",
    "mean": "95 % interval by Student's t",
}
Basis = Literal["asked_about_it", "answered_there"]


@dataclass(frozen=True, slots=True)
class Answered:
    """The answers to one score: all, or those of one step or stage.

    answers    those on the scale; `off_scale` those beside it, or that cannot be read: they are in no other number
    trips, customers   to whom the answers on the scale belong
    by_answer  answer -> how many gave it; None: a `mean` takes any number, and of over 256 answers not each is told apart
    value      what the method of the score makes of them; None: there are fewer than 20 customers, or no `by_answer` to take it from
    mean       of the answers on the scale. For a `mean`, and on scales of over 256 answers, the spread is read from buckets: half the width
               of the interval is at most 0.4 % of the scale times t / sqrt(n) off

    Intervals take answers as independent: where customers answer more than once they are narrower than they should be.
    """

    answers: int
    off_scale: int
    trips: int
    customers: int
    by_answer: Mapping[int, int] | None
    value: Interval | None
    mean: Interval | None


@dataclass(frozen=True, slots=True)
class ScoreMeasure:
    """One score of the map.

    method    how `value` comes from the answers, in words
    by_step   step or outcome where the trip was at its latest visit before the answer -> the answers given there
    by_stage  stage of that step -> the answers given there; None: the trip had come to an outcome
    """

    score: Score
    method: str
    all: Answered
    by_step: Mapping[str | None, Answered]
    by_stage: Mapping[str | None, Answered]


@dataclass(frozen=True, slots=True)
class HopedAndMeasured:
    """The feeling hoped for at a step (-2 awful, 2 delighted), and beside it what was measured, each on its own scale.

    measured  score, its answers, and why they stand here: it asks about this step, or it asks about the step's stage or the whole journey
              and was answered while the trip was at this step

    The one is not turned into the other: no study says which NPS or CSAT is a feeling of 1.
    """

    step: str
    hoped: int
    measured: tuple[tuple[Score, Basis, Answered], ...]


def scores_of(numbers: Numbers) -> list[ScoreMeasure]:
    """The scores of a map, in its order."""
    everywhere, by_step, by_stage = (_found(numbers.cubes[family]) for family in ("scores", "scores_by_step", "scores_by_stage"))
    return [
        ScoreMeasure(
            score=score,
            method=method_of(score),
            all=_answered(score, everywhere, ()),
            by_step=_by_place(score, by_step, numbers.cubes["scores_by_step"]),
            by_stage=_by_place(score, by_stage, numbers.cubes["scores_by_stage"]),
        )
        for score in numbers.scope.map.scores
    ]


def hoped_and_measured(map_: Map, scores: list[ScoreMeasure]) -> list[HopedAndMeasured]:
    """The steps for which the map says what feeling is hoped for, in its order. `scores`: those of the map."""
    found = []
    for step in map_.steps:
        if step.hoped is None:
            continue
        measured: list[tuple[Score, Basis, Answered]] = []
        for one in scores:
            if one.score.of == step.id:
                measured.append((one.score, "asked_about_it", one.all))
            elif one.score.of in (None, step.stage) and step.id in one.by_step:
                measured.append((one.score, "answered_there", one.by_step[step.id]))
        found.append(HopedAndMeasured(step.id, step.hoped, tuple(measured)))
    return found


def method_of(score: Score) -> str:
    """How the value of a score comes from its answers."""
    scale = f"{score.lowest}..{score.highest}"
    if score.kind == "nps":
        said = f"share of {PROMOTERS} to {score.highest} minus share of {score.lowest} to {DETRACTORS}, from -1 to 1"
    elif score.kind == "mean":
        said = f"mean of the answers on {scale}"
    elif score.highest - score.lowest > MOST_TOLD_APART:
        return f"none: of the {score.highest - score.lowest + 1} answers of {scale} not each is counted by itself; see the mean"
    else:
        said = f"share of {_above_middle(score)} to {score.highest} on {scale}"
        if (score.lowest, score.highest) != (own := OWN_SCALES[score.kind]):
            said += f", the answers above the middle; not to be held against figures on {own[0]}..{own[1]}"
    return f"{said}; {INTERVALS[score.kind]}"


Keys = tuple[str | None, ...]
_Found = Mapping[Keys, tuple[Cube, int]]


def _found(cube: Cube) -> _Found:
    """The cells of a cube by the values of its dimensions."""
    columns = [
        [dimension.values[index] for index in indexes.tolist()]
        for dimension, indexes in zip(cube.dimensions, cube.coordinates(), strict=True)
    ]
    return {keys: (cube, position) for position, keys in enumerate(zip(*columns, strict=True))}


def _by_place(score: Score, found: _Found, cube: Cube) -> dict[str | None, Answered]:
    met = {keys[2] for keys in found if keys[0] == score.id}
    return {place: _answered(score, found, (place,)) for place in cube.dimensions[2].values if place in met}


def _answered(score: Score, found: _Found, place: Keys) -> Answered:
    beside = found.get((score.id, "off_scale", *place))
    off_scale = 0 if beside is None else int(beside[0].rows[beside[1]])
    if (score.id, "on_scale", *place) not in found:
        return Answered(0, off_scale, 0, 0, None if score.kind == "mean" else {}, None, None)
    cube, position = found[score.id, "on_scale", *place]
    answers, customers = int(cube.rows[position]), int(cube.customers[position])
    by_answer, mean = _by_answer(score, cube, position), None
    value = None
    if customers >= FEW_CUSTOMERS:
        mean = _mean(score, cube, position)
        value = mean if score.kind == "mean" else None if by_answer is None else _value(score, by_answer)
    return Answered(answers, off_scale, int(cube.trips[position]), customers, by_answer, value, mean)


def _by_answer(score: Score, cube: Cube, position: int) -> dict[int, int] | None:
    if score.kind == "mean" or score.highest - score.lowest > MOST_TOLD_APART:
        return None
    above, times = cube.distribution(position)
    return {score.lowest + value_of(bucket): count for bucket, count in zip(above.tolist(), times.tolist(), strict=True)}


def _value(score: Score, by_answer: Mapping[int, int]) -> Interval | None:
    def given(lowest: int, highest: int) -> int:
        return sum(count for answer, count in by_answer.items() if lowest <= answer <= highest)

    whole = given(score.lowest, score.highest)
    if score.kind == "nps":
        return net_share_of(given(PROMOTERS, score.highest), given(score.lowest, DETRACTORS), whole)
    return share_of(given(_above_middle(score), score.highest), whole)


def _mean(score: Score, cube: Cube, position: int) -> Interval | None:
    n, parts = int(cube.rows[position]), parts_of(score)
    buckets, times = cube.distribution(position)
    above = np.array([value_of(bucket) for bucket in buckets.tolist()], dtype=np.float64) / parts
    squares = float(times @ (above - float(times @ above) / n) ** 2)
    mean = score.lowest + cube.totals()[position] / parts / n
    return mean_of(mean, sqrt(squares / max(1, n - 1)), n, score.lowest, score.highest)


def _above_middle(score: Score) -> int:
    """The lowest answer above the middle of the scale."""
    return floor((score.lowest + score.highest) / 2) + 1


def scores_data(numbers: Numbers) -> dict[str, Any]:
    """The scores, and what was hoped for beside them, as plain data."""
    scores = scores_of(numbers)
    return {
        "scores": [_score_data(one) for one in scores],
        "hoped": [_hoped_data(one) for one in hoped_and_measured(numbers.scope.map, scores)],
    }


def _score_data(one: ScoreMeasure) -> dict[str, Any]:
    return {
        "score": one.score.id,
        "kind": one.score.kind,
        "scale": [one.score.lowest, one.score.highest],
        "of": one.score.of,
        "method": one.method,
        **_answered_data(one.all),
        "steps": [{"step": step, **_answered_data(answered)} for step, answered in one.by_step.items()],
        "stages": [{"stage": stage, **_answered_data(answered)} for stage, answered in one.by_stage.items()],
    }


def _answered_data(answered: Answered) -> dict[str, Any]:
    return {
        "answers": answered.answers,
        "off_scale": answered.off_scale,
        "trips": answered.trips,
        "customers": answered.customers,
        "by_answer": None if answered.by_answer is None else {str(answer): count for answer, count in answered.by_answer.items()},
        "value": _interval_data(answered.value),
        "mean": _interval_data(answered.mean),
    }


def _hoped_data(one: HopedAndMeasured) -> dict[str, Any]:
    return {"step": one.step, "hoped": one.hoped, "measured": list(_measured_data(one))}


def _measured_data(one: HopedAndMeasured) -> Iterator[dict[str, Any]]:
    for score, basis, answered in one.measured:
        counts = {"answers": answered.answers, "customers": answered.customers}
        yield {"score": score.id, "kind": score.kind, "basis": basis, **counts, "value": _interval_data(answered.value)}


def _interval_data(interval: Interval | None) -> dict[str, Any] | None:
    return None if interval is None else {"value": interval.value, "low": interval.low, "high": interval.high, "n": interval.n}
