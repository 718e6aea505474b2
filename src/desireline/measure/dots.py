"""What single customers did when, of all or of a sample that is the same on every machine."""

from __future__ import annotations

from dataclasses import dataclass
from heapq import nsmallest
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from desireline.measure.journeys import KeptJourneys
from desireline.measure.passes import LakePass
from desireline.measure.reading import values_at
from desireline.measure.seen import Scope, Seen
from desireline.model import GONE_QUIET, MOVES, OPEN
from desireline.replay import Integers, OpenShard

MOST_CUSTOMERS = 100


@dataclass(frozen=True, slots=True)
class Dot:
    """A visit. `trip`: the number of the customer's trip, from 0, among those with a visit in the period; `since_us`: since it began."""

    trip: int
    place: str
    entered_us: int
    move: str
    since_us: int


@dataclass(frozen=True, slots=True)
class DottedCustomer:
    """One customer's visits in the period, by time, and how each of their trips ended or that it is open."""

    mark: int
    customer: str
    visits: tuple[Dot, ...]
    hows: tuple[str, ...]

    @property
    def order(self) -> tuple[int, str]:
        """By this the sample is taken."""
        return self.mark, self.customer


@dataclass(frozen=True, slots=True)
class Dots:
    """Customers by their first visit in the period. `of`: how many there are in all; `of_trips`: how many trips all of them made."""

    scope: Scope
    customers: tuple[DottedCustomer, ...]
    of: int
    of_trips: int = 0


def dots(over: LakePass, most: int = MOST_CUSTOMERS) -> Dots:
    """The visits of the customers with a visit in the period; of so many at most: those whose names have the smallest MD5.

    Raises DesirelineError where a shard cannot be read.
    """
    kept = None if over.kept_in is None else KeptJourneys.of(over.lake, over.kept_in, over.map.version)
    sample = _Sample(most)
    scope, parts = over.parts(lambda seen, opened: _of_shard(seen, opened, kept, sample), met=True)
    chosen = nsmallest(most, (one for drawn, _, _ in parts for one in drawn), key=lambda one: one.order)
    chosen.sort(key=lambda one: (one.visits[0].entered_us, one.customer))
    return Dots(scope, tuple(chosen), sum(count for _, count, _ in parts), sum(trips for _, _, trips in parts))


class _Sample:
    """The smallest marks of all shards so far: whoever has a larger one is not drawn, whatever comes."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._smallest: list[int] = []
        self._lock = Lock()

    def among(self, marks: NDArray[np.uint64]) -> Integers:
        """Which of a shard's customers may yet be drawn."""
        if not self.most:
            return np.zeros(0, dtype=np.int64)
        order = np.argsort(marks, kind="stable")
        largest = int(marks[order[: self.most][-1]])
        with self._lock:
            self._smallest = nsmallest(self.most, [*self._smallest, *marks[order[: self.most]].tolist()])
            if len(self._smallest) == self.most:
                largest = min(largest, self._smallest[-1])
        return np.flatnonzero(marks <= largest)


def _of_shard(seen: Seen, opened: OpenShard, kept: KeptJourneys | None, sample: _Sample) -> tuple[list[DottedCustomer], int, int]:
    numbers, first = np.unique(seen.customer[seen.trips], return_index=True)
    if not len(numbers):
        return [], 0, 0
    held = None if kept is None else kept.marked(opened.source, opened.shard)
    if held is not None:
        marks = held[1][numbers]
        chosen = sample.among(marks)
        names = held[0].at(numbers[chosen])
    else:
        rows = seen.journeys.row[seen.first[seen.trips[first]]]
        read = values_at(seen.among(opened), rows, {"mark": "md5_number_lower(customer)", "customer": "customer"})
        marks = read["mark"]
        chosen = sample.among(marks)
        names = read["customer"][chosen]
    drawn = [_dotted(seen, int(numbers[at]), int(marks[at]), name) for at, name in zip(chosen.tolist(), names.tolist(), strict=True)]
    return drawn, len(numbers), len(seen.trips)


def _dotted(seen: Seen, number: int, mark: int, name: str) -> DottedCustomer:
    journeys, scope = seen.journeys, seen.scope
    trips = seen.trips[slice(*np.searchsorted(seen.customer[seen.trips], (number, number + 1)))]
    hows = (*(outcome.id for outcome in scope.map.outcomes), GONE_QUIET, OPEN)
    found = []
    for place, trip in enumerate(trips.tolist()):
        first, end = int(journeys.offset[trip]), int(journeys.offset[trip + 1])
        entered_us = journeys.entered_us[first:end].tolist()
        found += [
            Dot(place, scope.places[journeys.place[visit]], at_us, MOVES[journeys.move[visit]], at_us - entered_us[0])
            for visit, at_us in enumerate(entered_us, first)
            if seen.in_period[visit]
        ]
    found.sort(key=lambda dot: dot.entered_us)
    return DottedCustomer(mark, str(name), tuple(found), tuple(hows[seen.ended[trip]] for trip in trips.tolist()))
