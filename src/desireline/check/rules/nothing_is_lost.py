"""J206."""

from collections.abc import Iterator

from desireline.check.examples import HOUR_US
from desireline.check.rule import Found, Rule
from desireline.check.subject import Subject


def _look(subject: Subject) -> Iterator[Found]:
    if any(outcome.kind == "lost" for outcome in subject.map.outcomes):
        return
    start = next((step.id for step in subject.map.steps if step.id in subject.starts and subject.is_visited(step.id)), None)
    example = None
    if start is not None:
        visits = subject.along([start])
        as_of_us = visits[0][1] + (subject.map.trip.quiet_us or 24 * HOUR_US) + HOUR_US
        example = subject.customers.make(visits, "gone to somebody else: counted like one who is busy", as_of_us)
    yield Found(
        place=("journey",), headline=f"on `{subject.map.journey}` nobody is ever lost", label="no outcome of kind `lost`", example=example
    )


_GOOD = """\
journey: open_account
title: I open an account
trip: {starts: [apply], quiet: 30d}
stages: [{id: open, title: Open}]
steps:
  - {id: apply, stage: open, title: I apply, event: application.sent, by: self, next: [opened]}
outcomes:
  - {id: opened, kind: reached, event: account.opened, title: I have an account}
  - {id: went_away, kind: lost, event: application.withdrawn, title: I went to another bank, worth: -120}
"""
RULE = Rule(
    code="J206",
    title="a map on which nobody is ever lost",
    severity="warning",
    finds="A map without an outcome of kind `lost`.",
    why="customers who leave look like customers who are quiet for a while: loss is never seen, and never mended",
    fix="add an outcome of kind `lost` with the events that show it, such as a cancellation or a withdrawal",
    bad="".join(line for line in _GOOD.splitlines(keepends=True) if "kind: lost" not in line),
    good=_GOOD,
    look=_look,
)
