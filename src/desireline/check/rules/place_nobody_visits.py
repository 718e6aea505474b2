"""J275."""

from collections.abc import Iterator

from desireline.check.rule import Found, Rule
from desireline.check.showing import seen
from desireline.check.subject import Subject


def _look(subject: Subject) -> Iterator[Found]:
    if subject.evidence is None:
        return
    for place in subject.evidence.unvisited:
        noun = subject.place_by_id[place]
        # Where the names of its events never came, that is what is wrong, and J270 says so.
        if any(name in subject.evidence.names for name in noun.events):
            yield Found(
                place=("steps" if place in subject.map.step_by_id else "outcomes", place),
                headline=f"no event of {subject.evidence.events:,} was a visit at `{place}`",
                label="nobody was here",
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
    code="J275",
    title="a step or outcome that nobody comes to",
    severity="hint",
    finds=(
        "With `--events`: a step or outcome that no trip came to, though events with its names did come: they were something else, or "
        "found no trip."
    ),
    why="the map tells of a customer who does not exist, and may say nothing of those who do",
    fix="look at its `where` and at what comes before it (`desireline explain` says of one customer why an event was nothing)",
    bad=_BAD,
    good=_BAD.replace("mbps < 1", "mbps < 100"),
    look=_look,
    events=(
        *seen("test.finished", "call.answered", "line.well", mbps=50.0),
        *seen("call.answered", "contract.cancelled", customer="bob"),
    ),
)
