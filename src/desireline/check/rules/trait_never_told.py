"""J277."""

from collections.abc import Iterator

from desireline.check.rule import Found, Rule
from desireline.check.showing import seen
from desireline.check.subject import Subject


def _look(subject: Subject) -> Iterator[Found]:
    if subject.evidence is None:
        return
    for trait in subject.map.traits:
        if not subject.evidence.fields[trait].events:
            yield Found(
                place=("traits", trait),
                headline=f"no `identify` event tells `{trait}`",
                label="known of nobody",
            )


_BAD = """\
journey: slow_line
title: My line is slow
trip: {starts: [test], quiet: 14d}
traits: {plan: {one of: [basic, fibre]}}
stages: [{id: help, title: Help}]
steps:
  - {id: test, stage: help, title: Speed test, event: test.finished, where: plan = 'basic' or plan is null, by: self, next: [call, well]}
  - {id: call, stage: help, title: I call, event: call.answered, by: person, next: [well]}
outcomes:
  - {id: well, kind: reached, event: line.well, title: It is fast again}
  - {id: left, kind: lost, event: contract.cancelled, title: I went elsewhere}
"""
RULE = Rule(
    code="J277",
    title="a trait that no event tells",
    severity="warning",
    finds="With `--events`: a declared trait that no `identify` event of the log carries.",
    why="whatever hangs on it is decided as if nothing were known of any customer",
    fix="have `identify` events tell it, or take it out of the map",
    bad=_BAD,
    good=_BAD.replace("traits: {plan: {one of: [basic, fibre]}}\n", "").replace("where: plan = 'basic' or plan is null, ", ""),
    look=_look,
    events=(
        *seen("test.finished", "call.answered", "line.well"),
        *seen("call.answered", "contract.cancelled", customer="bob"),
    ),
)
