"""J271."""

from collections.abc import Iterator

from desireline.check.rule import Found, Rule
from desireline.check.showing import seen
from desireline.check.subject import Subject


def _look(subject: Subject) -> Iterator[Found]:
    if subject.evidence is None:
        return
    for field in subject.map.fields:
        if not subject.evidence.fields[field].events:
            yield Found(
                place=("fields", field),
                headline=f"no event of {subject.evidence.events:,} carries `{field}`",
                label="never filled",
            )


_BAD = """\
journey: slow_line
title: My line is slow
trip: {starts: [test], quiet: 14d}
fields: {mbps: {number: {min: 0}}, box: text}
stages: [{id: help, title: Help}]
steps:
  - {id: test, stage: help, title: Speed test, event: test.finished, where: mbps < 1, by: self, next: [call, well]}
  - {id: call, stage: help, title: I call, event: call.answered, by: person, next: [well]}
outcomes:
  - {id: well, kind: reached, event: line.well, title: It is fast again}
  - {id: left, kind: lost, event: contract.cancelled, title: I went elsewhere}
"""
RULE = Rule(
    code="J271",
    title="a field that never came",
    severity="warning",
    finds="With `--events`: a declared field that no event of the log carries.",
    why="a condition on it is never true and a message that names it has a gap, for every customer",
    fix="have it sent, or take it out of the map",
    bad=_BAD,
    good=_BAD.replace(", box: text", ""),
    look=_look,
    events=(
        *seen("test.finished", "call.answered", "line.well", mbps=0.5),
        *seen("call.answered", "contract.cancelled", customer="bob"),
    ),
)
