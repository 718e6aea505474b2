"""J262."""

from collections.abc import Iterator

from desireline.check.rule import Found, Rule
from desireline.check.subject import Subject


def _look(subject: Subject) -> Iterator[Found]:
    for doing in subject.doings:
        if doing.action.kind == "offer" and doing.action.when is None and doing.whole.when is None:
            yield Found(
                place=doing.place,
                headline=f"`{doing.action.target}` is offered to everyone who comes by",
                label="without `when`",
            )


_GOOD = """\
journey: rental_return
title: I bring the car back
trip: {starts: [bring_back], quiet: 30d}
traits: {rentals: {integer: {min: 0}}}
stages: [{id: back, title: Bring back}]
steps:
  - id: bring_back
    stage: back
    title: I bring it back
    event: car.brought_back
    by: self
    next: [settled]
    do: [{id: club, offer: club_card, when: rentals >= 3}]
outcomes:
  - {id: settled, kind: reached, event: rental.settled, title: All is settled}
  - {id: disputed, kind: lost, event: rental.disputed, title: We are in dispute}
"""
RULE = Rule(
    code="J262",
    title="an offer without a condition",
    severity="warning",
    finds="An `offer` that has no `when`, nor the choice that it is a branch of.",
    why="it reaches customers whom it does not fit, who have it already or who have just complained",
    fix="say in `when` for whom it is",
    bad=_GOOD.replace(", when: rentals >= 3", ""),
    good=_GOOD,
    look=_look,
)
