"""All that the company does on a map: each action with where it stands and what causes it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from desireline.check.rule import Place
from desireline.model import Action, Map, Promise, Step

Cause = Literal["visit", "ahead", "late", "quiet"]


@dataclass(frozen=True, slots=True)
class Doing:
    """An action, or a branch of a choice.

    cause    a visit to the step, the promise nearly due, the promise broken, or the trip gone quiet
    whole    the action itself, or for a branch the choice that it is of: what says when it is done
    """

    place: Place
    action: Action
    cause: Cause
    step: Step | None
    promise: Promise | None
    whole: Action


def doings_of(map_: Map) -> Iterator[Doing]:
    """The actions and branches of a map, in the order of the file."""
    for step in map_.steps:
        here: Place = ("steps", step.id)
        for promise in step.promises:
            there = (*here, "promises", promise.id)
            yield from _each((*there, "ahead"), promise.ahead, "ahead", step, promise)
            yield from _each((*there, "late"), promise.late, "late", step, promise)
        yield from _each((*here, "do"), step.do, "visit", step, None)
    yield from _each(("when_quiet",), map_.when_quiet, "quiet", None, None)


def _each(place: Place, actions: tuple[Action, ...], cause: Cause, step: Step | None, promise: Promise | None) -> Iterator[Doing]:
    for action in actions:
        at = (*place, action.id)
        yield Doing(at, action, cause, step, promise, action)
        for branch in action.branches:
            yield Doing((*at, "choose", branch.id), branch, cause, step, promise, action)
