"""J213."""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence

from desireline.check.rule import Found, Rule
from desireline.check.subject import Subject
from desireline.diagnostics import Example
from desireline.model import DONE, Step

_MOST_STATES = 5_000


def _look(subject: Subject) -> Iterator[Found]:
    promised = _Promised(subject)
    pending = promised.surely_pending()
    for step in subject.map.steps:
        if not step.promises and not pending.get(step.id, 0) and _waits(step, subject):
            yield Found(
                place=("steps", step.id),
                headline=f"at `{step.id}` the customer waits on the company, and nothing is promised",
                label="nothing to count on",
                example=_example(promised.way_without(step.id), subject),
            )


def _example(way: Sequence[str] | None, subject: Subject) -> Example | None:
    if way is None:
        return None
    visits = subject.along(way)
    return subject.customers.make(visits, "waits, and does not know for how long", visits[-1][1] + subject.pace_us)


def _waits(step: Step, subject: Subject) -> bool:
    """Whether it is the company's turn after a visit: by who acts here, and who acts at the steps that come next."""
    if not subject.onward.get(step.id):
        return False
    following = [subject.map.step_by_id[to].by for to in subject.onward[step.id] if to in subject.map.step_by_id]
    only_theirs = "company" in following and set(following) <= {"company", "person"}
    no_turn_of_theirs = "self" not in following and not {"bot", "person"}.isdisjoint(following)
    more_to_come = not following or no_turn_of_theirs or "company" in following
    return only_theirs or (step.by == "company" and more_to_come)


class _Promised:
    """Sets of promises, as bits: `made` at a step, `kept` by coming to a place. Those that the end of work may keep are left out."""

    def __init__(self, subject: Subject) -> None:
        self._subject = subject
        self._made: dict[str, int] = {}
        self._kept: dict[str, int] = {}
        waiting = [(step.id, p) for step in subject.map.steps for p in step.promises if p.until and DONE not in p.until]
        for number, (step, promise) in enumerate(waiting):
            self._made[step] = self._made.get(step, 0) | 1 << number
            for place in promise.until:
                self._kept[place] = self._kept.get(place, 0) | 1 << number

    def _moved(self, place: str, to: str, pending: int) -> int:
        """What is pending after a move, given what was before the visit that it leaves."""
        return (pending | self._made.get(place, 0)) & ~self._kept.get(to, 0)

    def surely_pending(self) -> Mapping[str, int]:
        """For each step with visits: the promises made before it that are pending whichever prepared way was taken to it."""
        pending = {start: 0 for start in self._subject.starts if start in self._subject.onward}
        waiting = list(pending)
        while waiting:
            step = waiting.pop()
            for to in self._subject.onward.get(step, ()):
                before = pending.get(to)
                now = self._moved(step, to, pending[step]) & (-1 if before is None else before)
                if now != before:
                    pending[to] = now
                    waiting.append(to)
        return pending

    def way_without(self, goal: str) -> Sequence[str] | None:
        """A way on which no promise is pending when the customer comes to a step; None: none was found among the first ones."""
        first = [(start, 0) for start in self._subject.starts if start in self._subject.onward]
        before: dict[tuple[str, int], tuple[str, int] | None] = dict.fromkeys(first)
        waiting = deque(first)
        while waiting and len(before) < _MOST_STATES:
            state = waiting.popleft()
            if state == (goal, 0):
                return _places(state, before)
            for to in self._subject.onward.get(state[0], ()):
                following = (to, self._moved(state[0], to, state[1]))
                if following not in before:
                    before[following] = state
                    waiting.append(following)
        return None


def _places(state: tuple[str, int], before: Mapping[tuple[str, int], tuple[str, int] | None]) -> list[str]:
    way = [state[0]]
    previous = before[state]
    while previous is not None:
        way.append(previous[0])
        previous = before[previous]
    return way[::-1]


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
        "steps that come next; or the company acts here, and next comes only an outcome, a bot or a person but nothing that customers do "
        "by themselves, or also a step of the company. Who acts is known by `by`; where it is not said, nothing is found. A promise made "
        "before that is still pending on every way to the step will do."
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
