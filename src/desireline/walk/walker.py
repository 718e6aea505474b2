"""One example customer under way: events that the map reads as the visits meant, with values that its conditions ask for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from desireline.conditions import Answer, Assignment, Condition, Name, Solver, Value
from desireline.engine import Program
from desireline.model import IDENTIFY, Candidate, Event, Map, Promise, PropertyValue, Ways, candidates_by_name, format_instant, ways_of

START_US = 1_772_445_600_000_000
"""2026-03-02T10:00:00Z, a Monday: when example customers set out."""
MINUTE_US = 60_000_000
_GAP_US = 10 * MINUTE_US
_FIRST_KEYS = ("1", 1, True, format_instant(START_US))


Facts = Mapping[Name, Sequence[Value | None]]
"""What facts of the trip can be."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What conditions of an action are to be when it is decided."""

    true: Sequence[Condition] = ()
    not_true: Sequence[Condition] = ()

    @property
    def names(self) -> list[Name]:
        """The names that it is about."""
        return list(dict.fromkeys(name for condition in (*self.true, *self.not_true) for name in condition.inputs))


@dataclass(frozen=True, slots=True)
class Ground:
    """What all walks over one map have in common."""

    map: Map
    program: Program
    ways: Ways
    solver: Solver
    candidates: Mapping[str, tuple[Candidate, ...]]
    promises: Mapping[str, tuple[Promise, str]]

    @classmethod
    def of(cls, map_: Map, program: Program) -> Ground:
        """Make a map ready to be walked."""
        promises = {promise.id: (promise, step.id) for step in map_.steps for promise in step.promises}
        return cls(map_, program, ways_of(map_), Solver(), candidates_by_name(map_), promises)


@dataclass(slots=True)
class Walker:
    """A customer on the way. `now_us`: when the last visit was, or until when it was waited since."""

    ground: Ground
    customer: str
    now_us: int = START_US
    places: list[str] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    pending: dict[str, int] = field(default_factory=dict)
    _traits: dict[Name, Value] = field(default_factory=dict)
    _channel: str | None = None
    _broken: int = 0
    _entered_us: int = START_US

    def copy(self) -> Walker:
        """The same customer at the same point, to be led elsewhere."""
        return Walker(
            self.ground,
            self.customer,
            self.now_us,
            [*self.places],
            [*self.events],
            dict(self.pending),
            dict(self._traits),
            self._channel,
            self._broken,
            self._entered_us,
        )

    def goes_quiet_us(self) -> int | None:
        """When the trip would go quiet, if nothing more happened."""
        quiet_us = self.ground.map.trip.quiet_us
        return None if quiet_us is None else self._entered_us + quiet_us

    def wait_until(self, moment_us: int) -> None:
        """Let time pass. What is due before is broken."""
        self.now_us = max(self.now_us, moment_us)
        for promise in [promise for promise, due_us in self.pending.items() if due_us < self.now_us]:
            del self.pending[promise]
            self._broken += 1

    def soon_us(self) -> int:
        """When the next visit would be, in good time for what is promised."""
        quiet_us = self.goes_quiet_us()
        ahead = [*self.pending.values(), *([] if quiet_us is None else [quiet_us])]
        left = [moment_us - self.now_us for moment_us in ahead if moment_us >= self.now_us]
        return self.now_us + (min([_GAP_US, *(us // 2 for us in left)]) if self.places else 0)

    def go(self, place: str, at_us: int | None = None, wish: Wish | None = None, facts: Facts | None = None) -> bool:
        """Make the next visit, by an event with values that do. False: none was found.

        wish   what is to hold besides, for an action
        facts  the trip's facts when that is decided; where not given: just before this visit
        """
        at_us = self.soon_us() if at_us is None else at_us
        quiet_us = self.goes_quiet_us()
        if self.places and quiet_us is not None and at_us > quiet_us:
            return False  # it would be another trip
        for name, candidate, before in self._events_of(place):
            for channels, changed in self._channels(place, wish):
                known = self._facts(wish, place, at_us, changed) if facts is None else facts
                answer = self._asked(name, candidate, before, wish, channels=channels, facts=known)
                if isinstance(answer, Assignment):
                    self._visit(place, name, at_us, answer.values, channels)
                    return True
        return False

    def can_never_be(self, place: str) -> bool:
        """Whether it is proven that no event can be a visit there."""
        answers = [
            self._asked(name, candidate, before, None, channels=None, facts={}) for name, candidate, before in self._events_of(place)
        ]
        return all(not isinstance(answer, Assignment) for answer in answers)

    def facts_at(self, wish: Wish, moment_us: int) -> Facts:
        """The facts of the trip as they are at a moment after its last visit."""
        return self._facts_of(wish, self.places, moment_us, None)

    def _events_of(self, place: str) -> Iterator[tuple[str, Candidate, Sequence[Candidate]]]:
        noun = self.ground.map.step_by_id.get(place) or self.ground.map.outcome_by_id[place]
        for name in noun.events:
            candidates = self.ground.candidates.get(name, ())
            for position, candidate in enumerate(candidates):
                if candidate.kind in ("step", "outcome") and candidate.id == place:
                    yield name, candidate, candidates[:position]

    def _channels(self, place: str, wish: Wish | None) -> Iterator[tuple[Sequence[str | None] | None, bool | None]]:
        """Where the visit may be, and whether the channel has then changed; None: anywhere."""
        step = self.ground.map.step_by_id.get(place)
        listed: list[str | None] = [*step.channels] if step is not None else []
        if not listed:
            listed = [self._channel] if self._channel is not None else []
        stay = [channel for channel in listed if channel == self._channel]
        leave = [channel for channel in listed if channel != self._channel]
        matters = wish is not None and any(name.id == "changed_channel" for name in wish.names)
        if not matters or not self.places:
            yield ([*stay, *leave] or None), False
            return
        if stay:
            yield stay, False
        if leave:
            yield leave, None if self._channel is None else True

    def _asked(
        self,
        event: str,
        candidate: Candidate,
        before: Sequence[Candidate],
        wish: Wish | None,
        *,
        channels: Sequence[str | None] | None,
        facts: Facts,
    ) -> Answer:
        only = self.ground.map.trip.only if not self.places else None
        true = [condition for condition in (candidate.where, only, *(wish.true if wish else ())) if condition is not None]
        not_true = [*(c.where for c in before if c.where is not None), *(wish.not_true if wish else ())]
        among: dict[Name, Sequence[Value | None]] = dict(facts)
        for name in dict.fromkeys(name for condition in (*true, *not_true) for name in condition.inputs):
            if name.kind == "channel" and channels is not None:
                among[name] = channels
            elif name.kind == "trait" and (name in self._traits or (event != IDENTIFY and IDENTIFY in self.ground.candidates)):
                among[name] = (self._traits.get(name),)
            elif name.kind == "field" and name.id in self._key():
                among[name] = (name.type.read(self._key()[name.id]),)
        return self.ground.solver.find(true, not_true, among)

    def _facts(self, wish: Wish | None, place: str, at_us: int, changed: bool | None) -> Facts:
        return {} if wish is None else self._facts_of(wish, [*self.places, place], at_us, changed, visiting=True)

    def _facts_of(self, wish: Wish, places: Sequence[str], at_us: int, changed: bool | None, *, visiting: bool = False) -> Facts:
        counted = places[:-1] if visiting else places
        started_us = next((e.time_us for e in self.events if e.name != IDENTIFY or IDENTIFY in self.ground.candidates), at_us)
        found: dict[Name, Sequence[Value | None]] = {}
        for name in wish.names:
            if name.kind != "fact":
                continue
            match name.id:
                case "visits":
                    found[name] = (counted.count(str(name.argument)),)
                case "elapsed":
                    found[name] = (at_us - started_us,)
                case "move":
                    found[name] = (self._move(places),)
                case "changed_channel":
                    found[name] = (changed,) if visiting else (False, True, None)
                case "broken_promises":
                    found[name] = (self._broken,)
                case "open":
                    found[name] = (bool(counted) and name.argument == self.ground.map.journey,)
                case _:
                    found[name] = (False,)
        return found

    def _move(self, places: Sequence[str]) -> str:
        """Rule 6 of the contract for the last of some visits."""
        *before, last = places
        ways = self.ground.ways
        if not before:
            return "start" if last in ways.starts else "joined"
        if last in ways.expected[before[-1]]:
            return "expected"
        return "repeat" if last == before[-1] else "back" if last in before else "skip" if last in ways.reachable[before[-1]] else "jump"

    def _visit(self, place: str, name: str, at_us: int, values: Mapping[Name, Value | None], channels: Sequence[str | None] | None) -> None:
        self.wait_until(at_us)
        told = {n: v for n, v in values.items() if n.kind == "trait" and v is not None and n not in self._traits}
        self._traits |= told
        if told and name != IDENTIFY:
            self._add(IDENTIFY, at_us, None, {n.id: _raw(n, v) for n, v in told.items()})
        channel = next((v for n, v in values.items() if n.kind == "channel"), channels[0] if channels else None)
        said = [n for n in values if n.kind == "field" or (n in told and name == IDENTIFY)]
        carried = {n.id: _raw(n, values[n]) for n in said if values[n] is not None}
        self._channel = None if channel is None else str(channel)
        self._add(name, at_us, self._channel, {**self._key(), **carried})
        self.places.append(place)
        self._entered_us = at_us
        self._promise(place)

    def _promise(self, place: str) -> None:
        """Rule 8 of the contract: what the visit keeps, and what it promises."""
        for id_ in [*self.pending]:
            promise, made_at = self.ground.promises[id_]
            if place in promise.until or (not promise.until and place != made_at):
                del self.pending[id_]
        step = self.ground.map.step_by_id.get(place)
        for promise in step.promises if step is not None else ():
            hours = self.ground.map.team_by_id[promise.hours_of].hours if promise.hours_of is not None else None
            due_us = self.now_us + promise.within_us if hours is None else hours.due_us(self.now_us, promise.within_us)
            self.pending.setdefault(promise.id, due_us)

    def _add(self, name: str, at_us: int, channel: str | None, properties: Mapping[str, PropertyValue]) -> None:
        id_ = f"{self.customer}-{len(self.events) + 1:02}"
        self.events.append(
            Event(id=id_, time_us=at_us, customer=self.customer, name=name, channel=channel, source="walk", properties=dict(properties))
        )

    def _key(self) -> dict[str, PropertyValue]:
        per = self.ground.map.trip.per
        if per is None:
            return {}
        type_ = self.ground.map.fields[per]
        tried: tuple[PropertyValue, ...] = (*type_.values[:1], *_FIRST_KEYS)
        return {per: next((raw for raw in tried if type_.read(raw) is not None and (not type_.values or raw in type_.values)), None)}


def _raw(name: Name, value: Value | None) -> PropertyValue:
    return format_instant(int(value)) if name.type.kind == "time" and value is not None else value
