"""J211."""

from collections.abc import Iterator

from desireline.check.examples import MINUTE_US, length
from desireline.check.rule import Found, Rule
from desireline.check.subject import Subject
from desireline.diagnostics import Example
from desireline.model import Promise, Step


def _look(subject: Subject) -> Iterator[Found]:
    for step in subject.map.steps:
        for promise in step.promises:
            if not promise.late and subject.is_visited(step.id):
                yield Found(
                    place=("steps", step.id, "promises", promise.id),
                    headline=f"when `{promise.id}` is broken, nothing happens",
                    label="nothing is done `late`",
                    example=_example(step, promise, subject),
                )


def _example(step: Step, promise: Promise, subject: Subject) -> Example:
    visits = subject.along(subject.way_to(step.id))
    due_us = subject.due_us(promise, visits[-1][1])
    said = f"{length(promise.within_us)} are over: it is broken, and nobody does anything"
    return subject.customers.make(visits, said, due_us + MINUTE_US)


_GOOD = """\
journey: pharmacy_refill
title: I get my medicine again
trip: {starts: [ask], quiet: 30d}
teams: {counter: {title: Counter}}
stages: [{id: refill, title: Refill}]
steps:
  - id: ask
    stage: refill
    title: I ask for a refill
    event: refill.asked
    by: self
    promises:
      - id: ready_today
        title: Ready the same day
        within: 8h
        until: [collected]
        late: [{id: call_them, task: counter, title: Call and say when it is ready, due: 1h}]
    next: [collected]
outcomes:
  - {id: collected, kind: reached, event: medicine.collected, title: I have my medicine}
  - {id: elsewhere, kind: lost, event: prescription.moved, title: I went to another pharmacy}
"""
RULE = Rule(
    code="J211",
    title="a promise with nothing done when it is broken",
    severity="warning",
    finds="A promise without `late`, at a step with visits.",
    why="the customer who counted on it waits, and waits alone",
    fix="say in `late` what is then done: a message, a task for a team, a person",
    bad="".join(line for line in _GOOD.splitlines(keepends=True) if "late:" not in line),
    good=_GOOD,
    look=_look,
)
