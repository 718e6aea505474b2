"""J231."""

from collections.abc import Iterator

from desireline.check.laws import laws_of
from desireline.check.rule import Found, Rule
from desireline.check.subject import Subject


def _look(subject: Subject) -> Iterator[Found]:
    for standing in subject.standings:
        condition, doing = standing.condition, standing.doing
        laws = laws_of(doing, [condition], subject.map) if doing is not None else []
        if subject.asking.is_impossible(standing.place, "whether it can be other than true", laws, [condition]):
            yield Found(
                place=standing.place,
                headline=f"`{standing.word}` of {standing.whose} is always true",
                label="nothing makes it false",
                near=(("branches after it", standing.place[:-2]),) if "choose" in standing.place else (),
            )


RULE = Rule(
    code="J231",
    title="a condition that is always true",
    severity="warning",
    finds=(
        "A `where`, `when` or `only` that is true for all values of the declared types, within `min`, `max` and `one of`, and also where "
        "nothing is known: proven by a solver. One that is unknown where a value is not known is not always true."
    ),
    why="it looks as if it told customers apart and does not: someone relies on a difference that is never made",
    fix="leave it out, or say what was meant",
    bad="""\
journey: slow_line
title: My line is slow
trip: {starts: [test], quiet: 14d}
fields: {mbps: {number: {min: 0}}}
stages: [{id: help, title: Help}]
steps:
  - {id: test, stage: help, title: Speed test, event: test.finished, where: "coalesce(mbps, 0) >= 0", by: self, next: [call, well]}
  - {id: call, stage: help, title: I call, event: call.answered, by: person, next: [well]}
outcomes:
  - {id: well, kind: reached, event: line.well, title: It is fast again}
  - {id: left, kind: lost, event: contract.cancelled, title: I went elsewhere}
""",
    good="""\
journey: slow_line
title: My line is slow
trip: {starts: [test], quiet: 14d}
fields: {mbps: {number: {min: 0}}}
stages: [{id: help, title: Help}]
steps:
  - {id: test, stage: help, title: Speed test, event: test.finished, where: "coalesce(mbps, 0) < 1", by: self, next: [call, well]}
  - {id: call, stage: help, title: I call, event: call.answered, by: person, next: [well]}
outcomes:
  - {id: well, kind: reached, event: line.well, title: It is fast again}
  - {id: left, kind: lost, event: contract.cancelled, title: I went elsewhere}
""",
    look=_look,
)
