"""Rules 3 to 8 of the contract over the arrays of one shard: each pass once, in order."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from desireline.replay.arrays import LATEST, NEVER, Flags, Integers, Times, run_starts, take
from desireline.replay.asides import Asides, Placed, Visits, place_asides
from desireline.replay.keys import keys_in_force
from desireline.replay.moves import MoveTable, moves_of
from desireline.replay.plan import DONE, NOTHING, OUTCOME, Plan
from desireline.replay.promises import Made, Pledges, Stays, pledges_of, promises_as_of, promises_of
from desireline.replay.reading import Matched
from desireline.replay.stretches import Passing
from desireline.replay.trips import Trips, again, ends_of, trips_of


@dataclass(frozen=True, slots=True)
class Rules:
    """What the passes need of a map, made once for all shards."""

    plan: Plan
    moves: MoveTable
    pledges: Pledges

    @staticmethod
    def of(plan: Plan) -> Rules:
        """Prepare a map."""
        return Rules(plan, MoveTable(plan.map, plan.places), pledges_of(plan.map, plan.places))

    def without_promises(self) -> Rules:
        """The same, where no step promises anything."""
        silent = replace(self.plan.map, steps=tuple(replace(step, promises=()) for step in self.plan.map.steps))
        return replace(self, pledges=pledges_of(silent, self.plan.places))


@dataclass(frozen=True, slots=True)
class ShardJourneys:
    """What one shard comes to. Rows are those of the shard that count; visits are by (trip, time), trips by (customer, opening).

    events       how many events count
    offset       one more than there are trips: where the visits of each trip begin
    customer     of each trip: its number in the shard
    key          a row that carries the trip's key, -1 none; None: trips have no keys
    keyed_us     when trips took on their key that began without one; `NEVER` for all others; None: none did
    how          the place of the trip's outcome; the number of places: gone quiet; one more: open
    ended_us     `NEVER`: not yet
    row          the event of each visit
    done_us      `NEVER`: none; None: no visit has one
    aside_trip, aside_row, aside_target   the events of scores and aftercare, by (trip, row)
    outside_row, outside_name             the events that matched and found no trip, and their names
    unmapped     numbers of events that matched nothing, by name
    """

    events: int
    offset: Integers
    customer: Integers
    key: Integers | None
    keyed_us: Times | None
    how: NDArray[np.int32]
    ended_us: Times
    again: Flags
    row: Integers
    place: Integers
    entered_us: Times
    done_us: Times | None
    move: NDArray[np.uint8]
    promises: Made
    aside_trip: Integers
    aside_row: Integers
    aside_target: Integers
    outside_row: Integers
    outside_name: Integers
    unmapped: Integers

    @property
    def trips(self) -> int:
        """How many trips there are."""
        return len(self.offset) - 1

    def seq(self) -> NDArray[np.int32]:
        """The number of each visit within its trip."""
        first = np.repeat(self.offset[:-1].astype(np.int32), np.diff(self.offset))
        return np.arange(len(self.row), dtype=np.int32) - first

    def left_us(self) -> Times:
        """When each visit was left: the entry of the trip's next; `NEVER` for the last."""
        left_us = np.full(len(self.row), NEVER)
        left_us[:-1] = self.entered_us[1:]
        left_us[self.offset[1:] - 1] = NEVER
        return left_us


def journeys_of(rules: Rules, matched: Matched, as_of_us: int) -> ShardJourneys:
    """All passes over one shard."""
    plan, quiet_us = rules.plan, rules.plan.map.trip.quiet_us
    kind = plan.kind_of.take(matched.target)
    grouped = _grouped(matched, kind, quiet_us)
    passing, asides = _passing(plan, matched, kind, grouped), _asides(plan, matched, kind, grouped)
    trips = trips_of(passing, quiet_us)
    at = trips.order if trips.visit is None else take(trips.visit, trips.order)
    row, place, entered_us = take(passing.row, at), take(passing.place, at), take(passing.time_us, at)
    placed = place_asides(asides, _visits_by_group(passing, trips), quiet_us)
    beside = _beside(asides, placed, trips)
    done_us = _done_us(asides, placed, trips, len(row))
    last = trips.offset[1:] - 1
    by_outcome = take(passing.ends, at)[last]
    ended_us, gone_quiet = ends_of(entered_us[last], by_outcome, quiet_us, as_of_us)
    customer = matched.customer[row[trips.offset[:-1]]]
    stays = Stays(trips.offset, place, entered_us, done_us, np.where(by_outcome, entered_us[last], LATEST))
    open_ = len(plan.places) + 1
    outside = np.concatenate((_outside(passing, trips), asides.row[~placed.found]))
    return ShardJourneys(
        events=len(kind),
        offset=trips.offset,
        customer=customer,
        key=trips.key,
        keyed_us=trips.keyed_us,
        how=np.where(by_outcome, place[last], np.where(gone_quiet, open_ - 1, open_)).astype(np.int32),
        ended_us=ended_us,
        again=again(customer, trips.key),
        row=row,
        place=place,
        entered_us=entered_us,
        done_us=done_us,
        move=moves_of(rules.moves, place, trips.offset),
        promises=promises_of(rules.pledges, stays, as_of_us),
        aside_trip=beside[0],
        aside_row=beside[1],
        aside_target=beside[2],
        outside_row=outside,
        outside_name=matched.name[outside],
        unmapped=np.bincount(matched.name[kind == NOTHING], minlength=len(plan.sure)),
    )


def as_of(journeys: ShardJourneys, quiet_us: int | None, places: int, as_of_us: int) -> ShardJourneys:
    """The same events told as of another moment, up to which all of them count as well.

    Only what has not happened can differ: trips go quiet, and promises break, by the moment alone. `places`: how many there are.
    """
    by_outcome = journeys.how < places
    ended_us, gone_quiet = ends_of(journeys.entered_us[journeys.offset[1:] - 1], by_outcome, quiet_us, as_of_us)
    how = np.where(by_outcome, journeys.how, np.where(gone_quiet, places, places + 1)).astype(np.int32)
    return replace(journeys, how=how, ended_us=ended_us, promises=promises_as_of(journeys.promises, as_of_us))


@dataclass(frozen=True, slots=True)
class _Grouped:
    """The rows that matched, by (group, row), with their groups and keys. `row` None: all rows, in order."""

    row: Integers | None
    group: Integers
    key: Integers | None


def _grouped(matched: Matched, kind: Integers, quiet_us: int | None) -> _Grouped:
    row = None if kind.all() else np.flatnonzero(kind)
    if matched.own_key is None:
        return _Grouped(row, take(matched.customer, row), None)
    key = take(keys_in_force(matched.customer, matched.time_us, matched.own_key, kind == OUTCOME, quiet_us), row)
    group = take(matched.customer, row).astype(np.int64) * (len(kind) + 1) + key + 1
    row = np.arange(len(kind)) if row is None else row
    if np.any(group[1:] < group[:-1]):
        order = np.argsort(group, kind="stable")
        row, key, group = row[order], key[order], group[order]
    return _Grouped(row, np.cumsum(run_starts(group)) - 1, key)


def _passing(plan: Plan, matched: Matched, kind: Integers, grouped: _Grouped) -> Passing:
    """The steps and outcomes among the rows that matched."""
    kind = take(kind, grouped.row)
    passes = None if kind.max(initial=0) <= OUTCOME else np.flatnonzero(kind <= OUTCOME)
    row = passes if grouped.row is None else take(grouped.row, passes)
    ends = take(kind, passes) == OUTCOME
    return Passing(
        row=np.arange(len(ends)) if row is None else row,
        group=take(grouped.group, passes),
        customer=take(matched.customer, row),
        key=None if grouped.key is None else take(grouped.key, passes),
        carries=None if matched.own_key is None else take(matched.own_key, row) >= 0,
        time_us=take(matched.time_us, row),
        place=plan.place_of.take(take(matched.target, row)),
        ends=ends,
        opens=None if matched.opens is None else take(matched.opens, row) & ~ends,
    )


def _asides(plan: Plan, matched: Matched, kind: Integers, grouped: _Grouped) -> Asides:
    """The ends of work, scores and aftercare among the rows that matched."""
    beside = np.flatnonzero(take(kind, grouped.row) > OUTCOME)
    row = beside if grouped.row is None else grouped.row[beside]
    target = matched.target[row]
    return Asides(row, grouped.group[beside], matched.time_us[row], kind[row] == DONE, plan.place_of.take(target), target)


def _visits_by_group(passing: Passing, trips: Trips) -> Visits:
    visit = trips.visit
    return Visits(
        row=take(passing.row, visit),
        group=take(passing.group, visit),
        time_us=take(passing.time_us, visit),
        place=take(passing.place, visit),
        ends=take(passing.ends, visit),
        gone_at=trips.gone_at,
    )


def _ordered(visit: Integers, trips: Trips) -> Integers:
    """Where visits counted by group stand by (trip, time)."""
    if trips.order is None:
        return visit
    place = np.empty_like(trips.order)
    place[trips.order] = np.arange(len(place))
    return place[visit]


def _done_us(asides: Asides, placed: Placed, trips: Trips, visits: int) -> Times | None:
    done = placed.found & asides.is_done
    if not done.any():
        return None
    done_us = np.full(visits, NEVER)
    done_us[_ordered(placed.visit[done], trips)] = asides.time_us[done]
    return done_us


def _beside(asides: Asides, placed: Placed, trips: Trips) -> tuple[Integers, Integers, Integers]:
    """The events of scores and aftercare that belong to a trip: trips, rows, targets."""
    found = np.flatnonzero(placed.found & ~asides.is_done)
    trip = np.searchsorted(trips.offset, _ordered(placed.visit[found], trips), side="right") - 1
    order = np.lexsort((asides.row[found], trip))
    return trip[order], asides.row[found][order], asides.target[found][order]


def _outside(passing: Passing, trips: Trips) -> Integers:
    """The rows of steps and outcomes that are no visits."""
    if trips.visit is None:
        return passing.row[:0]
    outside = np.ones(len(passing.row), dtype=np.bool_)
    outside[trips.visit] = False
    return passing.row[outside]
