"""J202."""

from collections.abc import Iterator

from desireline.check.graph import circles
from desireline.check.rule import Found, Rule
from desireline.check.subject import Subject
from desireline.diagnostics import Example

_ROUNDS = 3


def _look(subject: Subject) -> Iterator[Found]:
    # A step with no way on is found by J203, and what only leads there is mended with it.
    caught = {place: ways for place, ways in subject.ways.items() if place not in subject.ends and place not in subject.breaks_off}
    for circle in circles(caught) if subject.map.outcomes else ():
        steps = [place for place in circle if subject.is_place(place)]
        if all(to in circle for place in circle for to in subject.ways[place]):
            yield Found(
                place=("steps", steps[0]),
                headline=f"from `{steps[0]}` no outcome can be reached",
                label="no way to an end",
                near=tuple((place, ("steps", place)) for place in steps[1:4]),
                example=_example(steps, subject),
            )


def _example(steps: list[str], subject: Subject) -> Example | None:
    visited = [place for place in steps if subject.is_visited(place)]
    circle = next((c for c in subject.circles if set(c) & set(visited)), None)
    if circle is None:
        return None
    visits = subject.along([*subject.way_to(circle[0]), *(subject.way_round(circle) * _ROUNDS)])
    return subject.customers.make(visits, "still on the way, and no outcome lies ahead", visits[-1][1] + subject.pace_us)


_GOOD = """\
journey: appliance_repair
title: My washing machine is mended
trip: {starts: [report], quiet: 60d}
stages: [{id: mend, title: Mend}]
steps:
  - {id: report, stage: mend, title: I report it, event: fault.reported, by: self, next: [guide, mended]}
  - {id: guide, stage: mend, title: The guide says what to try, event: guide.opened, by: self, next: [try_out]}
  - {id: try_out, stage: mend, title: I try it, event: guide.tried, by: self, next: [guide, mended]}
outcomes:
  - {id: mended, kind: reached, event: machine.works, title: It works again}
  - {id: thrown_away, kind: lost, event: machine.replaced, title: I threw it away}
"""
RULE = Rule(
    code="J202",
    title="a step from which no outcome can be reached",
    severity="error",
    finds=(
        "Steps that lead on, but only to each other: whichever way a customer takes, no outcome is ahead. It is shown at the first of "
        "them. Where a way breaks off instead, that is found by J203."
    ),
    why="a customer who comes here can only go round and round; what they came for is nowhere ahead",
    fix="lead one of these steps to an outcome, or to a step from which there is a way to one",
    bad=_GOOD.replace("[guide, mended]}\noutcomes", "[guide]}\noutcomes"),
    good=_GOOD,
    look=_look,
)
