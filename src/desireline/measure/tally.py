"""All that is counted of one shard, or of several: tallies of one scope add up."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from math import prod

import numpy as np
from numpy.typing import NDArray

from desireline.measure.cube import Cube, Dimension, Rows, added, tabulate, tabulate_coarser, with_values
from desireline.measure.families import ALL, FAMILIES, Family
from desireline.measure.routes import Routes, joined, routes_of
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

    def __sub__(self, other: Events) -> Events:
        return Events(self.all - other.all, self.outside - other.outside, self.unmapped - other.unmapped)


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

    def __sub__(self, other: Tally) -> Tally:
        """What is left without a shard that is among those counted."""
        cubes = {name: cube - other.cubes[name] for name, cube in self.cubes.items()}
        segmented = {name: operator.sub(*_alike([cube, other.segmented[name]])) for name, cube in self.segmented.items()}
        return Tally(cubes, segmented, self.routes - other.routes, self.events - other.events)


def added_up(tallies: Sequence[Tally]) -> Tally:
    """Tallies of several shards, at least one, as one."""
    first = tallies[0]
    return Tally(
        {name: added([tally.cubes[name] for tally in tallies]) for name in first.cubes},
        {name: added(_alike([tally.segmented[name] for tally in tallies])) for name in first.segmented},
        joined([tally.routes for tally in tallies]),
        reduce(operator.add, (tally.events for tally in tallies)),
    )


def tally_of(seen: Seen, names: int, segments: Segmented | None) -> Tally:
    """Count one shard. `names`: how many names of events the lake has."""
    families = [(family, family.rows(seen)) for family in (ALL, *FAMILIES)]
    cubes = _cubes(families, seen, None)
    by_segment = {} if segments is None else _cubes(families, seen, segments)
    return Tally(cubes, by_segment, routes_of(seen), _events(seen, names))


def nothing(scope: Scope, names: int, segmented: bool) -> Tally:
    """The tally of no shard."""
    none = np.zeros(0, dtype=np.int64)
    rows, counts = Rows(none, none), np.zeros(names, dtype=np.int64)
    dimensions = {family.name: family.dimensions(scope) for family in (ALL, *FAMILIES)}
    cubes = {name: tabulate(told, rows, none) for name, told in dimensions.items()}
    by_segment = {name: tabulate((Dimension("segment", ()), *told), rows, none) for name, told in dimensions.items()} if segmented else {}
    return Tally(cubes, by_segment, Routes(none, np.zeros(1, dtype=np.int64), none), Events(counts, counts, counts))


def _cubes(families: Iterable[tuple[Family, Rows]], seen: Seen, segments: Segmented | None) -> dict[str, Cube]:
    """The cubes of all families, by segment where these are given."""
    cubes: dict[str, Cube] = {}
    for family, rows in families:
        told = family.dimensions(seen.scope)
        dimensions, counted = (told, rows) if segments is None else _by_segment(told, rows, segments)
        if family.finer is None:
            cubes[family.name] = tabulate(dimensions, counted, seen.customer)
            continue
        finer = cubes[family.finer.name]
        # Segments are the first dimension of both: beyond it, the family says which cell a finer one is in.
        size = _size(dimension for dimension in finer.dimensions if dimension.name != "segment")
        segment, cell = np.divmod(finer.cell, size)
        cell_of = segment * _size(told) + family.finer.cell_of(seen.scope, cell)
        cubes[family.name] = tabulate_coarser(dimensions, counted, seen.customer, finer, cell_of)
    return cubes


def _by_segment(told: tuple[Dimension, ...], rows: Rows, segments: Segmented) -> tuple[tuple[Dimension, ...], Rows]:
    cell = segments.code[rows.trip] * _size(told) + rows.cell
    return (Dimension("segment", segments.values), *told), Rows(rows.trip, cell, rows.value)


def _size(dimensions: Iterable[Dimension]) -> int:
    return prod(len(dimension.values) for dimension in dimensions)


def _alike(cubes: Sequence[Cube]) -> list[Cube]:
    """Cubes by segment, whose shards may know different segments, with the segments of all. The unknown one, None, comes last."""
    known = {value for cube in cubes for value in cube.dimensions[0].values}
    values = (*sorted(value for value in known if value is not None), *([None] if None in known else []))
    return [with_values(cube, values) for cube in cubes]


def _events(seen: Seen, names: int) -> Events:
    matched, journeys = seen.matched, seen.journeys
    counted = seen.within(matched.time_us)
    outside = np.zeros(len(counted), dtype=np.bool_)
    outside[journeys.outside_row] = True

    def by_name(which: NDArray[np.bool_]) -> Counts:
        return np.bincount(matched.name[which & counted], minlength=names)

    return Events(by_name(np.ones_like(counted)), by_name(outside), by_name(matched.target == NOTHING))
