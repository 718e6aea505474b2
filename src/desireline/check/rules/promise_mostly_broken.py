"""J274."""

from collections.abc import Iterator

from desireline.check.rule import Found, Place, Rule
from desireline.check.showing import seen
from desireline.check.subject import Subject

FEWEST_CUSTOMERS = 20
"""Of fewer customers a share says little."""


def _look(subject: Subject) -> Iterator[Found]:
    for step in subject.map.steps:
        for promise in step.promises:
            kept = subject.evidence.promises.get(promise.id) if subject.evidence is not None else None
            if kept is not None and kept.customers >= FEWEST_CUSTOMERS and 2 * kept.broken > kept.judged:
                place: Place = ("steps", step.id, "promises", promise.id)
                yield Found(
                    place=place,
                    headline=f"`{promise.id}` was broken {kept.broken:,} of {kept.judged:,} times, for {kept.customers:,} customers",
                    label=f"kept in {1 - kept.broken / kept.judged:.0%}",
                )


_BAD = """\
journey: slow_line
title: My line is slow
trip: {starts: [test], quiet: 14d}
teams: {care: {title: Care}}
stages: [{id: help, title: Help}]
steps:
  - id: test
    stage: help
    title: Speed test
    event: test.finished
    by: self
    promises:
      - id: hear_soon
        title: We call within an hour
        within: 1h
        until: [call, well]
        late: [{id: call_now, task: care, title: Call now, due: 1h}]
    next: [call, well]
  - {id: call, stage: help, title: I call, event: call.answered, by: person, next: [well]}
outcomes:
  - {id: well, kind: reached, event: line.well, title: It is fast again}
  - {id: left, kind: lost, event: contract.cancelled, title: I went elsewhere}
"""
RULE = Rule(
    code="J274",
    title="a promise that most customers see broken",
    severity="warning",
    finds="With `--events`: a promise that was broken more often than kept, where at least 20 customers were promised it.",
    why="most who counted on it were let down: it is worse than no promise",
    fix="promise what can be held, or change what keeps it from being held (`desireline measure` shows since when, and for whom)",
    bad=_BAD,
    good=_BAD.replace("within: 1h", "within: 4h"),
    look=_look,
    events=(
        *(event for n in range(20) for event in seen("test.finished", "call.answered", "line.well", customer=f"c{n:02}", each_h=2)),
        *seen("test.finished", "contract.cancelled"),
    ),
)
