"""J273."""

from collections.abc import Iterator

from desireline.check.rule import Found, Rule
from desireline.check.showing import seen
from desireline.check.subject import Subject


def _look(subject: Subject) -> Iterator[Found]:
    for name, came in (subject.evidence.fields if subject.evidence is not None else {}).items():
        if came.outside:
            example = f", most often `{came.strange}`" if came.strange is not None else ""
            yield Found(
                place=("fields" if name in subject.map.fields else "traits", name),
                headline=f"{came.outside:,} of {came.readable:,} values of `{name}` are not among those declared{example}",
                label="other values come",
            )


_BAD = """\
journey: slow_line
title: My line is slow
trip: {starts: [test], quiet: 14d}
fields: {mbps: {number: {min: 0, max: 1000}}}
stages: [{id: help, title: Help}]
steps:
  - {id: test, stage: help, title: Speed test, event: test.finished, where: mbps < 1, by: self, next: [call, well]}
  - {id: call, stage: help, title: I call, event: call.answered, by: person, next: [well]}
outcomes:
  - {id: well, kind: reached, event: line.well, title: It is fast again}
  - {id: left, kind: lost, event: contract.cancelled, title: I went elsewhere}
"""
RULE = Rule(
    code="J273",
    title="values that are not among those declared",
    severity="warning",
    finds=(
        "With `--events`: values of a field or trait that its `one of` does not list, or that lie below `min` or above `max`. They are "
        "read all the same; but what rules prove of conditions holds only for what is declared."
    ),
    why="customers with these values were not thought of: no branch may be for them",
    fix="declare them too, and see what the conditions make of them; or have them corrected where they come from",
    bad=_BAD,
    good=_BAD.replace("max: 1000", "max: 5000"),
    look=_look,
    events=(
        *seen("test.finished", "call.answered", "line.well", mbps=2500.0),
        *seen("test.finished", "contract.cancelled", mbps=0.5, customer="bob"),
    ),
)
