"""The fold of the engine's changes into what is told of trips: as `engine.tables`, with the moments and events behind every state."""

from __future__ import annotations

from collections.abc import Iterable

from desireline.engine import (
    Change,
    FoundAgain,
    KeyTakenOver,
    Program,
    PromiseGiven,
    PromiseSettled,
    SetAside,
    TripEnded,
    TripId,
    TripOpened,
    VisitMade,
    WorkDone,
)
from desireline.explain.journey import AsideTold, PromiseTold, TripTold, VisitTold
from desireline.explain.moves import Ways
from desireline.model import DONE, Event


class Trips:
    """One customer's trips on one map. `told` are all of them, in the order in which they opened."""

    def __init__(self, program: Program, ways: Ways) -> None:
        self.told: list[TripTold] = []
        self._ways = ways
        self._by_id: dict[TripId, TripTold] = {}
        self._open: dict[str | None, TripTold] = {}
        self._latest: dict[str | None, TripTold] = {}
        self._been: dict[TripId, dict[str, int]] = {}
        self._promised: dict[tuple[TripId, int, str], PromiseTold] = {}
        self._missed: dict[TripId, list[PromiseTold]] = {}
        self._until = {rule.id: {program.places[place].id for place in rule.keeps} for rule in program.promises}
        for rule in program.promises:
            if rule.done_keeps:
                self._until[rule.id].add(DONE)

    def of(self, id_: TripId) -> TripTold:
        """The trip of an id."""
        return self._by_id[id_]

    def open_of(self, key: str | None) -> TripTold | None:
        """The open trip of a key."""
        return self._open.get(key)

    def latest_of(self, key: str | None) -> TripTold | None:
        """The trip of a key that made the latest visit."""
        return self._latest.get(key)

    def fold(self, changes: Iterable[Change], event: Event | None) -> TripTold | None:
        """Fold in what an event, or time passing (None), changed. Gives the trip that the event belongs to."""
        trip = None
        for change in changes:
            match change:
                case TripOpened():
                    self._opened(change)
                case KeyTakenOver():
                    self._taken_over(change, event)
                case FoundAgain():
                    self._by_id[change.trip].again = True
                case VisitMade():
                    trip = self._visited(change)
                case WorkDone():
                    trip = self._worked(change, event)
                case PromiseGiven():
                    self._given(change)
                case PromiseSettled():
                    self._settled(change, event)
                case TripEnded():
                    self._ended(change)
                case SetAside():
                    trip = self._set_aside(change, event)
                case _:
                    pass
        return trip

    def _opened(self, change: TripOpened) -> None:
        trip = TripTold(len(self.told) + 1, change.trip, change.key, change.again)
        self.told.append(trip)
        self._by_id[trip.id] = self._open[trip.key] = trip
        self._been[trip.id] = {}
        self._missed[trip.id] = []

    def _taken_over(self, change: KeyTakenOver, event: Event | None) -> None:
        trip = self._by_id[change.trip]
        del self._open[trip.key]
        if self._latest.get(trip.key) is trip:
            del self._latest[trip.key]
        trip.key, trip.again = change.key, change.again
        self._open[trip.key] = trip
        if event is not None:
            trip.taken_over_by, trip.taken_over_us = event.id, event.time_us

    def _visited(self, change: VisitMade) -> TripTold:
        trip, at_us = self._by_id[change.trip], change.entered_us
        been, left = self._been[trip.id], trip.visits[-1] if trip.visits else None
        because = self._ways.because(change.move, None if left is None else left.step, change.step, been.get(change.step))
        if left is not None:
            left.left_us = at_us
        trip.visits.append(VisitTold(change.seq, change.step, change.event, change.source, change.channel, at_us, change.move, because))
        been[change.step] = change.seq
        self._latest[trip.key] = trip
        self._came_late(trip, change.step, change.event, at_us)
        return trip

    def _worked(self, change: WorkDone, event: Event | None) -> TripTold:
        trip = self._by_id[change.trip]
        visit = trip.visits[change.seq]
        visit.done_us, visit.done_event = change.done_us, None if event is None else event.id
        self._came_late(trip, DONE, visit.done_event, change.done_us, change.seq)
        return trip

    def _given(self, change: PromiseGiven) -> None:
        trip = self._by_id[change.trip]
        visit = trip.visits[change.seq]
        promise = PromiseTold(change.promise, change.step, change.seq, visit.entered_us, change.due_us)
        trip.promises.append(promise)
        self._promised[change.trip, change.seq, change.promise] = promise

    def _settled(self, change: PromiseSettled, event: Event | None) -> None:
        promise = self._promised.pop((change.trip, change.seq, change.promise))
        promise.state, promise.settled_us = change.state, change.settled_us
        if change.state == "broken":
            self._missed[change.trip].append(promise)
        else:
            promise.event = None if event is None else event.id

    def _came_late(self, trip: TripTold, what: str, event: str | None, at_us: int, seq: int | None = None) -> None:
        """Note of broken promises that what they waited for has come. `seq`: only of this visit."""
        for promise in self._missed[trip.id][:]:
            if what in self._until[promise.promise] and seq in (None, promise.seq):
                promise.came_us, promise.event = at_us, event
                self._missed[trip.id].remove(promise)

    def _ended(self, change: TripEnded) -> None:
        trip = self._by_id[change.trip]
        trip.how, trip.ended_us = change.how, change.ended_us
        del self._open[trip.key]

    def _set_aside(self, change: SetAside, event: Event | None) -> TripTold:
        trip = self._by_id[change.trip]
        trip.asides.append(AsideTold(trip.last.seq, change.event, change.source, change.of, 0 if event is None else event.time_us))
        return trip
