"""J276."""

from collections.abc import Iterator

from desireline.check.matches import meant_instead
from desireline.check.rule import Found, Rule
from desireline.check.showing import seen
from desireline.check.subject import Subject

_LARGE = 0.01
_MOST = 5


def _look(subject: Subject) -> Iterator[Found]:
    if subject.evidence is None:
        return
    known = {*subject.candidates, *meant_instead(subject)}
    unmapped = [(name, count) for name, count in subject.evidence.unmapped.items() if name not in known]
    large = [(name, count) for name, count in unmapped if count >= _LARGE * subject.evidence.events]
    for name, count in large[:_MOST]:
        share = count / subject.evidence.events
        yield Found(
            place=(),
            headline=f"{count:,} {'event' if count == 1 else 'events'} ({share:.0%} of all) called `{name}`: nothing on this map",
            label="the map is silent on them",
        )


_BAD = """\
journey: slow_line
title: My line is slow
trip: {starts: [test], quiet: 14d}
stages: [{id: help, title: Help}]
steps:
  - {id: test, stage: help, title: Speed test, event: test.finished, by: self, next: [call, well]}
  - {id: call, stage: help, title: I call, event: call.answered, by: person, next: [well]}
outcomes:
  - {id: well, kind: reached, event: line.well, title: It is fast again}
  - {id: left, kind: lost, event: contract.cancelled, title: I went elsewhere}
"""
RULE = Rule(
    code="J276",
    title="many events that are nothing on the map",
    severity="hint",
    finds=(
        "With `--events`: the five most frequent event names that the map does not use, each with at least one event in a hundred. Names "
        "that J270 takes for those meant are left out, and so is `identify`, which tells traits."
    ),
    why="customers do this, and the map does not see it: what happens there happens unnoticed",
    fix="give it a step (`desireline discover --update` drafts one), or allow it with the reason why it is no part of this journey",
    bad=_BAD,
    good=_BAD.replace("event: call.answered", "event: [call.answered, shop.visited]"),
    look=_look,
    events=(
        *seen("test.finished", "shop.visited", "call.answered", "line.well"),
        *seen("test.finished", "contract.cancelled", customer="bob"),
    ),
)
