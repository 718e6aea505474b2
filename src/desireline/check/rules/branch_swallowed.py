"""J235."""

from collections.abc import Iterator

from desireline.check.asking import each_once
from desireline.check.laws import laws_of
from desireline.check.rule import Found, Rule
from desireline.check.subject import Subject


def _look(subject: Subject) -> Iterator[Found]:
    for doing in subject.doings:
        branches = doing.action.branches
        for position, branch in enumerate(branches[1:], start=1):
            before = branches[:position]
            if any(earlier.when is None for earlier in before):
                break  # the reader of the map reports it
            here, earlier = each_once([doing.action.when, branch.when]), each_once(b.when for b in before)
            laws = laws_of(doing, [*here, *earlier], subject.map)
            place = (*doing.place, "choose", branch.id)
            asked = "whether the branch can be taken"
            if not subject.asking.is_impossible(place, asked, [*here, *laws], earlier):
                continue
            # One that can never be true in itself is found by J230, and one whose choice never is as well.
            if subject.asking.is_impossible(place, asked, [*here, *laws]):
                continue
            takers = [b for b in before if b.when and subject.asking.is_impossible(place, asked, [*here, *laws], [b.when])][:1] or before
            names = " or ".join(f"`{taker.id}`" for taker in takers)
            yield Found(
                place=place,
                headline=f"branch `{branch.id}` is never taken: {names} always comes first",
                label="always taken before",
                near=tuple((taker.id, (*doing.place, "choose", taker.id)) for taker in takers[:3]),
            )


RULE = Rule(
    code="J235",
    title="a branch that earlier ones swallow",
    severity="error",
    finds=(
        "A branch of a `choose` that can be true, but only where an earlier branch is true as well: the first true one is taken. Earlier "
        "branches are taken together, by a solver, and facts of the trip as they can be there."
    ),
    why="the customers for whom it was written get another answer, every time",
    fix="move it before the branch that swallows it, or narrow that one",
    bad="""\
journey: slow_line
title: My line is slow
trip: {starts: [test], quiet: 14d}
stages: [{id: help, title: Help}]
teams: {care: {title: Care}}
steps:
  - id: test
    stage: help
    title: Speed test
    event: test.finished
    by: self
    next: [test, call, well]
    do:
      - id: advice
        choose:
          - {id: second_time, when: visits('test') >= 1, say: check_box}
          - {id: fourth_time, when: visits('test') >= 3, handoff: care, due: 1h}
          - {id: first_time, say: check_cable}
  - {id: call, stage: help, title: I call, event: call.answered, by: person, next: [well]}
outcomes:
  - {id: well, kind: reached, event: line.well, title: It is fast again}
  - {id: left, kind: lost, event: contract.cancelled, title: I went elsewhere}
messages:
  check_cable: {app: {en: "Is the cable plugged in?"}}
  check_box: {app: {en: "Is the light on the box green?"}}
""",
    good="""\
journey: slow_line
title: My line is slow
trip: {starts: [test], quiet: 14d}
stages: [{id: help, title: Help}]
teams: {care: {title: Care}}
steps:
  - id: test
    stage: help
    title: Speed test
    event: test.finished
    by: self
    next: [test, call, well]
    do:
      - id: advice
        choose:
          - {id: fourth_time, when: visits('test') >= 3, handoff: care, due: 1h}
          - {id: second_time, when: visits('test') >= 1, say: check_box}
          - {id: first_time, say: check_cable}
  - {id: call, stage: help, title: I call, event: call.answered, by: person, next: [well]}
outcomes:
  - {id: well, kind: reached, event: line.well, title: It is fast again}
  - {id: left, kind: lost, event: contract.cancelled, title: I went elsewhere}
messages:
  check_cable: {app: {en: "Is the cable plugged in?"}}
  check_box: {app: {en: "Is the light on the box green?"}}
""",
    look=_look,
)
