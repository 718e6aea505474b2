"""All that is counted of one shard, or of several: tallies of one scope add up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import add

import numpy as np
from numpy.typing import NDArray

from desireline.measure.cube import Cube, Dimension, Rows, tabulate, with_values
from desireline.measure.families import FAMILIES
from desireline.measure.routes import Routes, routes_of
from desireline.measure.seen import Scope, Seen
from desireline.measure.segments import Segmented
from desireline.replay import NOTHING

Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Events:
    """Events of the period by name: all, those that matched and found no trip, and those that matched nothing."""

    all: Counts
    outside: Counts
    unmapped: Counts

    def __add__(self, other: Events) -> Events:
        return Events(self.all + other.all, self.outside + other.outside, self.unmapped + other.unmapped)


@dataclass(frozen=True, slots=True)
class Tally:
    """What is counted.

    cubes      family -> its rows; `all` the trips that are counted, not told apart
    segmented  the same by segment, the first dimension; empty where trips are not told apart
    """

    cubes: Mapping[str, Cube]
    segmented: Mapping[str, Cube]
    routes: Routes
    events: Events

    def __add__(self, other: Tally) -> Tally:
        cubes = {name: cube + other.cubes[name] for name, cube in self.cubes.items()}
        segmented = {name: _joined(cube, other.segmented[name]) for name, cube in self.segmented.items()}
        return Tally(cubes, segmented, self.routes + other.routes, self.events + other.events)


def tally_of(seen: Seen, names: int, segments: Segmented | None) -> Tally:
    """Count one shard. `names`: how many names of events the lake has."""
    cubes, by_segment = {}, {}
    for name, dimensions, rows in _families(seen):
        cubes[name] = tabulate(dimensions, rows, seen.customer)
        if segments is not None:
            by_segment[name] = _by_segment(dimensions, rows, segments, seen)
    return Tally(cubes, by_segment, routes_of(seen), _events(seen, names))


def nothing(scope: Scope, names: int, segmented: bool) -> Tally:
    """The tally of no shard."""
    none = np.zeros(0, dtype=np.int64)
    rows, counts = Rows(none, none), np.zeros(names, dtype=np.int64)
    dimensions = {"all": (), **{family.name: family.dimensions(scope) for family in FAMILIES}}
    cubes = {name: tabulate(told, rows, none) for name, told in dimensions.items()}
    by_segment = {name: tabulate((Dimension("segment", ()), *told), rows, none) for name, told in dimensions.items()} if segmented else {}
    return Tally(cubes, by_segment, Routes(none, np.zeros(1, dtype=np.int64), none), Events(counts, counts, counts))


def added_up(tallies: Iterable[Tally], none: Tally) -> Tally:
    """Tallies of several shards as one."""
    return reduce(add, tallies, none)


def _families(seen: Seen) -> Iterable[tuple[str, tuple[Dimension, ...], Rows]]:
    yield "all", (), Rows(seen.trips, np.zeros(len(seen.trips), dtype=np.int64))
    for family in FAMILIES:
        yield family.name, family.dimensions(seen.scope), family.rows(seen)


def _by_segment(dimensions: tuple[Dimension, ...], rows: Rows, segments: Segmented, seen: Seen) -> Cube:
    size = int(np.prod([len(dimension.values) for dimension in dimensions], dtype=np.int64))
    cell = segments.code[rows.trip] * size + rows.cell
    return tabulate((Dimension("segment", segments.values), *dimensions), Rows(rows.trip, cell, rows.value), seen.customer)


def _joined(ours: Cube, theirs: Cube) -> Cube:
    """Two cubes by segment, whose shards may know different segments. The unknown one, None, comes last."""
    known = {value for cube in (ours, theirs) for value in cube.dimensions[0].values}
    values = (*sorted(value for value in known if value is not None), *([None] if None in known else []))
    return with_values(ours, values) + with_values(theirs, values)


def _events(seen: Seen, names: int) -> Events:
    matched, journeys = seen.matched, seen.journeys
    counted = seen.within(matched.time_us)
    outside = np.zeros(len(counted), dtype=np.bool_)
    outside[journeys.outside_row] = True

    def by_name(which: NDArray[np.bool_]) -> Counts:
        return np.bincount(matched.name[which & counted], minlength=names)

    return Events(by_name(np.ones_like(counted)), by_name(outside), by_name(matched.target == NOTHING))
