"""Example customers: visits at times, as lines for people and as events that the map itself reads as those visits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cached_property
from itertools import islice, product

from desireline.check.subject import Subject
from desireline.conditions import Condition, Name, Value
from desireline.conditions.turning import literals_of, turning_values
from desireline.diagnostics import Example, ExampleEvent
from desireline.model import DONE, IDENTIFY, Candidate, PropertyValue, candidates_by_name, format_duration, format_instant

MONDAY_US = 1_772_445_600_000_000
"""2026-03-02T10:00:00Z, when example customers set out."""
MINUTE_US = 60_000_000
HOUR_US = 60 * MINUTE_US
CUSTOMER = "ann"
_TRIES = 2_000
_ROUND = (86_400_000_000, HOUR_US, MINUTE_US, 1_000_000)
_MOST_LINES = 16
_MOST_VISITS = 20_000
"""In all examples of a map; those beyond are told without events, so that broken maps of any size are checked in bounded time."""
Values = Mapping[Name, Value | None]
Visit = tuple[str, int]
"""A step or outcome, and when it is come to."""
Arrival = tuple[str, Values]
"""The name of an event, and what it carries or is known of the customer by then."""


def along(way: Sequence[str], start_us: int = MONDAY_US, each_us: int = HOUR_US) -> list[Visit]:
    """Visits at the places of a way, one after the other."""
    return [(place, start_us + position * each_us) for position, place in enumerate(way)]


class ExampleCustomers:
    """Makes example customers of one map."""

    def __init__(self, subject: Subject) -> None:
        self._map = subject.map
        self._titles = {place: noun.title for place, noun in subject.place_by_id.items()}
        self._left = _MOST_VISITS
        self._shown: dict[tuple[str, str | None, bool], tuple[str, Values] | None] = {}

    def make(
        self,
        visits: Sequence[Visit],
        last: str,
        as_of_us: int,
        channels: Sequence[str | None] = (),
        arrival: Arrival | None = None,
    ) -> Example:
        """A customer with these visits, and what is to be said at the end.

        channels  where, as far as that matters
        arrival   the event of the last visit, where it matters which
        """
        where = [*channels, *[None] * (len(visits) - len(channels))]
        lines = self._lines(visits)
        self._left -= len(visits)
        events = self._events(visits, where, arrival) if self._left >= 0 else ()
        return Example((*lines, f"{moment(as_of_us)}  {last}"), events, format_instant(as_of_us) if events else None)

    def _lines(self, visits: Sequence[Visit]) -> list[str]:
        """A line for each visit; of many, the first and the last."""
        left_out = len(visits) - _MOST_LINES
        head, tail = (visits, []) if left_out <= 0 else (visits[: _MOST_LINES // 2], visits[-_MOST_LINES // 2 :])
        lines = [f"{moment(at_us)}  {self._titles[place]}" for place, at_us in (*head, *tail)]
        return lines if left_out <= 0 else [*lines[: len(head)], f"… {left_out:,} visits more …", *lines[len(head) :]]

    def _events(self, visits: Sequence[Visit], channels: Sequence[str | None], arrival: Arrival | None) -> tuple[ExampleEvent, ...]:
        events: list[ExampleEvent] = []
        known: dict[Name, Value] = {}
        for position, ((place, at_us), channel) in enumerate(zip(visits, channels, strict=True)):
            is_last = arrival is not None and position == len(visits) - 1
            shown = arrival if is_last else self._event_of(place, channel, opening=position == 0)
            if shown is None:
                return ()
            name, values = shown
            given = {n: value for n, value in values.items() if value is not None}
            where = next((str(value) for n, value in given.items() if n.kind == "channel"), channel or self._usual(place))
            carried = {n: value for n, value in given.items() if n.kind == "field"}
            telling = {n: value for n, value in given.items() if n.kind == "trait" and known.get(n) != value}
            known |= telling
            if name == IDENTIFY:
                carried |= telling
            elif telling:
                if IDENTIFY in self._candidates:
                    return ()  # what tells it would be a visit
                events.append(_event(len(events), at_us, IDENTIFY, None, _raw(telling)))
            if not self._is_at(place, name, {**carried, **known}, where):
                return ()
            events.append(_event(len(events), at_us, name, where, {**self._key, **_raw(carried)}))
        return tuple(events)

    def _is_at(self, place: str, event: str, values: Values, channel: str | None) -> bool:
        """Whether an event that carries this, of a customer of whom this is known, is a visit there."""

        def value_of(name: Name) -> Value | None:
            return channel if name.kind == "channel" else self._per(name)[0] if self._per(name) else values.get(name)

        candidates = self._candidates[event]
        names = {name for candidate in candidates if candidate.where is not None for name in candidate.where.inputs}
        return _first(candidates, {name: value_of(name) for name in names}) == place

    def _usual(self, place: str) -> str | None:
        step = self._map.step_by_id.get(place)
        return step.channels[0] if step is not None and step.channels else None

    @cached_property
    def _key(self) -> dict[str, PropertyValue]:
        per = self._map.trip.per
        if per is None:
            return {}
        type_ = self._map.fields[per]
        tried: tuple[PropertyValue, ...] = (f"{CUSTOMER}-1", 1, True, format_instant(MONDAY_US), *type_.values[:1])
        return {per: next((raw for raw in tried if type_.read(raw) is not None and (not type_.values or raw in type_.values)), None)}

    def _event_of(self, place: str, channel: str | None, *, opening: bool) -> tuple[str, Values] | None:
        """The name and values of an event that is a visit there; None where none was found."""
        asked = (place, channel, opening)
        if asked not in self._shown:
            self._shown[asked] = next(self._found(place, channel, opening), None)
        return self._shown[asked]

    @cached_property
    def _candidates(self) -> Mapping[str, tuple[Candidate, ...]]:
        return candidates_by_name(self._map)

    def _found(self, place: str, channel: str | None, opening: bool) -> Iterator[tuple[str, Values]]:
        noun = self._map.step_by_id.get(place) or self._map.outcome_by_id[place]
        only = self._map.trip.only if opening else None
        for event in noun.events:
            candidates = self._candidates[event]
            conditions = [c.where for c in candidates if c.where is not None] + ([only] if only is not None else [])
            for values in islice(self._assignments(event, conditions, channel or self._usual(place)), _TRIES):
                if (only is None or _holds(only, values)) and _first(candidates, values) == place:
                    yield event, values

    def _assignments(self, event: str, conditions: Sequence[Condition], channel: str | None) -> Iterator[Values]:
        names = list(dict.fromkeys(name for condition in conditions for name in condition.inputs))
        literals = literals_of(condition.expression for condition in conditions)
        tried = [self._only_value(name, event, channel) or turning_values(name, literals) for name in names]
        return (dict(zip(names, values, strict=True)) for values in product(*tried))

    def _only_value(self, name: Name, event: str, channel: str | None) -> list[Value | None]:
        """The one value that a name can have where it has only one."""
        if name.kind == "channel" and channel:
            return [channel]
        if name.kind == "trait" and event != IDENTIFY and IDENTIFY in self._candidates:
            return [None]  # what told it would be a visit
        return self._per(name)

    def _per(self, name: Name) -> list[Value | None]:
        """The only value that the field of the trip's key has."""
        return [name.type.read(self._key[name.id])] if name.kind == "field" and name.id in self._key else []


def moment(at_us: int) -> str:
    """`Mon 2 Mar 10:00`: UTC."""
    at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=at_us)
    return f"{at:%a} {at.day} {at:%b %H:%M}"


def told(values: Values) -> str:
    """`plan` is 'basic', `mbps` is not known."""
    return ", ".join(f"`{_named(name)}` {_said(name, value)}" for name, value in values.items()) or "nothing known"


def length(duration_us: int) -> str:
    """A duration in its two largest units: `2d4h`."""
    for position, unit_us in enumerate(_ROUND[:-1]):
        if duration_us >= unit_us:
            return format_duration(duration_us // _ROUND[position + 1] * _ROUND[position + 1])
    return format_duration(duration_us)


def step_word(until: Sequence[str]) -> str:
    """What a promise waits for, in a sentence."""
    return " or ".join("the end of the work" if place == DONE else f"`{place}`" for place in until)


def _event(number: int, at_us: int, name: str, channel: str | None, properties: Mapping[str, PropertyValue]) -> ExampleEvent:
    return ExampleEvent(
        id=f"e{number + 1:03}",
        time=format_instant(at_us),
        customer=CUSTOMER,
        name=name,
        channel=channel,
        properties=tuple(properties.items()),
    )


def _raw(values: Mapping[Name, Value | None]) -> dict[str, PropertyValue]:
    return {
        name.id: format_instant(int(value)) if name.type.kind == "time" and value is not None else value for name, value in values.items()
    }


def _named(name: Name) -> str:
    return name.id if name.argument is None else f"{name.id}('{name.argument}')"


def _said(name: Name, value: Value | None) -> str:
    if value is None:
        return "is not known"
    if isinstance(value, bool):
        return "holds" if value else "does not hold"
    if name.type.kind == "time":
        return f"is {format_instant(int(value))}"
    if name.type.kind == "duration":
        return f"is {format_duration(int(value))}"
    return f"is '{value}'" if isinstance(value, str) else f"is {value:g}" if isinstance(value, float) else f"is {value}"


def _first(candidates: Sequence[Candidate], values: Values) -> str | None:
    for candidate in candidates:
        if candidate.where is None or _holds(candidate.where, values):
            return candidate.id if candidate.kind in ("step", "outcome") else None
    return None


def _holds(condition: Condition, values: Values) -> bool:
    return condition.evaluate(*[values[name] for name in condition.inputs]) is True
