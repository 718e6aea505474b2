"""J213."""

from collections.abc import Iterator, Mapping

from desireline.check.examples import HOUR_US, along
from desireline.check.rule import Found, Rule
from desireline.check.subject import Subject
from desireline.model import DONE, Step


def _look(subject: Subject) -> Iterator[Found]:
    pending = _surely_pending(subject)
    for step in subject.map.steps:
        if not step.promises and _waits(step, subject) and not pending.get(step.id, 0):
            visits = along(subject.way_to(step.id))
            yield Found(
                place=("steps", step.id),
                headline=f"at `{step.id}` the customer waits on the company, and nothing is promised",
                label="nothing to count on",
                example=subject.customers.make(visits, "waits, and does not know for how long", visits[-1][1] + HOUR_US),
            )


def _waits(step: Step, subject: Subject) -> bool:
    """Whether it is the company's turn after a visit: by who acts here, and who acts at the steps that come next."""
    if not subject.onward.get(step.id):
        return False
    following = [subject.map.step_by_id[to].by for to in subject.onward[step.id] if to in subject.map.step_by_id]
    only_theirs = "company" in following and set(following) <= {"company", "person"}
    no_turn_of_theirs = "bot" in following and "self" not in following
    more_to_come = not following or no_turn_of_theirs or not {"company", "person"}.isdisjoint(following)
    return only_theirs or (step.by == "company" and more_to_come)


def _surely_pending(subject: Subject) -> Mapping[str, int]:
    """For each step with visits, as bits: the promises made before it that are pending whichever prepared way was taken to it."""
    promises = [
        (step.id, promise) for step in subject.map.steps for promise in step.promises if promise.until and DONE not in promise.until
    ]
    made: dict[str, int] = {}
    kept: dict[str, int] = {}
    for number, (step, promise) in enumerate(promises):
        made[step] = made.get(step, 0) | 1 << number
        for place in promise.until:
            kept[place] = kept.get(place, 0) | 1 << number
    pending = {start: 0 for start in subject.starts if start in subject.onward}
    waiting = list(pending)
    while waiting:
        step = waiting.pop()
        after = pending[step] & ~kept.get(step, 0) | made.get(step, 0)
        for to in subject.onward.get(step, ()):
            before = pending.get(to)
            now = after & ~kept.get(to, 0) if before is None else before & after & ~kept.get(to, 0)
            if now != before:
                pending[to] = now
                waiting.append(to)
    return pending


_GOOD = """\
journey: insurance_claim
title: My bicycle was stolen
trip: {starts: [claim], quiet: 90d}
teams: {claims: {title: Claims}}
stages: [{id: claim, title: Claim}]
steps:
  - id: claim
    stage: claim
    title: I report the theft
    event: claim.sent
    by: self
    promises:
      - id: answer_soon
        title: An answer within ten days
        within: 10d
        until: [paid, refused]
        late: [{id: say_when, task: claims, title: Call and say when, due: 1d}]
    next: [looked_into]
  - {id: looked_into, stage: claim, title: They look into it, event: claim.opened, by: company, next: [paid, refused]}
outcomes:
  - {id: paid, kind: reached, event: claim.paid, title: They paid}
  - {id: refused, kind: other, event: claim.refused, title: They refused}
  - {id: cancelled, kind: lost, event: policy.cancelled, title: I left them}
"""
RULE = Rule(
    code="J213",
    title="a wait on the company without a promise",
    severity="warning",
    finds=(
        "A step without a promise where it is the company's turn next: only the company, or the company and its people, act at the "
        "steps that come next; or the company acts here, and next comes only an outcome, a bot but nothing that customers do by "
        "themselves, or also a step of the company or of a person. Who acts is known by `by`; where it is not said, nothing is found. A "
        "promise made before that is still pending on every way to the step will do."
    ),
    why="the customer waits and cannot count on anything: they will call, or leave",
    fix="promise here by when what comes next has come, and say what is done when it is late",
    bad="".join(
        line
        for line in _GOOD.splitlines(keepends=True)
        if not line.strip().startswith(("promises:", "- id: answer_soon", "title: An answer", "within:", "until:", "late:"))
    ),
    good=_GOOD,
    look=_look,
)
