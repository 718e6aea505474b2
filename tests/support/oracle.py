"""The contract once more, as a plain fold over events: slow, and independent of the code that engine and replay share.

It works on a map's data. Of the package it takes what reads values and conditions, and nothing that joins identities, matches events,
follows `next` or counts open hours.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from support.journeys_generator import Example

from desireline.conditions import Condition, Value, text_of
from desireline.model import Event, Journeys, Map, PromiseMade, Trip, Visit, parse_duration_us

QUARTER_US = 15 * 60_000_000
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
Pairs = Sequence[tuple[str, str]]


@dataclass
class Stay:
    """A visit, under way."""

    event: Event
    place: str
    move: str
    done_us: int | None = None


@dataclass
class Passage:
    """A trip, under way."""

    key: str | None
    stays: list[Stay] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)
    outcome: str | None = None


def journeys_by_hand(map_: Map, example: Example) -> Journeys:
    """What an example comes to. `map_` is its map, read: asked for names of events, conditions and the types of names only."""
    as_of_us = example.asked_us
    counted = sorted((e for e in example.taken if e.time_us <= as_of_us), key=lambda e: (e.time_us, e.id, e.source))
    names = customers(counted, example.aliases)
    oracles = {name: Oracle(map_, example.map) for name in sorted(set(names.values()))}
    for event in counted:
        oracles[names[event.customer]].take(event)
    trips: list[Trip] = []
    visits: list[Visit] = []
    promises: list[PromiseMade] = []
    for name, oracle in oracles.items():
        for passage in oracle.passages:
            visits += oracle.visits(len(trips), passage)
            promises += oracle.promises(len(trips), passage, as_of_us)
            trips.append(oracle.trip(len(trips), name, passage, as_of_us))
    return Journeys(
        trips=tuple(trips),
        visits=tuple(visits),
        promises=tuple(promises),
        outside=sum(oracle.outside for oracle in oracles.values()),
        unmapped=sum(oracle.unmapped for oracle in oracles.values()),
    )


def customers(counted: Sequence[Event], aliases: Pairs) -> dict[str, str]:
    """Rule 1: identity -> customer, for every identity that has events. `counted`: in order."""
    identifies = [event for event in counted if event.name == "identify"]
    known = {event.customer for event in identifies} | {name for pair in aliases for name in pair}
    owner: dict[str, str] = {}
    for event in identifies:
        was = event.properties.get("was")
        if was not in (None, "") and was not in known:
            owner.setdefault(str(was), event.customer)

    def name_of(identity: str) -> str:
        same = {owner.get(identity, identity)}
        while more := {name for pair in aliases if same & set(pair) for name in pair} - same:
            same |= more
        return min(same)

    return {event.customer: name_of(event.customer) for event in counted}


class Oracle:
    """One customer on one map."""

    def __init__(self, map_: Map, data: Mapping[str, Any]) -> None:
        self.map, self.data = map_, data
        self.steps = {step["id"]: step for step in data["steps"]}
        self.places = [*self.steps, *(outcome["id"] for outcome in data["outcomes"])]
        quiet = data["trip"]["quiet"]
        self.quiet_us: float = float("inf") if quiet == "never" else parse_duration_us(quiet)
        self.traits: dict[str, Value] = {}
        self.lent: tuple[str | None, int] = (None, 0)
        self.passages: list[Passage] = []
        self.outside = self.unmapped = 0

    def take(self, event: Event) -> None:
        """Rules 3 to 6 for the next event."""
        if event.name == "identify":
            said = {name: kind.read(event.properties.get(name)) for name, kind in self.map.traits.items()}
            self.traits |= {name: value for name, value in said.items() if value is not None}
        kind, place = self.match(event)
        own, key = self.keys(event, ends=kind == "outcome")
        if kind == "nothing":
            self.unmapped += 1
            return
        open_ = self.open(key, event.time_us)
        belongs = (
            self.visit(event, place, kind == "outcome", open_, own, key)
            if kind in ("step", "outcome")
            else self.end_work(event, place, open_)
            if kind == "done"
            else self.set_aside(event, key)
        )
        self.outside += not belongs

    def match(self, event: Event) -> tuple[str, str]:
        """Rule 3: what the event is."""
        read = self.map
        outcomes = [("outcome", o.id, event.name in o.events, o.where) for o in read.outcomes]
        steps = [("aftercare" if s.aftercare else "step", s.id, event.name in s.events, s.where) for s in read.steps]
        done = [("done", s.id, event.name in s.done, None) for s in read.steps]
        scores = [("score", s.id, event.name in s.events, s.where) for s in read.scores]
        found = (
            (kind, id_)
            for kind, id_, named, where in (*outcomes, *steps, *self.first_named(done), *scores)
            if named and self.holds(where, event)
        )
        return next(found, ("nothing", ""))

    @staticmethod
    def first_named(done: list[tuple[str, str, bool, None]]) -> list[tuple[str, str, bool, None]]:
        return [one for one in done if one[2]][:1]

    def holds(self, where: Condition | None, event: Event) -> bool:
        if where is None:
            return True
        values = {"channel": lambda _: event.channel, "trait": lambda n: self.traits.get(n.id)}
        read = values | {"field": lambda n: n.type.read(event.properties.get(n.id))}
        return where.evaluate(*(read[name.kind](name) for name in where.inputs)) is True

    def keys(self, event: Event, ends: bool) -> tuple[str | None, str | None]:
        """Rule 3: the key that the event carries, and the one under which it counts."""
        per = self.data["trip"].get("per")
        value = None if per is None else self.map.fields[per].read(event.properties.get(per))
        own = None if value is None else text_of(value)
        if own is not None:
            self.lent = (own, event.time_us)
        key = self.lent[0] if event.time_us - self.lent[1] <= self.quiet_us else None
        if ends:
            self.lent = (None, 0)
        return own, key

    def open(self, key: str | None, at_us: int) -> Passage | None:
        """The open trip of a key."""
        theirs = [p for p in self.passages if p.key == key and p.outcome is None and at_us - p.stays[-1].event.time_us <= self.quiet_us]
        return theirs[-1] if theirs else None

    def visit(self, event: Event, place: str, ends: bool, trip: Passage | None, own: str | None, key: str | None) -> bool:
        """Rules 4 to 6: whether the event became a visit."""
        if trip is None and own is not None:
            trip = self.open(None, event.time_us)
            if trip is not None:
                trip.key = own
        if trip is None:
            if ends or not self.holds(self.map.trip.only, event):
                return False
            trip = Passage(key)
            self.passages.append(trip)
        trip.stays.append(Stay(event, place, self.move(trip, place)))
        if ends:
            trip.outcome = place
        return True

    def move(self, trip: Passage, b: str) -> str:
        """Rule 6: how a visit to `b` is come to."""
        if not trip.stays:
            return "start" if b in self.data["trip"].get("starts", self.places) else "joined"
        a = trip.stays[-1].place
        any_order = {stage["id"] for stage in self.data["stages"] if stage.get("any_order")}
        beside = b in self.steps and self.steps[a]["stage"] == self.steps[b]["stage"] in any_order
        if beside or b in self.ahead(a, offline_only=True):
            return "expected"
        if b == a:
            return "repeat"
        if b in [stay.place for stay in trip.stays]:
            return "back"
        return "skip" if b in self.ahead(a, offline_only=False) else "jump"

    def ahead(self, a: str, offline_only: bool) -> set[str]:
        """What `next` leads to from `a`, in one move through steps that no event can show, or in any number of moves."""
        met: set[str] = set(self.steps[a].get("next", ()))
        while True:
            through = [s for s in self.steps.values() if s["id"] in met and (not offline_only or s.get("seen") == "offline")]
            if not (more := {place for step in through for place in step.get("next", ())} - met):
                return met
            met |= more

    def end_work(self, event: Event, place: str, trip: Passage | None) -> bool:
        """Rule 5: whether the event is the end of work of the visit where the trip is."""
        if trip is None or trip.stays[-1].place != place or trip.stays[-1].done_us is not None:
            return False
        trip.stays[-1].done_us = event.time_us
        return True

    def set_aside(self, event: Event, key: str | None) -> bool:
        """Rule 4: whether the event of a score or of aftercare belongs to a trip."""
        theirs = [(p.stays[-1].event.order, n) for n, p in enumerate(self.passages) if p.key == key]
        if not theirs or event.time_us - max(theirs)[0][0] > self.quiet_us:
            return False
        self.passages[max(theirs)[1]].aside.append(event.id)
        return True

    def trip(self, number: int, customer: str, passage: Passage, as_of_us: int) -> Trip:
        """Rules 4 and 7: a trip's end, and whether it came after another of its key."""
        quiet_at = passage.stays[-1].event.time_us + self.quiet_us
        quiet = passage.outcome is None and quiet_at < as_of_us
        ended_us = passage.stays[-1].event.time_us if passage.outcome else int(quiet_at) if quiet else None
        return Trip(
            trip=number,
            customer=customer,
            key=passage.key,
            started_us=passage.stays[0].event.time_us,
            ended_us=ended_us,
            how=passage.outcome or ("gone_quiet" if quiet else "open"),
            again=passage.key in [p.key for p in self.passages[: self.passages.index(passage)]],
            visits=len(passage.stays),
            aside=tuple(passage.aside),
        )

    def visits(self, number: int, passage: Passage) -> Iterator[Visit]:
        """Rule 5: the visits, each left at the next."""
        for seq, stay in enumerate(passage.stays):
            yield Visit(
                trip=number,
                seq=seq,
                event=stay.event.id,
                step=stay.place,
                channel=stay.event.channel,
                entered_us=stay.event.time_us,
                left_us=passage.stays[seq + 1].event.time_us if seq + 1 < len(passage.stays) else None,
                done_us=stay.done_us,
                move=stay.move,  # type: ignore[arg-type]
            )

    def promises(self, number: int, passage: Passage, as_of_us: int) -> Iterator[PromiseMade]:
        """Rule 8: the promises, by the visit that made them."""
        free_at: dict[str, tuple[int, int]] = {}
        for seq, stay in enumerate(passage.stays):
            for promise in sorted(self.steps.get(stay.place, {}).get("promises", ()), key=lambda p: p["id"]):
                kept_from, broken_us = free_at.get(promise["id"], (0, -(2**63)))
                if seq < kept_from and stay.event.time_us <= broken_us:
                    continue
                due_us = self.due_us(promise, stay.event.time_us)
                state, kept_from = self.state(promise, passage, seq, due_us, as_of_us)
                free_at[promise["id"]] = (kept_from, due_us)
                yield PromiseMade(trip=number, seq=seq, step=stay.place, promise=promise["id"], due_us=due_us, state=state)  # type: ignore[arg-type]

    def state(self, promise: Mapping[str, Any], passage: Passage, seq: int, due_us: int, as_of_us: int) -> tuple[str, int]:
        """What became of a promise, and from which visit on it is settled by being kept (the number of visits: never)."""
        stay, never = passage.stays[seq], len(passage.stays)
        until = promise.get("until") or [place for place in self.places if place != stay.place]
        if "done" in until and stay.done_us is not None and stay.done_us <= due_us:
            return "kept", seq + 1
        later = [n for n in range(seq + 1, never) if passage.stays[n].place in until and passage.stays[n].event.time_us <= due_us]
        if later:
            return "kept", later[0]
        if passage.outcome and passage.stays[-1].event.time_us <= due_us:
            return "void", never
        return ("broken" if due_us < as_of_us else "pending"), never

    def due_us(self, promise: Mapping[str, Any], entered_us: int) -> int:
        """Rule 8: when a promise is due, in the hours of a team where it says so."""
        within_us = parse_duration_us(promise["within"])
        hours = self.data["teams"][promise["hours_of"]].get("hours") if "hours_of" in promise else None
        if hours is None:
            return entered_us + within_us
        at_us = entered_us
        while within_us > 0:
            ahead_us = QUARTER_US - at_us % QUARTER_US
            if is_open(hours, at_us // QUARTER_US):
                ahead_us = min(ahead_us, within_us)
                within_us -= ahead_us
            at_us += ahead_us
        return at_us


@cache
def is_open(hours: str, quarter: int) -> bool:
    """Whether it is open in a quarter of an hour since 1970, by the clock on the wall. Hours begin and end with quarters."""
    spans, _, zone = hours.rpartition(" ")
    local = datetime.fromtimestamp(quarter * 900, UTC).astimezone(ZoneInfo(zone))
    minute = local.weekday() * 1440 + local.hour * 60 + local.minute
    for first, last, *clock in re.findall(r"(\w{3})(?:-(\w{3}))? (\d+):(\d+)-(\d+):(\d+)", spans):
        opens, closes = int(clock[0]) * 60 + int(clock[1]), int(clock[2]) * 60 + int(clock[3])
        length = (closes - opens) % 1440 or 1440
        days = range(DAYS.index(first), DAYS.index(last or first) + 1)
        if any((minute - day * 1440 - opens) % 10080 < length for day in days):
            return True
    return False
