"""J230."""

from collections.abc import Iterator

from desireline.check.laws import laws_of
from desireline.check.rule import Found, Rule
from desireline.check.subject import Subject


def _look(subject: Subject) -> Iterator[Found]:
    for standing in subject.standings:
        condition, doing = standing.condition, standing.doing
        laws = laws_of(doing, [condition], subject.map) if doing is not None else []
        if subject.asking.is_impossible(standing.place, "whether it can be true", [condition, *laws]):
            yield Found(
                place=standing.place,
                headline=f"`{standing.word}` of {standing.whose} can never be true",
                label="no values do this" if condition.inputs else "always false",
                why=_WHY.get(standing.word, ""),
            )


_WHY = {
    "only": "no event could ever open a trip: no customer would be on this journey",
    "when": "no customer would ever be done this for, whatever happens to them",
}
RULE = Rule(
    code="J230",
    title="a condition that can never be true",
    severity="error",
    finds=(
        "A `where`, `when` or `only` for which no values of the declared types, within `min`, `max` and `one of`, make it true: a solver "
        "proves it. Facts of the trip are taken as they can be where an action is decided."
    ),
    why="no event could ever be this, whatever customers do: they would be here, and the map would not see them",
    fix="look at its parts: two of them exclude each other, or one excludes what is declared",
    bad="""\
journey: slow_line
title: My line is slow
trip: {starts: [test], quiet: 14d}
fields: {mbps: {number: {min: 0}}}
stages: [{id: help, title: Help}]
steps:
  - {id: test, stage: help, title: Speed test, event: test.finished, where: mbps < 1 and mbps > 10, by: self, next: [call, well]}
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
  - {id: test, stage: help, title: Speed test, event: test.finished, where: mbps < 1 or mbps > 1000, by: self, next: [call, well]}
  - {id: call, stage: help, title: I call, event: call.answered, by: person, next: [well]}
outcomes:
  - {id: well, kind: reached, event: line.well, title: It is fast again}
  - {id: left, kind: lost, event: contract.cancelled, title: I went elsewhere}
""",
    look=_look,
)
