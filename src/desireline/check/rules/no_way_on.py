"""J203."""

from collections.abc import Iterator

from desireline.check.examples import HOUR_US
from desireline.check.rule import Found, Rule
from desireline.check.subject import Subject
from desireline.diagnostics import Example


def _look(subject: Subject) -> Iterator[Found]:
    # Without outcomes every trip ends by going quiet, and some step is the last one on purpose.
    for step in subject.map.steps if subject.map.outcomes else ():
        if not step.aftercare and not subject.ways[step.id]:
            yield Found(
                place=("steps", step.id),
                headline=f"after `{step.id}` nothing is prepared",
                label="no way on" if not step.next else "only aftercare comes next",
                example=_example(step.id, subject),
            )


def _example(place: str, subject: Subject) -> Example | None:
    visits = subject.along(subject.way_to(place))
    if not visits:
        return None
    quiet_us = subject.map.trip.quiet_us
    as_of_us = visits[-1][1] + (30 * 24 * HOUR_US if quiet_us is None else quiet_us + HOUR_US)
    return subject.customers.make(visits, "still here: nothing was prepared", as_of_us)


RULE = Rule(
    code="J203",
    title="a step with no way on",
    severity="error",
    finds=(
        "A step, not aftercare, whose `next` names nothing that a trip can come to. Where a map has no outcomes at all, trips only end by "
        "going quiet, and nothing is found."
    ),
    why="a customer who is here has nowhere to go: the journey breaks off without an end",
    fix="say in `next` which steps or outcomes are prepared for after it",
    bad="""\
journey: parcel_return
title: I send a parcel back
trip: {starts: [label], quiet: 30d}
stages: [{id: send_back, title: Send back}]
steps:
  - {id: label, stage: send_back, title: Print the label, event: label.printed, by: self, next: [drop_off, refunded]}
  - {id: drop_off, stage: send_back, title: Drop it off, event: parcel.dropped, by: self}
outcomes:
  - {id: refunded, kind: reached, event: refund.paid, title: I have my money back}
  - {id: kept, kind: lost, event: return.expired, title: I kept it after all}
""",
    good="""\
journey: parcel_return
title: I send a parcel back
trip: {starts: [label], quiet: 30d}
stages: [{id: send_back, title: Send back}]
steps:
  - {id: label, stage: send_back, title: Print the label, event: label.printed, by: self, next: [drop_off, refunded]}
  - {id: drop_off, stage: send_back, title: Drop it off, event: parcel.dropped, by: self, next: [refunded]}
outcomes:
  - {id: refunded, kind: reached, event: refund.paid, title: I have my money back}
  - {id: kept, kind: lost, event: return.expired, title: I kept it after all}
""",
    look=_look,
)
