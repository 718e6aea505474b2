"""J270."""

from collections.abc import Iterator

from desireline.check.matches import names_like, place_of
from desireline.check.rule import Found, Rule
from desireline.check.showing import seen
from desireline.check.subject import Subject
from desireline.model.matching import candidates_of


def _look(subject: Subject) -> Iterator[Found]:
    if subject.evidence is None:
        return
    came = subject.evidence.names
    for candidate, names in candidates_of(subject.map):
        for position, name in enumerate(names):
            if name not in came:
                like = names_like(name, subject)
                yield Found(
                    place=(*place_of(candidate), "done" if candidate.kind == "done" else "event", position),
                    headline=f"no event of {subject.evidence.events:,} is called `{name}`",
                    label="never came",
                    fix=f"{' or '.join(f'`{other}`' for other in like)} did come: was that meant?" if like else "",
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
    code="J270",
    title="an event name that never came",
    severity="warning",
    finds="With `--events`: a name in `event` or `done` that no event of the log has. Names like it that did come are given.",
    why="what the map prepares there is never done, because nobody is ever seen to be there",
    fix="ask whoever sends the events what it is called",
    bad=_BAD,
    good=_BAD.replace("test.finished", "tests.finished"),
    look=_look,
    events=(
        *seen("tests.finished", "call.answered", "line.well"),
        *seen("call.answered", "contract.cancelled", customer="bob"),
    ),
)
