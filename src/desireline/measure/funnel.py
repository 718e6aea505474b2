"""A funnel: how many trips made some steps one after another, and what became of those that did not make the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from desireline.diagnostics import DesirelineError, Diagnostic, Fix
from desireline.measure.cube import Cube, Dimension, Rows, added, tabulate
from desireline.measure.intervals import FEW_CUSTOMERS
from desireline.measure.passes import LakePass
from desireline.measure.refusals import unknown
from desireline.measure.seen import Scope, Seen
from desireline.model import GONE_QUIET, OPEN, Map
from desireline.replay import Integers


@dataclass(frozen=True, slots=True)
class FunnelStep:
    """A step of a funnel. All counts are of trips.

    made        trips that made this step, and before it those above it in their order
    customers   theirs
    went_on     of them, those that made the next one too
    under_way   of the others, those that are open: they may still
    gone_quiet, ended   of the others, those that are not: outcome -> trips
    p50_us, p90_us   how long it took from the step above; None: there is none, or fewer than 20 customers made it
    """

    step: str
    made: int
    customers: int
    went_on: int
    under_way: int
    gone_quiet: int
    ended: dict[str, int]
    p50_us: int | None
    p90_us: int | None


@dataclass(frozen=True, slots=True)
class Funnel:
    """Trips by how many of the steps they made, in order; counts of several shards add up.

    trips   by how many (`1` and more) and by how they ended
    waits   of those that made a step after another: how long it took since the one above
    """

    scope: Scope
    steps: tuple[str, ...]
    trips: Cube
    waits: Cube

    def rows(self) -> list[FunnelStep]:
        """The steps, from the first."""
        hows = self.trips.dimensions[1].values
        table = np.zeros((len(self.steps), len(hows)), dtype=np.int64)
        customers = np.zeros(len(self.steps), dtype=np.int64)
        for depth, how, trips in zip(*self.trips.coordinates(), self.trips.trips, strict=True):
            table[depth, how] = trips
        for depth, count in zip(*self.waits.coordinates(), self.waits.customers, strict=True):
            customers[depth] = count
        position = {int(depth): place for place, depth in enumerate(self.waits.coordinates()[0])}
        rows = []
        for depth, step in enumerate(self.steps):
            stopped = dict(zip(hows, table[depth].tolist(), strict=True))
            last = depth == len(self.steps) - 1
            place = position.get(depth) if depth and customers[depth] >= FEW_CUSTOMERS else None
            rows.append(
                FunnelStep(
                    step=step,
                    made=int(table[depth:].sum()),
                    customers=int(customers[depth]),
                    went_on=int(table[depth + 1 :].sum()),
                    under_way=0 if last else stopped[OPEN],
                    gone_quiet=0 if last else stopped[GONE_QUIET],
                    ended={} if last else {str(how): n for how, n in stopped.items() if n and how not in {OPEN, GONE_QUIET}},
                    p50_us=None if place is None else self.waits.quantile(place, 0.5),
                    p90_us=None if place is None else self.waits.quantile(place, 0.9),
                )
            )
        return rows


def funnel(over: LakePass, steps: Sequence[str]) -> Funnel:
    """Count the trips that made some steps (or outcomes) in an order, whatever else they did between.

    A trip is counted where it made the first of them in the period; the others until the moment asked about.
    Raises DesirelineError where a step is none of the map, there are fewer than two, or a shard cannot be read.
    """
    refuse_no_funnel(over.map, steps)
    scope, parts = over.parts(lambda seen, _: _of_shard(seen, steps), met=True)
    none = _counted(scope, steps, np.zeros(0, dtype=np.int64), [])
    trips, waits = zip(none, *parts, strict=True)
    return Funnel(scope, tuple(steps), added(trips), added(waits))


def refuse_no_funnel(map_: Map, steps: Sequence[str]) -> None:
    """Raise DesirelineError where these are no steps for a funnel."""
    known = [*map_.step_by_id, *map_.outcome_by_id]
    wrong = [unknown(step, "step or outcome", known) for step in steps if step not in known]
    if len(steps) < 2:
        fix = Fix(f"name two or more in their order, such as {' and '.join(known[:2])}" if len(known) > 1 else "add a step to the map")
        wrong.append(Diagnostic("M121", "a funnel needs two steps at least", why="with one there is nothing to go on to", fix=fix))
    if wrong:
        raise DesirelineError(wrong)


def _of_shard(seen: Seen, steps: Sequence[str]) -> tuple[Cube, Cube]:
    places = [seen.scope.places.index(step) for step in steps]
    return _counted(seen.scope, steps, seen.customer, made_in(seen, places), seen)


def made_in(seen: Seen, places: Sequence[int]) -> list[tuple[Integers, Integers]]:
    """For each of some places: the trips that came there after those before it, and the visit. The first one began in the period."""
    first = np.flatnonzero((seen.journeys.place == places[0]) & seen.in_period)
    trip, position = np.unique(seen.trip[first], return_index=True)
    made: list[tuple[Integers, Integers]] = [(trip, first[position])]
    for place in places[1:]:
        trip, visit = made[-1]
        there = np.flatnonzero(seen.journeys.place == place)
        found = np.searchsorted(there, visit, side="right")
        next_ = np.append(there, len(seen.journeys.place))[found]
        on = next_ < seen.journeys.offset[trip + 1]
        made.append((trip[on], next_[on]))
    return made


def _counted(
    scope: Scope, steps: Sequence[str], customer: Integers, made: Sequence[tuple[Integers, Integers]], seen: Seen | None = None
) -> tuple[Cube, Cube]:
    none = np.zeros(0, dtype=np.int64)
    hows = (*(outcome.id for outcome in scope.map.outcomes), GONE_QUIET, OPEN)
    depth = Dimension("made", tuple(str(number) for number in range(1, len(steps) + 1)))
    dimensions = (depth, Dimension("how", hows))
    if seen is None or not made:
        return tabulate(dimensions, Rows(none, none), customer), tabulate((depth,), Rows(none, none, none), customer)
    counted = made[0][0]
    deepest = sum((np.isin(counted, trip).astype(np.int64) for trip, _ in made), start=np.zeros(len(counted), dtype=np.int64)) - 1
    trips = tabulate(dimensions, Rows(counted, deepest * len(hows) + seen.ended[counted]), customer)
    entered_us = seen.journeys.entered_us
    waited_us = [np.zeros(len(made[0][0]), dtype=np.int64)]
    for (before, left), (trip, came) in pairwise(made):
        waited_us.append(entered_us[came] - entered_us[left[np.searchsorted(before, trip)]])
    cell = np.repeat(np.arange(len(made)), [len(trip) for trip, _ in made])
    return trips, tabulate((depth,), Rows(np.concatenate([trip for trip, _ in made]), cell, np.concatenate(waited_us)), customer)
