"""J272."""

from collections.abc import Iterator

from desireline.check.rule import Found, Rule
from desireline.check.showing import seen
from desireline.check.subject import Subject

_TOO_MANY = 0.01
"""Of the values: fewer are slips that every log has."""


def _look(subject: Subject) -> Iterator[Found]:
    for name, came in (subject.evidence.fields if subject.evidence is not None else {}).items():
        wrong = came.events - came.readable
        if wrong > _TOO_MANY * came.events:
            list_ = "fields" if name in subject.map.fields else "traits"
            kind = (subject.map.fields.get(name) or subject.map.traits[name]).kind
            example = f", such as `{came.unread}`" if came.unread is not None else ""
            yield Found(
                place=(list_, name),
                headline=f"{wrong:,} of {came.events:,} values of `{name}` are no {kind}{example}",
                label="read as not known",
            )


_BAD = """\
journey: slow_line
title: My line is slow
trip: {starts: [test], quiet: 14d}
fields: {mbps: {number: {min: 0}}}
stages: [{id: help, title: Help}]
steps:
  - {id: test, stage: help, title: Speed test, event: test.finished, where: mbps < 1, by: self, next: [call, well]}
  - {id: call, stage: help, title: I call, event: call.answered, by: person, next: [well]}
outcomes:
  - {id: well, kind: reached, event: line.well, title: It is fast again}
  - {id: left, kind: lost, event: contract.cancelled, title: I went elsewhere}
"""
RULE = Rule(
    code="J272",
    title="a field or trait whose values are of another type",
    severity="warning",
    finds=(
        "With `--events`: a field or trait of which more than one value in a hundred cannot be read as its declared type. Each of these "
        "counts as not known."
    ),
    why="what customers really had is taken for nothing, and they are taken for others",
    fix="declare the type that comes, or have the type sent that is declared",
    bad=_BAD,
    good=_BAD.replace("{number: {min: 0}}", "text").replace("where: mbps < 1", "where: \"mbps = '0,5'\""),
    look=_look,
    events=(
        *seen("test.finished", "call.answered", "line.well", mbps="0,5"),
        *seen("test.finished", "call.answered", "contract.cancelled", customer="bob", mbps=0.5),
    ),
)
