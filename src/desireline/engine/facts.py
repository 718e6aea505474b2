"""Conditions bound to what the engine has at hand: an event for `where` and `only`, a trip at a moment for `when`."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

import msgspec

from desireline.conditions import Condition, Name, Value
from desireline.conditions.types import READERS
from desireline.engine.state import OPEN_TRIP, State, TripState, VisitState
from desireline.model import MOVES, Event

OpenElsewhere = Callable[[int], Collection[str]]
"""For `open('…')`: given a moment (UTC microseconds), the other journeys on which the customer has an open trip just before it."""
EventTest = Callable[[Event, Mapping[str, Value]], bool]
"""Whether a condition is true of an event, given its customer's traits. Unknown is not true."""


def nowhere_else(_: int) -> Collection[str]:
    """The customer of one map: there is no other to have an open trip on."""
    return ()


class Situation(msgspec.Struct, gc=False):
    """A trip just before a moment. `visit`: the latest one by then; where a visit is being made, itself, and the trip is without it yet."""

    state: State
    trip: TripState
    visit: VisitState
    moment_us: int
    clock_us: int | None
    open_elsewhere: OpenElsewhere


SituationTest = Callable[[Situation], bool]


def bind_where(condition: Condition) -> EventTest:
    """A condition without facts, as a function of an event and the customer's traits."""
    evaluate = condition.evaluate
    if len(condition.inputs) == 1 and condition.inputs[0].kind == "field":
        return _bind_single_field(condition.inputs[0], evaluate)
    readers = tuple(_event_reader(name) for name in condition.inputs)
    return lambda event, traits: evaluate(*[read(event, traits) for read in readers]) is True


def _bind_single_field(name: Name, evaluate: Callable[..., bool | None]) -> EventTest:
    """The same as the general form, for the commonest condition, in fewer calls."""
    id_, read = name.id, READERS[name.type.kind]

    def test(event: Event, _: Mapping[str, Value]) -> bool:
        raw = event.properties.get(id_)
        return evaluate(None if raw is None else read(raw)) is True

    return test


def _event_reader(name: Name) -> Callable[[Event, Mapping[str, Value]], Value | None]:
    id_, read = name.id, name.type.read
    if name.kind == "field":
        return lambda event, _: read(event.properties.get(id_))
    if name.kind == "trait":
        return lambda _, traits: traits.get(id_)
    return lambda event, _: event.channel


def bind_when(condition: Condition, journey: str, place_of: Mapping[str, int], field_at: Mapping[str, int]) -> SituationTest:
    """A condition on an action, as a function of a situation. Fields are those last known in the trip (`field_at`: where in `known`)."""
    evaluate = condition.evaluate
    readers = tuple(_situation_reader(name, journey, place_of, field_at) for name in condition.inputs)
    if len(readers) == 1:
        (read_only,) = readers
        return lambda situation: evaluate(read_only(situation)) is True
    if len(readers) == 2:
        read_first, read_second = readers
        return lambda situation: evaluate(read_first(situation), read_second(situation)) is True
    return lambda situation: evaluate(*[read(situation) for read in readers]) is True


def values_when(
    condition: Condition, journey: str, place_of: Mapping[str, int], field_at: Mapping[str, int]
) -> Callable[[Situation], tuple[Value | None, ...]]:
    """What a condition on an action is held against: the values of its inputs, in their order. See `bind_when`."""
    readers = tuple(_situation_reader(name, journey, place_of, field_at) for name in condition.inputs)
    return lambda situation: tuple(read(situation) for read in readers)


def _situation_reader(
    name: Name, journey: str, place_of: Mapping[str, int], field_at: Mapping[str, int]
) -> Callable[[Situation], Value | None]:
    id_ = name.id
    if name.kind == "field":
        at = field_at[id_]
        return lambda s: s.trip.known[at]
    if name.kind == "trait":
        return lambda s: s.state.traits.get(id_)
    if name.kind == "channel":
        return lambda s: s.visit.channel
    if id_ == "visits":
        place = place_of.get(name.argument or "", -1)
        return lambda s: s.trip.counts.get(place, 0)
    if id_ == "open":
        return _is_open_here if name.argument == journey else lambda s: name.argument in s.open_elsewhere(s.moment_us)
    return _PLAIN_FACTS[id_]


def _is_open_here(situation: Situation) -> bool:
    return any(trip.how == OPEN_TRIP and trip.visit.seq >= 0 for trip in situation.state.trips)


_PLAIN_FACTS: Mapping[str, Callable[[Situation], Any]] = {
    "elapsed": lambda s: s.moment_us - s.trip.id[0],
    "move": lambda s: MOVES[s.visit.move],
    "changed_channel": lambda s: s.visit.changed,
    "broken_promises": lambda s: s.trip.broken,
    "again": lambda s: s.trip.again,
}
