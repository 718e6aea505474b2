"""J261."""

from collections.abc import Iterator

from desireline.check.doings import Doing
from desireline.check.rule import Found, Rule
from desireline.check.subject import Subject
from desireline.diagnostics import Example


def _look(subject: Subject) -> Iterator[Found]:
    for doing in subject.doings:
        # What is offered because a promise was broken makes good for it.
        if doing.action.kind == "offer" and doing.cause != "late" and not _is_met(doing, subject):
            yield Found(
                place=doing.place,
                headline=f"`{doing.action.target}` is offered before the customer has what they came for",
                label="an offer too early",
                near=() if doing.step is None else ((doing.step.id, ("steps", doing.step.id)),),
                example=_example(doing, subject),
            )


def _is_met(doing: Doing, subject: Subject) -> bool:
    """Whether only outcomes that are reached come next: then the step itself is what the customer came for."""
    following = subject.onward.get(doing.step.id, ()) if doing.step is not None else ()
    reached = {outcome.id for outcome in subject.map.outcomes if outcome.kind == "reached"}
    return bool(following) and reached.issuperset(following)


def _example(doing: Doing, subject: Subject) -> Example | None:
    if doing.step is None or doing.cause != "visit" or not subject.is_visited(doing.step.id):
        return None
    visits = subject.along(subject.way_to(doing.step.id))
    at_us = visits[-1][1] + doing.whole.after_us
    return subject.customers.make(visits, f"is offered `{doing.action.target}`, and still on the way", at_us)


_GOOD = """\
journey: hotel_night
title: I stay for a night
trip: {starts: [check_in], quiet: 30d}
traits: {member: boolean}
stages: [{id: stay, title: Stay}]
steps:
  - id: check_in
    stage: stay
    title: I check in
    event: guest.arrived
    by: self
    next: [room]
    do: [{id: room_ready, call: room_system}]
  - id: room
    stage: stay
    title: I am in my room
    event: room.entered
    by: self
    next: [stayed]
    do: [{id: late_check_out, offer: late_check_out, when: member}]
outcomes:
  - {id: stayed, kind: reached, event: guest.left, title: I slept well}
  - {id: left_early, kind: lost, event: guest.left_early, title: I left early}
"""
RULE = Rule(
    code="J261",
    title="an offer before the need is met",
    severity="warning",
    finds=(
        "An `offer` at a step after which anything but an outcome of kind `reached` comes next, or to customers who have gone quiet. An "
        "offer in the `late` of a promise makes good for what was broken, and is not meant. Other journeys of the customer are on other "
        "maps: `when: not open('…')` is for them."
    ),
    why="a customer who still waits for what they came for is sold something else",
    fix="make the offer at the step where the need is met, just before the outcome",
    bad=_GOOD.replace("do: [{id: room_ready, call: room_system}]", "do: [{id: breakfast, offer: breakfast, when: member}]"),
    good=_GOOD,
    look=_look,
)
