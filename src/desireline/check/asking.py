"""Conditions as they stand in a map, and questions about them: each asked once, and those without an answer remembered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from desireline.check.doings import Doing, doings_of
from desireline.check.rule import Place
from desireline.conditions import Answer, Condition, NoWay, Solver, Unknown
from desireline.conditions.solving import Among
from desireline.model import Map


@dataclass(frozen=True, slots=True)
class Standing:
    """A condition where it stands. `whose`: of what, in words; `doing`: the action, for its `when`."""

    place: Place
    whose: str
    condition: Condition
    doing: Doing | None = None

    @property
    def word(self) -> str:
        """The word of the map that it stands behind."""
        return str(self.place[-1])


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question that the solver could not answer, and why."""

    place: Place
    question: str
    reason: str


class Asking:
    """Questions about a map's conditions. All share one effort, so that a map has its answers in bounded time."""

    def __init__(self) -> None:
        self._solver = Solver()
        self.unanswered: list[Unanswered] = []

    def find(
        self, place: Place, question: str, true: Iterable[Condition], not_true: Iterable[Condition] = (), among: Among | None = None
    ) -> Answer:
        """Values for which the one conditions are true and the others not. `question`: what is asked, to be told where it stays open."""
        answer = self._solver.find(true, not_true, among)
        if isinstance(answer, Unknown):
            self.leave_open(place, question, answer.reason)
        return answer

    def is_impossible(self, place: Place, question: str, true: Iterable[Condition], not_true: Iterable[Condition] = ()) -> bool:
        """Whether it is proven that no values do it."""
        return isinstance(self.find(place, question, true, not_true), NoWay)

    def leave_open(self, place: Place, question: str, reason: str) -> None:
        """Remember a question that has no answer."""
        self.unanswered.append(Unanswered(place, question, reason))


def standings_of(map_: Map) -> Iterator[Standing]:
    """All conditions of a map, in the order of the file."""
    if map_.trip.only is not None:
        yield Standing(("trip", "only"), "trips", map_.trip.only)
    doings = list(doings_of(map_))
    for step in map_.steps:
        if step.where is not None:
            yield Standing(("steps", step.id, "where"), f"step `{step.id}`", step.where)
        yield from _whens(doing for doing in doings if doing.step is step)
    for outcome in map_.outcomes:
        if outcome.where is not None:
            yield Standing(("outcomes", outcome.id, "where"), f"outcome `{outcome.id}`", outcome.where)
    yield from _whens(doing for doing in doings if doing.step is None)
    for score in map_.scores:
        if score.where is not None:
            yield Standing(("scores", score.id, "where"), f"score `{score.id}`", score.where)


def _whens(doings: Iterable[Doing]) -> Iterator[Standing]:
    for doing in doings:
        if doing.action.when is not None:
            kind = "action" if doing.action is doing.whole else "branch"
            yield Standing((*doing.place, "when"), f"{kind} `{doing.action.id}`", doing.action.when, doing)


def each_once(conditions: Iterable[Condition | None]) -> Sequence[Condition]:
    """Those that are given, each once."""
    return list(dict.fromkeys(condition for condition in conditions if condition is not None))
