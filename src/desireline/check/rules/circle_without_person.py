"""J221."""

from collections.abc import Iterator

from desireline.check.graph import moves_to
from desireline.check.rule import Found, Rule
from desireline.check.subject import Subject

_ROUNDS = 3


def _look(subject: Subject) -> Iterator[Found]:
    fewest = moves_to(subject.persons, subject.onward)
    for circle in subject.circles:
        bots = any(subject.map.step_by_id[place].by == "bot" for place in circle)
        if circle[0] not in fewest and (bots or subject.persons):
            visits = subject.along([*subject.way_to(circle[0]), *(subject.way_round(circle) * _ROUNDS)])
            yield Found(
                place=("steps", circle[0]),
                headline=f"from `{circle[0]}` one can go round and round, and no way leads to a person",
                label="nobody to talk to",
                near=tuple((place, ("steps", place)) for place in circle[1:4]),
                example=subject.customers.make(visits, f"round {_ROUNDS} times, and no person ahead", visits[-1][1]),
            )


_GOOD = """\
journey: parcel_missing
title: My parcel has not come
trip: {starts: [tracking], quiet: 30d}
teams: {service: {title: Service}}
stages: [{id: ask, title: Ask}]
steps:
  - {id: tracking, stage: ask, title: I look at the tracking, event: tracking.viewed, by: self, next: [assistant, found]}
  - id: assistant
    stage: ask
    title: I ask the assistant
    event: assistant.asked
    by: bot
    next: [tracking, found]
    do: [{id: to_person, when: visits('assistant') >= 1, handoff: service, title: The assistant could not help, due: 15m}]
outcomes:
  - {id: found, kind: reached, event: parcel.delivered, title: It is here}
  - {id: refunded, kind: lost, event: parcel.refunded, title: It never came}
"""
RULE = Rule(
    code="J221",
    title="a circle from which no person can be reached",
    severity="warning",
    finds=(
        "Steps between which `next` leads round and from which no prepared way leads to a person: to a step that is `by: person`, or "
        "one with a `handoff`. Found where a bot is in the circle, or where the map has people elsewhere; a map of self-service alone "
        "is not meant."
    ),
    why="a customer whom the machines cannot help has nobody to turn to",
    fix="add a step that is `by: person` to a `next`, or a `handoff`",
    bad=_GOOD.replace(
        "    do: [{id: to_person, when: visits('assistant') >= 1, handoff: service, title: The assistant could not help, due: 15m}]\n", ""
    ),
    good=_GOOD,
    look=_look,
)
