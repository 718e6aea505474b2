"""J232."""

from collections.abc import Iterator

from desireline.check.matches import Later, example_event, laters_of, named, place_of
from desireline.check.rule import Found, Rule
from desireline.check.subject import Subject
from desireline.conditions import Assignment
from desireline.model import Candidate

_MOST_PAIRS = 5_000


def _look(subject: Subject) -> Iterator[Found]:
    asked = 0
    told: set[frozenset[tuple[str, str]]] = set()
    for later in laters_of(subject):
        if later.candidate.where is None:
            continue
        for position, earlier in enumerate(later.before):
            pair = frozenset({(earlier.kind, earlier.id), (later.candidate.kind, later.candidate.id)})
            if earlier.where is None or pair in told:
                continue
            asked += 1
            if asked > _MOST_PAIRS:
                subject.asking.leave_open(place_of(later.candidate), "whether others can be it too", "there are too many to hold together")
                return
            found = _both(earlier, later, later.before[:position], subject)
            if found is not None:
                told.add(pair)
                yield found


def _both(earlier: Candidate, later: Later, before: tuple[Candidate, ...], subject: Subject) -> Found | None:
    """An event that both could be, where neither condition is part of the other."""
    first, second = earlier.where, later.candidate.where
    assert first is not None
    assert second is not None
    place = (*place_of(later.candidate), "where")
    others = [c.where for c in before if c.where is not None]
    if any(c.where is None for c in before):
        return None
    question = f"whether an event can also be {named(earlier)}"
    answer = subject.asking.find(place, question, [first, second], others)
    if not isinstance(answer, Assignment):
        return None
    parts = ([first], [second]), ([second], [first])
    if any(subject.asking.is_impossible(place, question, holds, fails) for holds, fails in parts):
        return None
    last = f"it is {named(earlier)} and could as well be {named(later.candidate)}"
    return Found(
        place=place,
        headline=f"one event can be {named(earlier)} and {named(later.candidate)}: `{later.event}`",
        label=f"also true of what is {named(earlier)}",
        near=((earlier.id, (*place_of(earlier), "where")),),
        example=example_event(later.event, earlier, answer.values, last, subject),
    )


RULE = Rule(
    code="J232",
    title="two places that one event can be at once",
    severity="warning",
    finds=(
        "Two outcomes, steps or scores with the same event name, each with `where`, where one event can be both. The first is taken "
        "(outcomes before steps before scores, each in the order of the file), without a word. Nothing is found where the order says what"
        " is meant: one condition is part of the other, or the later has no `where`."
    ),
    why="which of the two the customer is at hangs on the order of lines in a file, and what is prepared at the other is not done",
    fix="add to one `where` what leaves the other out",
    bad="""\
journey: slow_line
title: My line is slow
trip: {starts: [slow, shaky], quiet: 14d}
fields: {mbps: {number: {min: 0}}, losses: {integer: {min: 0}}}
stages: [{id: help, title: Help}]
steps:
  - {id: slow, stage: help, title: It is slow, event: test.finished, where: mbps < 1, by: self, next: [call, well]}
  - {id: shaky, stage: help, title: It comes and goes, event: test.finished, where: losses > 3, by: self, next: [call, well]}
  - {id: call, stage: help, title: I call, event: call.answered, by: person, next: [well]}
outcomes:
  - {id: well, kind: reached, event: line.well, title: It is fast again}
  - {id: left, kind: lost, event: contract.cancelled, title: I went elsewhere}
""",
    good="""\
journey: slow_line
title: My line is slow
trip: {starts: [slow, shaky], quiet: 14d}
fields: {mbps: {number: {min: 0}}, losses: {integer: {min: 0}}}
stages: [{id: help, title: Help}]
steps:
  - {id: slow, stage: help, title: It is slow, event: test.finished, where: mbps < 1, by: self, next: [call, well]}
  - {id: shaky, stage: help, title: It comes and goes, event: test.finished, where: losses > 3 and mbps >= 1, by: self, next: [call, well]}
  - {id: call, stage: help, title: I call, event: call.answered, by: person, next: [well]}
outcomes:
  - {id: well, kind: reached, event: line.well, title: It is fast again}
  - {id: left, kind: lost, event: contract.cancelled, title: I went elsewhere}
""",
    look=_look,
)
