"""A customer for whom conditions hold when an action is decided: on a way that the engine goes, so that it can be shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from desireline.check.examples import HOUR_US, Arrival, Visit, along, told
from desireline.conditions import Assignment, Condition, Name, Value
from desireline.diagnostics import Example

if TYPE_CHECKING:
    from desireline.check.doings import Doing
    from desireline.check.subject import Subject

_ROUNDS = 3
Values = Mapping[Name, Value | None]


def example_of(doing: Doing, values: Values, true: Sequence[Condition], not_true: Sequence[Condition], last: str, subject: Subject) -> Example:
    """A customer to whom it happens; by events, where a short way leads there. `values`: some for which it does."""
    if doing.cause == "visit" and not doing.whole.after_us and doing.step is not None:
        for visits in _ways(doing.step.id, subject):
            arrival = _arrival(doing.step.id, visits, true, not_true, subject)
            if arrival is not None:
                made = subject.customers.make(visits, f"{last}: {told(arrival[1])}", visits[-1][1], arrival=arrival)
                if made.events:
                    return made
    return Example((f"a customer with {told(values)}", last))


def _ways(step: str, subject: Subject) -> Iterator[Sequence[Visit]]:
    way = subject.way_to(step)
    for rounds in range(_ROUNDS + 1):
        yield along([*way, *[step] * rounds])
    yield along(["", step])[1:]


def _arrival(
    step: str, visits: Sequence[Visit], true: Sequence[Condition], not_true: Sequence[Condition], subject: Subject
) -> Arrival | None:
    """The last event of a way, by which the conditions come to be as they are asked for."""
    names = dict.fromkeys(name for condition in (*true, *not_true) for name in condition.inputs)
    facts = {name: (_fact(name, visits, subject),) for name in names if name.kind == "fact"}
    for event, candidates in subject.candidates.items():
        for position, candidate in enumerate(candidates):
            if candidate.id == step and candidate.kind == "step":
                before = [c.where for c in candidates[:position] if c.where is not None]
                here = [candidate.where] if candidate.where is not None else []
                found = subject.asking.find(("steps", step), "an example", [*true, *here], [*not_true, *before], facts)
                if isinstance(found, Assignment):
                    return event, {name: value for name, value in found.values.items() if name.kind != "fact"}
    return None


def _fact(name: Name, visits: Sequence[Visit], subject: Subject) -> Value:
    """A fact of a trip just before the last of its visits, all on one channel."""
    *before, (place, at_us) = visits
    match name.id:
        case "visits":
            return sum(step == name.argument for step, _ in before)
        case "elapsed":
            return at_us - visits[0][1]
        case "move":
            return subject.move_of([step for step, _ in visits])
        case "broken_promises":
            return 0
        case "open":
            return bool(before) and name.argument == subject.map.journey
        case _:
            return False
