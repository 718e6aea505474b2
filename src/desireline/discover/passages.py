"""What customers did, told by replay itself: the names as steps, and trips by the contract's rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from desireline.conditions import ValueType
from desireline.discover.names import Group
from desireline.events import EventLake
from desireline.model import Map, Outcome, Stage, Step, TripRules
from desireline.replay import LATEST, Integers, Progress, Run, Times

Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Key:
    """The field whose value parts trips. `evidence`: why, in lines for a comment."""

    field: str
    type: ValueType
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True)
class Passages:
    """The trips of all customers. Visits are by (trip, time), trips by (shard, customer, opening).

    places    how many places there are; a place is the number of a group, or of a map's step or outcome
    offset    one more than there are trips: where the visits of each trip begin
    customer  of each trip: a number
    place, entered_us  of each visit
    outcomes  the places that end a trip
    as_of_us  the moment as of which this is
    """

    places: int
    offset: Integers
    customer: Integers
    place: Integers
    entered_us: Times
    outcomes: frozenset[int]
    as_of_us: int

    @property
    def trips(self) -> int:
        """How many trips there are."""
        return len(self.offset) - 1

    @property
    def lengths(self) -> Integers:
        """How many visits each trip has."""
        return np.diff(self.offset)

    def first(self) -> Integers:
        """The place where each trip begins."""
        return self.place[self.offset[:-1]]

    def last(self) -> Integers:
        """The place of each trip's last visit."""
        return self.place[self.offset[1:] - 1]

    def goings(self) -> Integers:
        """The positions of the visits that another visit of the trip follows."""
        goes_on = np.ones(len(self.place), dtype=np.bool_)
        goes_on[self.offset[1:] - 1] = False
        return np.flatnonzero(goes_on)

    @cached_property
    def trip_of_visit(self) -> Integers:
        """The trip of each visit."""
        return np.repeat(np.arange(self.trips), self.lengths)

    @cached_property
    def ended_us(self) -> Times:
        """When each trip ended with an outcome; later than all that comes where it did not."""
        ends = np.isin(self.last(), list(self.outcomes))
        return np.where(ends, self.entered_us[self.offset[1:] - 1], LATEST)

    def visits_of(self, place: int) -> Integers:
        """The positions of the visits to a place."""
        return self._by_place[self._begins[place] : self._begins[place + 1]]

    @cached_property
    def _by_place(self) -> Integers:
        return np.argsort(self.place, kind="stable")

    @cached_property
    def _begins(self) -> Integers:
        return np.searchsorted(self.place[self._by_place], np.arange(self.places + 1))


def of_groups(
    lake: EventLake,
    groups: Sequence[Group],
    as_of_us: int,
    *,
    key: Key | None,
    quiet_us: int | None,
    outcomes: frozenset[int] = frozenset(),
    threads: int = 1,
    progress: Progress | None = None,
) -> Passages:
    """The trips where each group is a step, or an outcome where it is among `outcomes`. Places are the numbers of the groups."""
    ids = [number for number in range(len(groups)) if number not in outcomes] + sorted(outcomes)
    passages = of_map(lake, _map_of(groups, outcomes, key, quiet_us), as_of_us, threads=threads, progress=progress)
    number_of = np.array(ids, dtype=np.int32)
    return replace(passages, place=number_of[passages.place], outcomes=outcomes)


def of_map(lake: EventLake, map_: Map, as_of_us: int, *, threads: int = 1, progress: Progress | None = None) -> Passages:
    """The trips on a map. Places are its steps, then its outcomes, in order."""
    run = Run.of(map_, lake, as_of_us, as_of_us)
    nothing = np.zeros(0, dtype=np.int64)
    offset: list[Integers] = [np.zeros(1, dtype=np.int64)]
    customers: list[Integers] = [nothing]
    places: list[Integers] = [nothing]
    entered_us: list[Times] = [nothing]
    visits, people = 0, 0
    for journeys in run.each_shard(lambda opened, _: run.journeys(opened), threads, progress):
        offset.append(journeys.offset[1:] + visits)
        customers.append(journeys.customer.astype(np.int64) + people)
        places.append(journeys.place)
        entered_us.append(journeys.entered_us)
        visits += len(journeys.place)
        people += int(journeys.customer.max(initial=-1)) + 1
    count = len(map_.steps) + len(map_.outcomes)
    outcomes = frozenset(range(len(map_.steps), count))
    arrays = np.concatenate(offset), np.concatenate(customers), np.concatenate(places), np.concatenate(entered_us)
    return Passages(count, *arrays, outcomes, as_of_us)


def empty_map() -> Map:
    """A map that takes no event."""
    return _map_of((), frozenset(), None, None)


def _map_of(groups: Sequence[Group], outcomes: frozenset[int], key: Key | None, quiet_us: int | None) -> Map:
    fields: Mapping[str, ValueType] = {} if key is None else {key.field: key.type}
    named = {number: tuple(one.name for one in group.names) for number, group in enumerate(groups)}
    return Map(
        journey="draft",
        title="Draft",
        version="",
        trip=TripRules(per=None if key is None else key.field, quiet_us=quiet_us),
        fields=fields,
        stages=(Stage(id="all", title="All"),),
        steps=tuple(
            Step(id=str(number), title=group.title, stage="all", events=named[number], done=tuple(one.name for one in group.done))
            for number, group in enumerate(groups)
            if number not in outcomes
        ),
        outcomes=tuple(Outcome(id=str(number), title="", kind="other", events=named[number]) for number in sorted(outcomes)),
    )
