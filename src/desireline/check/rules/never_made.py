"""J217."""

from collections.abc import Iterator

from desireline.check.rule import Found, Place, Rule
from desireline.check.subject import Subject


def _look(subject: Subject) -> Iterator[Found]:
    for step in subject.map.steps:
        if subject.is_visited(step.id):
            continue
        reason = "aftercare is set beside trips" if step.aftercare else "no event shows it"
        made: list[tuple[Place, str, str]] = [(("steps", step.id, "promises", p.id), p.id, "made") for p in step.promises]
        made += [(("steps", step.id, "do", action.id), action.id, "done") for action in step.do]
        for place, name, done in made:
            yield Found(
                place=place,
                headline=f"`{name}` is never {done}: there are no visits to `{step.id}`",
                label=reason,
                near=((step.id, ("steps", step.id)),),
            )


_GOOD = """\
journey: energy_move_in
title: I move in and have power
trip: {starts: [register], quiet: 60d}
teams: {meters: {title: Meters}}
stages: [{id: move, title: Move in}]
steps:
  - id: register
    stage: move
    title: I register
    event: move.registered
    by: self
    next: [letter]
    do: [{id: plan_meter, task: meters, title: Plan the meter reading, due: 2d}]
  - {id: letter, stage: move, title: The letter with my tariff, seen: offline, next: [supplied]}
insights:
  - {id: unread, at: letter, pain: Does not understand the tariff, evidence: {kind: interviews, n: 8}}
outcomes:
  - {id: supplied, kind: reached, event: supply.started, title: I have power}
  - {id: other_supplier, kind: lost, event: supply.lost, title: I took another supplier}
"""
RULE = Rule(
    code="J217",
    title="a promise or action at a step that is never visited",
    severity="error",
    finds="A promise or an action of `do` at a step that is offline or aftercare. Only visits make promises and cause actions.",
    why="the customer is never promised it, and it is never done",
    fix="move it to the visited step before or after this one",
    bad=_GOOD.replace(
        "seen: offline, next: [supplied]}",
        "seen: offline, next: [supplied],\n     do: [{id: ask_back, task: meters, title: Ask whether it was understood, due: 3d}]}",
    ),
    good=_GOOD,
    look=_look,
)
