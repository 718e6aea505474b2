"""J239."""

from collections import Counter
from collections.abc import Iterator

from desireline.check.rule import Found, Rule
from desireline.check.subject import Subject

_MOST_ALIKE = 10
"""Questions that are open for the same reason are told one by one up to this many, and else together, at the first of them."""


def _look(subject: Subject) -> Iterator[Found]:
    unanswered = dict.fromkeys(subject.asking.unanswered)
    alike = Counter(open_.reason for open_ in unanswered)
    told: set[str] = set()
    for open_ in unanswered:
        count = alike[open_.reason]
        if count > _MOST_ALIKE and open_.reason not in told:
            told.add(open_.reason)
            headline = f"{count:,} questions about conditions could not be answered: {open_.reason}"
            yield Found(place=open_.place, headline=headline, label=f"the first: {open_.question}")
        if count > _MOST_ALIKE:
            continue
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
        f"reason. More than {_MOST_ALIKE} questions that are open for the same reason are told together, at the first of them."
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
