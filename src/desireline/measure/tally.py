"""All that is counted of one shard, or of several: tallies of one scope add up."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import reduce
from math import prod

import numpy as np
from numpy.typing import NDArray

from desireline.measure.cube import (
    Cube,
    Dimension,
    Rows,
    added,
    coarser,
    tabulate,
    tabulate_whose,
    tabulated,
    with_values,
    without_values,
)
from desireline.measure.families import ALL, COUNTED, FAMILIES, Family
from desireline.measure.families.family import Finer
from desireline.measure.marks import Marks, Segmenting
from desireline.measure.routes import Routes, joined, routes_of
from desireline.measure.seen import FATES, EventNames, Scope, Seen
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


class Part(Enum):
    """A part of what is counted: all, what stays as it is while nothing happens, and what may be another as of a later moment."""

    ALL = "all"
    STAYING = "staying"
    MOVING = "moving"

    @property
    def families(self) -> list[Family]:
        """The families that it counts, in an order in which they can be."""
        return [family for family in COUNTED if self is Part.ALL or family.moving == (self is Part.MOVING)]


@dataclass(frozen=True, slots=True)
class Tally:
    """What is counted.

    cubes      family -> its rows; `all` the trips that are counted, not told apart. What is taken from a finer family has no values here:
               see `completed`
    segmented  the same by segment, the first dimension; empty where trips are not told apart. Where they are, values are here alone
    latest_us  when the latest event was that counts; None: it was not in the period, or nobody looked
    """

    cubes: Mapping[str, Cube]
    segmented: Mapping[str, Cube]
    routes: Routes
    events: Events
    latest_us: int | None = None

    def part(self, part: Part) -> Tally:
        """Of all that is counted, a part. Routes and events are of what stays."""
        names = [family.name for family in part.families]
        cubes, segmented = ({name: of[name] for name in names if name in of} for of in (self.cubes, self.segmented))
        if part is Part.MOVING:
            return Tally(cubes, segmented, *_no_others(len(self.events.all)))
        return Tally(cubes, segmented, self.routes, self.events)

    def with_moving(self, moving: Tally) -> Tally:
        """All that is counted: what stays, and what may be another a moment later."""
        segmented = {**self.segmented, **moving.segmented}
        alike = _alike(list(segmented.values())) if segmented else []
        return replace(self, cubes={**self.cubes, **moving.cubes}, segmented=dict(zip(segmented, alike, strict=True)))

    def told_beside(self, untold: Tally, value: str | None) -> Tally:
        """All trips by segment, where these are those of some customers by segment, and all others are of one segment, this one."""
        left = {name: added([cube], [_of_all_segments(self.cubes[name], self.segmented[name])]) for name, cube in untold.cubes.items()}
        one = {name: replace(cube, dimensions=(Dimension("segment", (value,)), *cube.dimensions)) for name, cube in left.items()}
        return replace(untold, segmented={name: added(_alike([cube, one[name]])) for name, cube in self.segmented.items()})


def added_up(tallies: Sequence[Tally], less: Sequence[Tally] = ()) -> Tally:
    """Tallies of several shards, at least one, as one. `less`: without those of shards that are among them."""
    first, every = tallies[0], [*tallies, *less]
    count = len(tallies)

    def segmented(name: str) -> Cube:
        alike = _alike([tally.segmented[name] for tally in every])
        return added(alike[:count], alike[count:])

    return Tally(
        {name: added([tally.cubes[name] for tally in tallies], [tally.cubes[name] for tally in less]) for name in first.cubes},
        {name: segmented(name) for name in first.segmented},
        joined([tally.routes for tally in tallies], [tally.routes for tally in less]),
        reduce(operator.sub, (tally.events for tally in less), reduce(operator.add, (tally.events for tally in tallies))),
        max((tally.latest_us for tally in tallies if tally.latest_us is not None), default=None),
    )


def tally_of(seen: Seen, names: int, segments: Segmented | None, part: Part = Part.ALL, *, alone: bool = False) -> Tally:
    """Count one shard. `names`: how many names of events the lake has; `alone`: cubes alone are counted, no routes and no events."""
    cubes, by_segment = _cubes(seen, segments, part)
    if alone or part is Part.MOVING:
        return Tally(cubes, by_segment, *_no_others(names))
    return Tally(cubes, by_segment, routes_of(seen), _events(seen, names), _latest_us(seen))


def completed(scope: Scope, tally: Tally) -> Tally:
    """With the values of the families that are taken from others, which tallies leave out, and without those that are not printed."""
    cubes = {name: _of_all_segments(cube, tally.segmented[name]) for name, cube in tally.cubes.items()} if tally.segmented else tally.cubes
    return replace(tally, cubes=_completed(scope, cubes), segmented=_completed(scope, tally.segmented))


def _of_all_segments(cube: Cube, by_segment: Cube) -> Cube:
    """A cube with the values that its rows have by segment."""
    whole = by_segment.by(*(dimension.name for dimension in cube.dimensions))
    return replace(whole, trips=cube.trips, customers=cube.customers)


def nothing(scope: Scope, names: int, segmented: bool, part: Part = Part.ALL) -> Tally:
    """The tally of no shard."""
    none = np.zeros(0, dtype=np.int64)
    rows = Rows(none, none)
    dimensions = {family.name: family.dimensions(scope) for family in part.families}
    cubes = {name: tabulate(told, rows, none) for name, told in dimensions.items()}
    by_segment = {name: tabulate((Dimension("segment", ()), *told), rows, none) for name, told in dimensions.items()} if segmented else {}
    return Tally(cubes, by_segment, *_no_others(names))


def _no_others(names: int) -> tuple[Routes, Events]:
    none, counts = np.zeros(0, dtype=np.int64), np.zeros(names, dtype=np.int64)
    return Routes(none, np.zeros(1, dtype=np.int64), none), Events(counts, counts, counts)


def _cubes(seen: Seen, segments: Segmented | None, part: Part) -> tuple[dict[str, Cube], dict[str, Cube]]:
    """The cubes of all families, and the same by segment where these are given.

    Rows are counted only where no finer family has them. Of the others only the trips and customers are counted, from the same marks.
    Values are looked at once: by segment, where trips are told apart.
    """
    cubes: dict[str, Cube] = {}
    marks: dict[str, Marks] = {}
    by_segment: dict[str, Cube] = {}
    segmenting = None if segments is None else Segmenting.of(segments.code, seen.customer)
    for family in part.families:
        name, told, finer = family.name, family.dimensions(seen.scope), family.finer(seen.scope)
        if finer is None:
            rows = family.rows(seen)
            counted = rows if segments is None else Rows(rows.trip, rows.cell)
            cubes[name], marks[name] = tabulated(told, counted, seen.customer, segmenting)
        else:
            cubes[name], marks[name] = _taken(seen.scope, finer, told, cubes[finer.name], marks[finer.name])
        if segments is None or segmenting is None:
            continue
        dimensions = (Dimension("segment", segments.values), *told)
        cells, trips, customers = _whose_by_segment(cubes[name], marks[name], segmenting)
        if finer is None:
            cell = segments.code[rows.trip] * _size(told) + rows.cell
            by_segment[name] = tabulate_whose(dimensions, Rows(rows.trip, cell, rows.value), trips, customers)
        else:
            found = _coarser(seen.scope, finer, dimensions, without_values(by_segment[finer.name]), valued=False)
            by_segment[name] = replace(found, trips=trips, customers=customers)
        assert np.array_equal(by_segment[name].cell, cells)
    return cubes, by_segment


def _taken(scope: Scope, finer: Finer, told: tuple[Dimension, ...], cube: Cube, marks: Marks) -> tuple[Cube, Marks]:
    """How many rows, trips and customers each cell has, where the same rows are counted in finer cells already."""
    found = _coarser(scope, finer, told, without_values(cube), valued=False)
    position, cell = finer.placed(scope, cube.cell)
    whose = marks.coarser(position, np.searchsorted(found.cell, cell), len(found.cell))
    trips, customers = whose.counts()
    return replace(found, trips=trips, customers=customers), whose


def _coarser(scope: Scope, finer: Finer, dimensions: tuple[Dimension, ...], cube: Cube, *, valued: bool) -> Cube:
    """Segments, where trips are told apart by them, are the first dimension of both; beyond it, the family says where rows are."""
    size = _size(dimension for dimension in cube.dimensions if dimension.name != "segment")
    segment, inner = np.divmod(cube.cell, size)
    position, cell = finer.placed(scope, inner)
    cell = segment[position] * _size(dimension for dimension in dimensions if dimension.name != "segment") + cell
    return coarser(cube, dimensions, position, cell, valued=valued)


def _whose_by_segment(cube: Cube, marks: Marks, segmenting: Segmenting) -> tuple[Counts, Counts, Counts]:
    """The cells by segment, and how many trips and customers the rows of each have."""
    if not len(cube.cell):
        return cube.cell, cube.trips, cube.customers
    trips, customers = (counts.T for counts in marks.counts_by(segmenting))
    segment, at = np.nonzero(trips)
    return segmenting.segments[segment] * _size(cube.dimensions) + cube.cell[at], trips[segment, at], customers[segment, at]


def _completed(scope: Scope, cubes: Mapping[str, Cube]) -> dict[str, Cube]:
    found = dict(cubes)
    for family in COUNTED if cubes else ():
        finer, bare = family.finer(scope), cubes[family.name]
        if finer is not None and finer.valued:
            whole = _coarser(scope, finer, bare.dimensions, found[finer.name], valued=True)
            found[family.name] = replace(whole, trips=bare.trips, customers=bare.customers)
    return {family.name: found[family.name] for family in (ALL, *FAMILIES)} if cubes else {}


def _size(dimensions: Iterable[Dimension]) -> int:
    return prod(len(dimension.values) for dimension in dimensions)


def _alike(cubes: Sequence[Cube]) -> list[Cube]:
    """Cubes by segment, whose shards may know different segments, with the segments of all. The unknown one, None, comes last."""
    known = {value for cube in cubes for value in cube.dimensions[0].values}
    values = (*sorted(value for value in known if value is not None), *([None] if None in known else []))
    return [with_values(cube, values) for cube in cubes]


def _events(seen: Seen, names: int) -> Events:
    matched, journeys = seen.matched, seen.journeys
    if matched is None:
        return _no_others(names)[1] if seen.event_names is None else _events_named(seen, seen.event_names, names)
    counted = seen.within(matched.time_us)
    if counted.all():
        outside_by_name = np.bincount(journeys.outside_name, minlength=names)
        return Events(np.bincount(matched.name, minlength=names), outside_by_name, journeys.unmapped.astype(np.int64))
    outside = np.zeros(len(counted), dtype=np.bool_)
    outside[journeys.outside_row] = True

    def by_name(which: NDArray[np.bool_]) -> Counts:
        return np.bincount(matched.name[which & counted], minlength=names)

    return Events(by_name(np.ones_like(counted)), by_name(outside), by_name(matched.target == NOTHING))


def _events_named(seen: Seen, named: EventNames, names: int) -> Events:
    """The same of what is kept: visits by when they began, and all other events."""
    counted = seen.within(named.other_us)
    other, fate = named.other[counted], named.other_fate[counted]
    outside, unmapped = (np.bincount(other[fate == FATES.index(one)], minlength=names) for one in ("outside", "unmapped"))
    visits = named.visit if seen.all_in_period else named.visit[seen.in_period]
    return Events(np.bincount(visits, minlength=names) + np.bincount(other, minlength=names), outside, unmapped)


def _latest_us(seen: Seen) -> int | None:
    """Of what is kept alone: where trips were left out of which nothing happened in the period, all that is in it is there."""
    if seen.event_names is None:
        return None
    times = (seen.journeys.entered_us, seen.event_names.other_us)
    latest_us = max((int(moments_us.max()) for moments_us in times if len(moments_us)), default=None)
    return latest_us if latest_us is not None and latest_us >= seen.scope.period.from_us else None
