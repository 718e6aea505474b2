"""J234."""

from collections.abc import Iterator

from desireline.check.asking import each_once
from desireline.check.doings import Doing
from desireline.check.examples import told
from desireline.check.laws import laws_of
from desireline.check.rule import Found, Rule
from desireline.check.situations import Situation, undecided_example
from desireline.check.subject import Subject
from desireline.conditions import Assignment


def _look(subject: Subject) -> Iterator[Found]:
    for doing in subject.doings:
        branches = doing.action.branches
        if branches and all(branch.when is not None for branch in branches):
            found = _unanswered(doing, subject)
            if found is not None:
                yield found


def _unanswered(doing: Doing, subject: Subject) -> Found | None:
    failing = each_once(branch.when for branch in doing.action.branches)
    holding = each_once([doing.action.when])
    laws = laws_of(doing, [*holding, *failing], subject.map)
    place = (*doing.place, "choose")
    answer = subject.asking.find(place, "whether a case is left without an answer", [*holding, *laws], failing)
    if not isinstance(answer, Assignment):
        return None
    last = f"`{doing.action.id}` does nothing"
    return Found(
        place=place,
        headline=f"`{doing.action.id}` leaves a case without an answer: {told(answer.values)}",
        label="no branch is for the rest",
        example=undecided_example(Situation(doing, holding, failing, answer.values), last, subject),
    )


RULE = Rule(
    code="J234",
    title="a choice that leaves a case without an answer",
    severity="warning",
    finds=(
        "A `choose` without a last branch that has no `when`, where for some customer no branch is true: as where something is not known "
        "(an unknown `when` is not true). Where the branches together cover every case, nothing is found."
    ),
    why="the customer to whom this happens gets no answer at all, and nobody decided that",
    fix="end with a branch without `when`, for everybody else; where nothing is to be done for them, allow it with the reason",
    bad="""\
journey: slow_line
title: My line is slow
trip: {starts: [test], quiet: 14d}
traits: {plan: {one of: [basic, fibre]}}
stages: [{id: help, title: Help}]
steps:
  - id: test
    stage: help
    title: Speed test
    event: test.finished
    by: self
    next: [call, well]
    do:
      - id: advice
        choose:
          - {id: cable, when: plan = 'basic', say: check_cable}
          - {id: box, when: plan = 'fibre', say: check_box}
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
traits: {plan: {one of: [basic, fibre]}}
stages: [{id: help, title: Help}]
steps:
  - id: test
    stage: help
    title: Speed test
    event: test.finished
    by: self
    next: [call, well]
    do:
      - id: advice
        choose:
          - {id: box, when: plan = 'fibre', say: check_box}
          - {id: cable, say: check_cable}
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
