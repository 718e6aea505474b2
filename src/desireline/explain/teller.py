"""Goes through a customer's events on one map with the engine, and notes what each one was and why."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from desireline.engine import DoneAlready, OpenElsewhere, Outside, Tracer, nowhere_else
from desireline.explain.actions import ActionTold, AwaitedTold
from desireline.explain.journey import TripTold, VisitTold
from desireline.explain.judging import Judged, judge
from desireline.explain.matching import Read, Try
from desireline.explain.moves import Ways
from desireline.explain.trips import Trips
from desireline.model import IDENTIFY, Candidate, Event, Move, format_duration

_MAKE_VISITS = ("step", "outcome")


@dataclass(frozen=True, slots=True)
class Was:
    """What an event was on one map.

    tries    what it was tried as, in order; empty: no step names it
    near     names that the map has, where it does not have the event's
    key      the key under which it counted; None: it had none, or the map has no keys
    trip     the trip it belongs to; None: it matched nothing, or was outside
    visit    the visit it made, or whose work it ended
    outside  why it matched and yet belongs to no trip
    only     the map's `trip.only`, where that let it open none
    """

    read: Read
    tries: tuple[Try, ...]
    near: tuple[str, ...]
    key: str | None
    trip: TripTold | None = None
    visit: VisitTold | None = None
    outside: str | None = None
    only: Judged | None = None

    @property
    def match(self) -> Try | None:
        """The candidate that the event is."""
        return self.tries[-1] if self.tries and self.tries[-1].holds else None

    @property
    def move(self) -> Move | None:
        """The move by which the event came to its visit; None: it made none."""
        return self.visit.move if self.visit is not None and self.match is not None and self.match.candidate.kind in _MAKE_VISITS else None


class Teller:
    """One customer on one map. Give it the events in order, then `finish` it: `trips` then are what the engine's tables are.

    actions  those that came up so far, in order of their moments: decided or not
    """

    def __init__(self, read: Read, open_elsewhere: OpenElsewhere = nowhere_else, done: DoneAlready | None = None) -> None:
        self.read = read
        self.ways = Ways(read.map)
        self.actions: list[ActionTold] = []
        self._tracer = Tracer(read.program, open_elsewhere, done)
        self._trips = Trips(self._tracer.program, self.ways)
        self._near = cache(read.near)

    @property
    def trips(self) -> list[TripTold]:
        """All trips so far, in the order in which they opened."""
        return self._trips.told

    def take(self, event: Event) -> Was:
        """Take the next event, and say what it was."""
        self._pass_until(event.time_us)
        key = self._tracer.key_of(event)
        changes = self._tracer.take(event)
        tries = self.read.tried(event, self._tracer.traits)
        if any(isinstance(change, Outside) for change in changes):
            return self._outside(tries, event, key)
        trip = self._trips.fold(changes, event)
        self._note_actions()
        near = () if tries or event.name == IDENTIFY else self._near(event.name)
        return Was(self.read, tries, near, key, trip, _visit_of(trip, event))

    def finish(self, as_of_us: int) -> None:
        """Let time pass up to the moment asked about."""
        self._pass_until(as_of_us)

    def awaited(self) -> list[AwaitedTold]:
        """The actions whose moment is yet to come, the first due first."""
        found = [
            AwaitedTold(self.read, one.action, self._trips.of(one.trip), one.event, one.source, one.moment_us)
            for one in self._tracer.awaited()
        ]
        return sorted(found, key=lambda one: (one.moment_us, one.action.id))

    def _pass_until(self, limit_us: int) -> None:
        self._trips.fold(self._tracer.pass_until(limit_us), None)
        self._note_actions()

    def _note_actions(self) -> None:
        for weighed in self._tracer.weighed:
            self.actions.append(ActionTold.of(self.read, weighed, self._trips.of(weighed.trip)))
        self._tracer.weighed.clear()

    def _outside(self, tries: tuple[Try, ...], event: Event, key: str | None) -> Was:
        candidate, only = tries[-1].candidate, self.read.map.trip.only
        whose = f" of key {key}" if key is not None else " without a key" if self.read.map.trip.per is not None else ""
        if candidate.kind == "step" and only is not None:
            judged = judge(only, event, self._tracer.traits)
            reason = f"no trip{whose} was open, and trip.only let it open none: {judged.says}"
            return Was(self.read, tries, (), key, outside=reason, only=judged)
        return Was(self.read, tries, (), key, outside=self._no_trip(candidate, event, key, whose))

    def _no_trip(self, candidate: Candidate, event: Event, key: str | None, whose: str) -> str:
        """Why an event that opens none found no trip."""
        trip, latest = self._trips.open_of(key), self._trips.latest_of(key)
        if candidate.kind == "outcome":
            return f"no trip{whose} was open for it to end"
        if candidate.kind == "done":
            if trip is None:
                return f"no trip{whose} was open"
            return "the work of this visit was done before" if trip.last.step == candidate.id else f"the trip was at {trip.last.step}"
        if latest is None:
            return f"there was no trip{whose} before it"
        ago, quiet_us = event.time_us - latest.last.entered_us, self.read.map.trip.quiet_us or 0
        return f"the last visit of a trip{whose} was {format_duration(ago)} before, more than {format_duration(quiet_us)}"


def _visit_of(trip: TripTold | None, event: Event) -> VisitTold | None:
    """The trip's latest visit, where this event made it or ended its work."""
    if trip is None:
        return None
    last = trip.last
    made = (last.event, last.source) == (event.id, event.source)
    return last if made or (last.done_event, last.done_us) == (event.id, event.time_us) else None
