"""J252."""

from collections.abc import Iterator

from desireline.check.examples import MINUTE_US
from desireline.check.graph import turned, ways_from
from desireline.check.rule import Found, Rule
from desireline.check.subject import Subject
from desireline.model import DONE


def _look(subject: Subject) -> Iterator[Found]:
    back = turned(subject.ways)
    leading: dict[tuple[str, ...], set[str]] = {}
    for step in subject.map.steps:
        for promise in step.promises if subject.is_visited(step.id) else ():
            if not promise.until or DONE in promise.until:
                continue
            if promise.until not in leading:
                # Whoever is lost is lost from anywhere.
                lost = any(o.kind == "lost" and o.id in promise.until for o in subject.map.outcomes)
                before = (place for until in promise.until for place in back.get(until, ()))
                leading[promise.until] = {s.id for s in subject.map.steps} if lost else set(ways_from(before, back))
            # Where a way breaks off, it may be the one that leads there.
            if step.id not in leading[promise.until] and step.id not in subject.breaks_off:
                visits = subject.along(subject.way_to(step.id))
                yield Found(
                    place=("steps", step.id, "promises", promise.id, "until"),
                    headline=f"from `{step.id}` no way leads to what `{promise.id}` waits for",
                    label="cannot be kept as prepared",
                    near=tuple((place, ("steps" if place in subject.map.step_by_id else "outcomes", place)) for place in promise.until),
                    example=subject.customers.make(
                        visits, f"`{promise.id}` is broken, whichever way was taken", subject.due_us(promise, visits[-1][1]) + MINUTE_US
                    ),
                )


_GOOD = """\
journey: parcel_home
title: My parcel comes home
trip: {starts: [order], quiet: 30d}
teams: {service: {title: Service}}
stages: [{id: get, title: Get it}]
steps:
  - id: order
    stage: get
    title: I order
    event: order.placed
    by: self
    promises:
      - id: here_in_three_days
        title: With you in three days
        within: 3d
        until: [delivered]
        late: [{id: say_sorry, task: service, title: Write when it comes, due: 1d}]
    next: [delivered, pick_up]
  - {id: pick_up, stage: get, title: I fetch it at the shop, event: parcel.waiting, by: self, next: [fetched]}
outcomes:
  - {id: delivered, kind: reached, event: parcel.delivered, title: It is here}
  - {id: fetched, kind: reached, event: parcel.fetched, title: I fetched it}
  - {id: sent_back, kind: lost, event: parcel.sent_back, title: It went back}
"""
RULE = Rule(
    code="J252",
    title="a promise that no prepared way can keep",
    severity="error",
    finds=(
        "A promise whose `until` names only steps and outcomes to which no way along `next` leads from its own step. One that is kept by "
        "`done`, by anything, or by a loss is not meant. Found once no way from the step breaks off (J203)."
    ),
    why="what the customer was promised lies on no way that was prepared for them",
    fix="name in `until` what comes after this step, or lead a way there",
    bad=_GOOD.replace("until: [delivered]", "until: [order]"),
    good=_GOOD,
    look=_look,
)
