"""J214."""

from collections.abc import Iterator

from desireline.check.rule import Found, Rule
from desireline.check.subject import Subject


def _look(subject: Subject) -> Iterator[Found]:
    for doing in subject.doings:
        action = doing.action
        if action.kind in ("task", "handoff") and action.due_us is None:
            yield Found(
                place=doing.place,
                headline=f"`{action.id}` gives `{action.target}` no time by which it is done",
                label="without `due`",
            )


_GOOD = """\
journey: rental_car
title: I rent a car
trip: {starts: [reserve], quiet: 30d}
teams: {desk: {title: Rental desk}}
stages: [{id: rent, title: Rent}]
steps:
  - id: reserve
    stage: rent
    title: I reserve a car
    event: car.reserved
    by: self
    next: [returned]
    do: [{id: hold_car, task: desk, title: Hold a car of this class, due: 1h}]
outcomes:
  - {id: returned, kind: reached, event: car.returned, title: I drove and brought it back}
  - {id: no_car, kind: lost, event: reservation.cancelled, title: I took another firm}
"""
RULE = Rule(
    code="J214",
    title="a task or handoff without a due time",
    severity="warning",
    finds="A `task` or `handoff`, also as a branch of a choice, that does not say by when it is `due`.",
    why="what has no time comes last, and the customer waits for it without end",
    fix="say how long the team has: `due: 1h`",
    bad=_GOOD.replace(", due: 1h", ""),
    good=_GOOD,
    look=_look,
)
