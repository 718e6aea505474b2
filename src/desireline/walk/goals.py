"""What example journeys are to show of a map, and what the engine says that events show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from desireline.engine import Change, Effect, PromiseGiven, PromiseSettled, TripEnded, VisitMade
from desireline.model import GONE_QUIET, Action, Map, Ways

GoalKind = Literal["start", "move", "branch", "broken", "outcome", "quiet"]
KINDS: Mapping[GoalKind, str] = {
    "start": "starts",
    "move": "moves",
    "branch": "branches",
    "broken": "broken promises",
    "outcome": "outcomes",
    "quiet": "quiet end",
}
"""The kinds of goals, and what several are called."""


@dataclass(frozen=True, slots=True)
class Goal:
    """One thing to be shown. `id`: a step, promise, action or outcome; `to`: where a move leads, or which branch is taken."""

    kind: GoalKind
    id: str = ""
    to: str = ""

    def __str__(self) -> str:
        match self.kind:
            case "move":
                return f"the move `{self.id}` → `{self.to}`"
            case "branch":
                return f"branch `{self.to}` of `{self.id}`"
            case "broken":
                return f"broken promise `{self.id}`"
            case "quiet":
                return "a quiet end"
            case _:
                return f"{self.kind} `{self.id}`"


def goals_of(map_: Map, ways: Ways) -> list[Goal]:
    """All that is to be shown of a map: each start, expected move, branch, broken promise and outcome, and a quiet end."""
    visited = [step for step in map_.steps if step.seen == "events" and not step.aftercare]
    places = {*(step.id for step in visited), *map_.outcome_by_id}
    in_order = [*map_.step_by_id, *map_.outcome_by_id]
    goals = [Goal("start", step.id) for step in visited if step.id in map_.trip.starts]
    goals += [Goal("move", step.id, to) for step in visited for to in in_order if to in ways.expected[step.id] and to in places]
    goals += [Goal("branch", action.id, branch.id) for action in actions_of(map_) for branch in action.branches]
    goals += [Goal("broken", promise.id) for step in visited for promise in step.promises]
    goals += [Goal("outcome", outcome.id) for outcome in map_.outcomes]
    return goals + ([Goal("quiet")] if map_.trip.quiet_us is not None else [])


def actions_of(map_: Map) -> Iterator[Action]:
    """All actions that a trip can cause."""
    for step in map_.steps:
        yield from step.do
        for promise in step.promises:
            yield from (*promise.ahead, *promise.late)
    yield from map_.when_quiet


def shown_by(changes: Iterable[Change], effects: Sequence[Effect]) -> list[Goal]:
    """What one customer's trip shows, as the engine computed it; each once, as it came about."""
    found: list[Goal] = []
    before: VisitMade | None = None
    for change in changes:
        match change:
            case VisitMade():
                if change.move == "expected" and before is not None:
                    found.append(Goal("move", before.step, change.step))
                elif change.move == "start":
                    found.append(Goal("start", change.step))
                before = change
            case PromiseSettled(state="broken"):
                found.append(Goal("broken", change.promise))
            case TripEnded():
                found.append(Goal("quiet") if change.how == GONE_QUIET else Goal("outcome", change.how))
            case PromiseGiven() | _:
                pass
    found += [Goal("branch", effect.action, effect.branch) for effect in effects if effect.branch is not None]
    return list(dict.fromkeys(found))
