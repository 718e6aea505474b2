"""The fold of changes into tables: trips, visits and promises, as a store keeps them and as replay computes them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from desireline.engine.changes import (
    Change,
    FoundAgain,
    KeyTakenOver,
    Outside,
    PromiseGiven,
    PromiseSettled,
    SetAside,
    TripEnded,
    TripId,
    TripOpened,
    Unmapped,
    VisitMade,
    WorkDone,
)
from desireline.model import OPEN, Journeys, PromiseMade, PromiseState, Trip, Visit


@dataclass(slots=True)
class _Trip:
    key: str | None
    again: bool
    ended_us: int | None = None
    how: str = OPEN
    visits: list[VisitMade] = field(default_factory=list)
    done_us: dict[int, int] = field(default_factory=dict)
    given: dict[tuple[int, str], PromiseGiven] = field(default_factory=dict)
    settled: dict[tuple[int, str], PromiseState] = field(default_factory=dict)
    aside: list[str] = field(default_factory=list)


class CustomerTables:
    """One customer's trips, as changes make them. Changes are added in the order in which they came about."""

    def __init__(self) -> None:
        self.trips: dict[TripId, _Trip] = {}
        self.outside = 0
        self.unmapped = 0

    def add(self, changes: Iterable[Change]) -> None:
        """Fold in what one event, or time passing, changed."""
        for change in changes:
            self._add(change)

    def _add(self, change: Change) -> None:
        match change:
            case TripOpened():
                self.trips[change.trip] = _Trip(change.key, change.again)
            case KeyTakenOver():
                self.trips[change.trip].key = change.key
                self.trips[change.trip].again = change.again
            case FoundAgain():
                self.trips[change.trip].again = True
            case VisitMade():
                self.trips[change.trip].visits.append(change)
            case WorkDone():
                self.trips[change.trip].done_us[change.seq] = change.done_us
            case PromiseGiven():
                self.trips[change.trip].given[change.seq, change.promise] = change
            case PromiseSettled():
                self.trips[change.trip].settled[change.seq, change.promise] = change.state
            case TripEnded():
                self.trips[change.trip].how = change.how
                self.trips[change.trip].ended_us = change.ended_us
            case SetAside():
                self.trips[change.trip].aside.append(change.event)
            case Outside():
                self.outside += 1
            case Unmapped():
                self.unmapped += 1


def journeys_of(tables: Mapping[str, CustomerTables]) -> Journeys:
    """The tables of all customers, by name: trips numbered by customer and opening."""
    trips: list[Trip] = []
    visits: list[Visit] = []
    promises: list[PromiseMade] = []
    for customer in sorted(tables):
        for opened in sorted(tables[customer].trips):
            trip = tables[customer].trips[opened]
            visits.extend(_visits(len(trips), trip))
            promises.extend(_promises(len(trips), trip))
            trips.append(_trip(len(trips), customer, trip))
    return Journeys(
        trips=tuple(trips),
        visits=tuple(visits),
        promises=tuple(promises),
        outside=sum(t.outside for t in tables.values()),
        unmapped=sum(t.unmapped for t in tables.values()),
    )


def _trip(number: int, customer: str, trip: _Trip) -> Trip:
    return Trip(
        trip=number,
        customer=customer,
        key=trip.key,
        started_us=trip.visits[0].entered_us,
        ended_us=trip.ended_us,
        how=trip.how,
        again=trip.again,
        visits=len(trip.visits),
        aside=tuple(trip.aside),
    )


def _visits(number: int, trip: _Trip) -> Iterable[Visit]:
    left = [visit.entered_us for visit in trip.visits[1:]] + [None]
    for visit, left_us in zip(trip.visits, left, strict=True):
        yield Visit(
            trip=number,
            seq=visit.seq,
            event=visit.event,
            step=visit.step,
            channel=visit.channel,
            entered_us=visit.entered_us,
            left_us=left_us,
            done_us=trip.done_us.get(visit.seq),
            move=visit.move,
        )


def _promises(number: int, trip: _Trip) -> Iterable[PromiseMade]:
    for made, given in sorted(trip.given.items()):
        yield PromiseMade(
            trip=number,
            seq=given.seq,
            step=given.step,
            promise=given.promise,
            due_us=given.due_us,
            state=trip.settled.get(made, "pending"),
        )
