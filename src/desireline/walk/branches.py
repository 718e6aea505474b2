"""Ways to a branch of a choice: where it is decided, when, and what has to hold then."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from desireline.conditions import Condition
from desireline.conditions.turning import literals_of
from desireline.model import Action, Map
from desireline.walk.goals import Goal
from desireline.walk.walker import MINUTE_US, Wish

SECOND_US = 1_000_000


@dataclass(frozen=True, slots=True)
class Decided:
    """An action and what causes it: a visit to `step` (no promise), a promise of the step, or a quiet end (no step)."""

    action: Action
    step: str | None
    promise: str | None
    ahead: bool = False


def choices_of(map_: Map) -> Iterator[Decided]:
    """All choices of a map, each with its cause."""
    for step in map_.steps:
        yield from (Decided(action, step.id, None) for action in step.do if action.branches)
        for promise in step.promises:
            yield from (Decided(action, step.id, promise.id, True) for action in promise.ahead if action.branches)
            yield from (Decided(action, step.id, promise.id) for action in promise.late if action.branches)
    yield from (Decided(action, None, None) for action in map_.when_quiet if action.branches)


def wish_for(choice: Decided, goal: Goal) -> Wish:
    """What has to hold for a branch to be the one that is taken."""
    branches = choice.action.branches
    position = next(at for at, branch in enumerate(branches) if branch.id == goal.to)
    return Wish(_given([choice.action.when, branches[position].when]), _given(branch.when for branch in branches[:position]))


def times_after(started_us: int, soon_us: int, wish: Wish) -> Sequence[int]:
    """When a visit might be, for conditions on how long the trip has lasted: soon, or beside the durations that they speak of."""
    timed = [c for c in (*wish.true, *wish.not_true) if any(name.id == "elapsed" for name in c.inputs)]
    lengths = [int(value) for value in literals_of(c.expression for c in timed) if isinstance(value, int) and value > SECOND_US]
    later = [started_us + length + off for length in lengths for off in (MINUTE_US, 0, -SECOND_US)]
    return [soon_us, *(moment for moment in later if moment > soon_us)]


def _given(conditions: Sequence[Condition | None] | Iterator[Condition | None]) -> Sequence[Condition]:
    return [condition for condition in conditions if condition is not None]
