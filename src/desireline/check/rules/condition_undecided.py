"""J239."""

from collections.abc import Iterator

from desireline.check.rule import Found, Rule
from desireline.check.subject import Subject


def _look(subject: Subject) -> Iterator[Found]:
    for open_ in dict.fromkeys(subject.asking.unanswered):
        yield Found(
            place=open_.place,
            headline=f"{open_.question}: this could not be found out, {open_.reason}",
            label="nothing is known of this",
        )


RULE = Rule(
    code="J239",
    title="a question about conditions that has no answer",
    severity="hint",
    finds=(
        "Conditions of which neither an example was found, nor the proof that there is none, within the effort that a map is given. It is"
        " counted in steps of the solver and is the same on every machine. Numbers that are multiplied with each other are the usual "
        "reason."
    ),
    why="nothing that is said of this map speaks of this condition: it may be right or wrong",
    fix="write it simpler, compute it before it is sent as a field, or test it by example",
    bad="""\
journey: slow_line
title: My line is slow
trip: {starts: [test], quiet: 14d}
fields: {up: number}
stages: [{id: help, title: Help}]
steps:
  - {id: test, stage: help, title: Speed test, event: test.finished, where: up * up = 2, by: self, next: [call, well]}
  - {id: call, stage: help, title: I call, event: call.answered, by: person, next: [well]}
outcomes:
  - {id: well, kind: reached, event: line.well, title: It is fast again}
  - {id: left, kind: lost, event: contract.cancelled, title: I went elsewhere}
""",
    good="""\
journey: slow_line
title: My line is slow
trip: {starts: [test], quiet: 14d}
fields: {up: number}
stages: [{id: help, title: Help}]
steps:
  - {id: test, stage: help, title: Speed test, event: test.finished, where: up < 2, by: self, next: [call, well]}
  - {id: call, stage: help, title: I call, event: call.answered, by: person, next: [well]}
outcomes:
  - {id: well, kind: reached, event: line.well, title: It is fast again}
  - {id: left, kind: lost, event: contract.cancelled, title: I went elsewhere}
""",
    look=_look,
)
