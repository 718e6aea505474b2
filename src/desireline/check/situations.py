"""Customers for whom conditions hold when an action of a visit is decided, on ways that the engine confirms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desireline.check.examples import HOUR_US, Arrival, Values, Visit, along, told
from desireline.conditions import Assignment, Condition, Name, Value
from desireline.diagnostics import Example
from desireline.model import Event, parse_instant_us, ways_of

if TYPE_CHECKING:
    from desireline.check.doings import Doing
    from desireline.check.subject import Subject

_ROUNDS = 4


@dataclass(frozen=True, slots=True)
class Situation:
    """What is asked of conditions when something is decided; `values`: some for which it is so."""

    doing: Doing
    true: Sequence[Condition]
    not_true: Sequence[Condition]
    values: Values


def undecided_example(situation: Situation, last: str, subject: Subject) -> Example:
    """A customer for whom the action is not decided; with events, where the engine confirms it of a short way there."""
    doing = situation.doing
    if doing.cause == "visit" and not doing.whole.after_us and doing.step is not None:
        for visits in _ways(doing.step.id, subject):
            for arrival in _arrivals(doing.step.id, visits, situation, subject):
                made = subject.customers.make(visits, f"{last}: {told(arrival[1])}", visits[-1][1], arrival=arrival)
                if made.events and doing.whole.id not in _decided_last(made, subject):
                    return made
    return Example((f"a customer: {told(situation.values)}", last))


def _ways(step: str, subject: Subject) -> Iterator[Sequence[Visit]]:
    """Ways to a step: the shortest, and some that come back."""
    way = subject.way_to(step)
    others = [to for to in subject.onward.get(step, ()) if to in subject.map.step_by_id and to != step]
    for rounds in range(_ROUNDS):
        yield along([*way, *[step] * rounds])
        yield from (along([*way, *[other, step] * rounds]) for other in others[:1] if rounds)


def _arrivals(step: str, visits: Sequence[Visit], situation: Situation, subject: Subject) -> Iterator[Arrival]:
    """Last events of a way, by which the conditions come to be as they are asked for."""
    true, not_true = situation.true, situation.not_true
    names = dict.fromkeys(name for condition in (*true, *not_true) for name in condition.inputs)
    facts = {name: (_fact(name, visits, subject),) for name in names if name.kind == "fact"}
    for event in subject.map.step_by_id[step].events:
        candidates = subject.candidates[event]
        position = next(at for at, c in enumerate(candidates) if (c.kind, c.id) == ("step", step))
        wheres = [c.where for c in candidates[: position + 1]]
        if None in wheres[:-1]:
            continue
        only = subject.map.trip.only if len(visits) == 1 else None
        here = [c for c in (wheres[-1], only) if c is not None]
        before = [c for c in wheres[:-1] if c is not None]
        found = subject.asking.find(situation.doing.place, "an example of it", [*true, *here], [*not_true, *before], facts)
        if isinstance(found, Assignment):
            yield event, {name: value for name, value in found.values.items() if name.kind != "fact"}


def _fact(name: Name, visits: Sequence[Visit], subject: Subject) -> Value:
    """What a fact is likely to be just before the last of some visits; the engine has the last word."""
    steps = [place for place, _ in visits]
    match name.id:
        case "visits":
            return steps[:-1].count(str(name.argument))
        case "elapsed":
            return visits[-1][1] - visits[0][1]
        case "move":
            return _move(steps, subject)
        case "broken_promises":
            return sum(p.within_us < HOUR_US for step in steps[:-1] for p in subject.map.step_by_id[step].promises)
        case "open":
            return len(steps) > 1 and name.argument == subject.map.journey
        case _:
            return False


def _move(steps: Sequence[str], subject: Subject) -> str:
    *before, last = steps
    ways = ways_of(subject.map)
    if not before:
        return "start" if last in ways.starts else "joined"
    if last in ways.expected[before[-1]]:
        return "expected"
    return "repeat" if last == before[-1] else "back" if last in before else "skip" if last in ways.reachable[before[-1]] else "jump"


def _decided_last(example: Example, subject: Subject) -> set[str]:
    """The actions that the engine decides because of the last event."""
    from desireline.engine import rebuild

    events = events_of(example)
    effects = rebuild(subject.program, events, events[-1].time_us).effects
    return {effect.action for effect in effects if effect.event == events[-1].id}


def events_of(example: Example) -> list[Event]:
    """An example customer's events, as the engine takes them."""
    return [
        Event(id=e.id, time_us=parse_instant_us(e.time), customer=e.customer, name=e.name, channel=e.channel, properties=dict(e.properties))
        for e in example.events
    ]
