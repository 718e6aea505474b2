"""J233."""

from collections.abc import Iterator

from desireline.check.matches import Later, example_event, laters_of, named, place_of
from desireline.check.rule import Found, Place, Rule
from desireline.check.subject import Subject
from desireline.conditions import Assignment
from desireline.diagnostics import Example
from desireline.model import Candidate


def _look(subject: Subject) -> Iterator[Found]:
    for later in laters_of(subject):
        takers = _takers(later, subject)
        if takers:
            yield Found(
                place=_event_place(later, subject),
                headline=f"`{later.event}` is never {named(later.candidate)}: {' or '.join(map(named, takers))} always comes first",
                label="always taken before",
                near=tuple((taker.id, place_of(taker)) for taker in takers[:3]),
                example=_example(later, takers[0], subject),
            )


def _takers(later: Later, subject: Subject) -> list[Candidate]:
    """Those before it that take all that it could be; none where something is left, or where it could never be anything at all."""
    here = [later.candidate.where] if later.candidate.where is not None else []
    before = [c for c in later.before if c.where is not None]
    place, question = _event_place(later, subject), "whether earlier ones take all of it"
    if here and subject.asking.is_impossible((*place_of(later.candidate), "where"), "whether it can be true", here):
        return []
    # What comes before without a condition takes everything: that needs no solver, and J207 finds it.
    conditions = [c.where for c in before if c.where is not None]
    if not before or len(before) < len(later.before) or not subject.asking.is_impossible(place, question, here, conditions):
        return []
    alone = [c for c in before if c.where is not None and subject.asking.is_impossible(place, question, here, [c.where])]
    return alone[:1] or before


def _event_place(later: Later, subject: Subject) -> Place:
    candidate = later.candidate
    if candidate.kind == "done":
        return ("steps", candidate.id, "done", subject.map.step_by_id[candidate.id].done.index(later.event))
    nouns = subject.map.scores if candidate.kind == "score" else (subject.place_by_id[candidate.id],)
    events = next(noun.events for noun in nouns if noun.id == candidate.id)
    return (*place_of(candidate), "event", events.index(later.event))


def _example(later: Later, taker: Candidate, subject: Subject) -> Example:
    conditions = [c.where for c in (taker, later.candidate) if c.where is not None]
    answer = subject.asking.find(_event_place(later, subject), "an example of it", conditions)
    values = answer.values if isinstance(answer, Assignment) else {}
    return example_event(later.event, taker, values, f"it is {named(taker)}, and never {named(later.candidate)}", subject)


RULE = Rule(
    code="J233",
    title="a place whose event is always taken before",
    severity="error",
    finds=(
        "An event name of an outcome, a step, its `done` or a score that can never be it: what is tried before takes every such event by "
        "its `where`, outcomes first, then steps in file order, then `done`, then scores. Conditions of those before are taken together."
    ),
    why="customers who are here are counted elsewhere, and nothing that is prepared here is ever done",
    fix="move it before what takes its events, or give that a `where`",
    bad="""\
journey: slow_line
title: My line is slow
trip: {starts: [slow, dead], quiet: 14d}
fields: {mbps: {number: {min: 0}}}
stages: [{id: help, title: Help}]
steps:
  - {id: slow, stage: help, title: It is slow, event: test.finished, where: mbps < 10, by: self, next: [call, well]}
  - {id: dead, stage: help, title: It is dead, event: test.finished, where: mbps < 0.1, by: self, next: [call, well]}
  - {id: call, stage: help, title: I call, event: call.answered, by: person, next: [well]}
outcomes:
  - {id: well, kind: reached, event: line.well, title: It is fast again}
  - {id: left, kind: lost, event: contract.cancelled, title: I went elsewhere}
""",
    good="""\
journey: slow_line
title: My line is slow
trip: {starts: [slow, dead], quiet: 14d}
fields: {mbps: {number: {min: 0}}}
stages: [{id: help, title: Help}]
steps:
  - {id: dead, stage: help, title: It is dead, event: test.finished, where: mbps < 0.1, by: self, next: [call, well]}
  - {id: slow, stage: help, title: It is slow, event: test.finished, where: mbps < 10, by: self, next: [call, well]}
  - {id: call, stage: help, title: I call, event: call.answered, by: person, next: [well]}
outcomes:
  - {id: well, kind: reached, event: line.well, title: It is fast again}
  - {id: left, kind: lost, event: contract.cancelled, title: I went elsewhere}
""",
    look=_look,
)
