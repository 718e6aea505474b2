"""Actions that ask for a team while it is closed: the worst moment of each, and the customer whom it meets."""

from collections.abc import Iterator
from dataclasses import dataclass

from desireline.check.doings import Doing
from desireline.check.examples import MINUTE_US
from desireline.check.situations import events_of
from desireline.check.subject import Subject
from desireline.check.weeks import Wait, local, longest_wait, moment_us, moments_of
from desireline.diagnostics import Example
from desireline.model import Team
from desireline.model.map import ActionKind

_ROUNDS = 6


@dataclass(frozen=True, slots=True)
class Closed:
    """An action whose team cannot begin before its time is over. `at`: when that is, by the clock of the team."""

    doing: Doing
    team: Team
    wait: Wait
    at: str


def closed_teams(subject: Subject, kind: ActionKind) -> Iterator[Closed]:
    """The actions of a kind for which it can happen that the team is closed until they are due, or at all where they are not due."""
    for doing in subject.doings:
        action = doing.action
        team = subject.map.team_by_id.get(action.target or "") if action.kind == kind else None
        if team is None or team.hours is None:
            continue
        moments = moments_of(doing, subject.map)
        wait = None if moments is None else longest_wait(moments, team.hours)
        if wait is not None and wait.length_us >= (action.due_us or MINUTE_US):
            yield Closed(doing, team, wait, local(wait.minute, team.hours))


def met_by(closed: Closed, said: str, subject: Subject) -> Example | None:
    """A customer for whom the action is due to be done at the worst moment; None where the engine confirms it of no short way there."""
    doing, at_us = closed.doing, moment_us(closed.wait.minute)
    if doing.step is None or doing.cause not in ("visit", "late") or not subject.is_visited(doing.step.id):
        return None
    entered_us = at_us - doing.whole.after_us
    if doing.promise is not None:
        if doing.promise.hours_of is not None:
            return None
        entered_us -= doing.promise.within_us
    way, step = subject.way_to(doing.step.id), doing.step.id
    other = next((to for to in subject.onward[step] if to in subject.map.step_by_id and to != step), step)
    for rounds in range(_ROUNDS if _counts_visits(doing) else 1):
        visits = [*way, *[other, step] * rounds] if rounds % 2 else [*way, *[step] * rounds]
        made = subject.customers.make(subject.along(visits, entered_us), said, at_us + MINUTE_US)
        if _is_done(doing, at_us, made, subject):
            return made
    return None


def _counts_visits(doing: Doing) -> bool:
    """Whether an action can be for those alone who have come back."""
    conditions = [action.when for action in (doing.whole, *doing.whole.branches) if action.when is not None]
    return any(name.id in ("visits", "move") for condition in conditions for name in condition.inputs if name.kind == "fact")


def _is_done(doing: Doing, at_us: int, example: Example, subject: Subject) -> bool:
    """Whether the engine decides the action at this moment for an example customer."""
    from desireline.engine import rebuild

    effects = rebuild(subject.program, events_of(example), at_us + MINUTE_US).effects if example.events else ()
    branch = None if doing.action is doing.whole else doing.action.id
    return any((e.action, e.branch, e.moment_us) == (doing.whole.id, branch, at_us) for e in effects)
