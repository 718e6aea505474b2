"""Counts by cell: how many rows, of how many trips and customers, how long in all, and how these times lie. Cubes add up over shards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from desireline.measure.buckets import buckets_of, quantile, values_of
from desireline.measure.marks import Marks, Segmenting, spread
from desireline.replay import Integers, run_starts

Counts = NDArray[np.int64]
SMALL, SPARSE = 4_096, 16
"""Up to so many cells (or cells x buckets), and so many more for each row, are counted in a table of all; beyond, rows are sorted."""
_LOW_BITS = 20
_LOW = (1 << _LOW_BITS) - 1


@dataclass(frozen=True, slots=True)
class Dimension:
    """One thing by which rows are told apart, with all its values in order. None: the value is not known."""

    name: str
    values: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """What is counted in one shard, a row each.

    trip   the trip that it belongs to
    cell   its place among all combinations of the dimensions' values, the last dimension running fastest
    value  how long it took, in microseconds, or how much of something it was; None: nothing was measured
    """

    trip: Integers
    cell: Integers
    value: NDArray[np.int64] | None = None


@dataclass(frozen=True)
class Cube:
    """Counts of one kind of rows, by cell; cells without rows are left out.

    cell             ascending
    rows, trips, customers   of each cell. Customers are in one shard each, so that all three add up
    high, low        the values of each cell together are high x 2^20 + low, low below 2^20: in two parts the sum stays exact
    at, bucket, times        how many values (`times`) of the cell at position `at` are in a bucket, by (at, bucket)
    """

    dimensions: tuple[Dimension, ...]
    cell: Counts
    rows: Counts
    trips: Counts
    customers: Counts
    high: Counts
    low: Counts
    at: Counts
    bucket: Counts
    times: Counts

    @property
    def sizes(self) -> tuple[int, ...]:
        """How many values each dimension has."""
        return tuple(len(dimension.values) for dimension in self.dimensions)

    def coordinates(self) -> tuple[Counts, ...]:
        """For each dimension, the index of each cell's value."""
        return tuple(np.unravel_index(self.cell, self.sizes)) if self.dimensions else ()

    def totals(self) -> list[int]:
        """The sum of the values of each cell."""
        return [(high << _LOW_BITS) + low for high, low in zip(self.high.tolist(), self.low.tolist(), strict=True)]

    @cached_property
    def bounds(self) -> Counts:
        """Where the buckets of each cell begin, and how many there are."""
        return np.searchsorted(self.at, np.arange(len(self.cell) + 1))

    def quantile(self, position: int, share: float) -> int | None:
        """A quantile of the values of the cell at a position; None: it has none."""
        part = self._part(position)
        return quantile(self.bucket[part], self.times[part], share)

    def quantiles(self, share: float) -> Counts:
        """A quantile of the values of every cell, as `quantile` has it; -1: it has none."""
        ends = np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(self.times)))
        below = ends[self.bounds[:-1]]
        total = ends[self.bounds[1:]] - below
        rank = np.maximum(1, np.ceil(share * total).astype(np.int64))
        found = np.full(len(self.cell), -1, dtype=np.int64)
        having = np.flatnonzero(total)
        found[having] = values_of(self.bucket[np.searchsorted(ends[1:], (below + rank)[having])])
        return found

    def distribution(self, position: int) -> tuple[Counts, Counts]:
        """The buckets of the values of the cell at a position, ascending, and how many values are in each."""
        part = self._part(position)
        return self.bucket[part], self.times[part]

    def _part(self, position: int) -> slice:
        return slice(self.bounds[position], self.bounds[position + 1])

    def by(self, *names: str) -> Cube:
        """The same rows by some of the dimensions, in the order given.

        Trips and customers may be in several cells: of coarser ones they become upper bounds. Where exact ones are wanted, the coarser
        rows are a family of their own.
        """
        index = [[dimension.name for dimension in self.dimensions].index(name) for name in names]
        dimensions = tuple(self.dimensions[i] for i in index)
        coordinates = self.coordinates()
        code = np.zeros(len(self.cell), dtype=np.int64)
        for i in index:
            code = code * len(self.dimensions[i].values) + coordinates[i]
        return _added(replace(self, dimensions=dimensions), code)

    def part(self, index: int) -> Cube:
        """The cells of one value of the first dimension, which is dropped."""
        inner = prod(self.sizes[1:])
        first, last = np.searchsorted(self.cell, (index * inner, (index + 1) * inner)).tolist()
        cells, values = slice(first, last), slice(self.bounds[first], self.bounds[last])
        return Cube(
            self.dimensions[1:],
            self.cell[cells] - index * inner,
            self.rows[cells],
            self.trips[cells],
            self.customers[cells],
            self.high[cells],
            self.low[cells],
            self.at[values] - first,
            self.bucket[values],
            self.times[values],
        )


def tabulate(dimensions: Sequence[Dimension], rows: Rows, customer: Integers) -> Cube:
    """Count the rows of one shard. `customer`: of each trip, ascending."""
    return tabulated(dimensions, rows, customer)[0]


def tabulated(dimensions: Sequence[Dimension], rows: Rows, customer: Integers, segmenting: Segmenting | None = None) -> tuple[Cube, Marks]:
    """The same, with the trips and customers of each cell. `segmenting`: where they are to be counted by segment."""
    cube, compact = _measured(dimensions, rows)
    marks = Marks.of(compact, rows.trip, len(cube.cell), customer, segmenting)
    trips, customers = marks.counts()
    return replace(cube, trips=trips, customers=customers), marks


def tabulate_whose(dimensions: Sequence[Dimension], rows: Rows, trips: Counts, customers: Counts) -> Cube:
    """The same where it is known how many trips and customers each cell has that occurs."""
    return replace(_measured(dimensions, rows)[0], trips=trips, customers=customers)


def coarser(cube: Cube, dimensions: Sequence[Dimension], position: Integers, cell: Integers, *, valued: bool) -> Cube:
    """The rows of some cells by other ones. Trips and customers become upper bounds: count them anew.

    position  of a cell, and the `cell` that its rows are in. A cell that stands there twice has its rows in two, one that does not in none
    valued    whether its values are taken along
    """
    picked = {name: getattr(cube, name)[position] for name in ("rows", "trips", "customers", "high", "low")}
    at, bucket, times = cube.at[:0], cube.bucket[:0], cube.times[:0]
    if valued:
        taken, lengths = spread(cube.bounds, position), np.diff(cube.bounds)[position]
        at, bucket, times = np.repeat(np.arange(len(position)), lengths), cube.bucket[taken], cube.times[taken]
    else:
        picked |= {"high": np.zeros(len(position), dtype=np.int64), "low": np.zeros(len(position), dtype=np.int64)}
    return _added(Cube(tuple(dimensions), cell=cell.astype(np.int64, copy=False), at=at, bucket=bucket, times=times, **picked), cell)


def without_values(cube: Cube) -> Cube:
    """Only how many rows, trips and customers there are."""
    none = np.zeros(len(cube.cell), dtype=np.int64)
    return replace(cube, high=none, low=none, at=cube.at[:0], bucket=cube.bucket[:0], times=cube.times[:0])


def added(cubes: Sequence[Cube], less: Sequence[Cube] = ()) -> Cube:
    """Cubes of the same dimensions, at least one, added up. `less`: without the rows of these, all of which are in those."""
    first = cubes[0]
    if any(cube.dimensions != first.dimensions for cube in (*cubes, *less)):
        raise ValueError("only cubes of the same dimensions add up")
    cubes = [cube for cube in (*cubes, *map(_negative, less)) if len(cube.cell)]
    if len(cubes) < 2:
        return cubes[0] if cubes else first
    names = ("cell", "rows", "trips", "customers", "high", "low", "bucket", "times")
    joined = {name: np.concatenate([getattr(cube, name) for cube in cubes]) for name in names}
    begins = np.cumsum([0, *(len(cube.cell) for cube in cubes[:-1])])
    at = np.concatenate([cube.at + begin for cube, begin in zip(cubes, begins, strict=True)])
    found = _added(Cube(first.dimensions, at=at, **joined), joined["cell"])
    return _kept(_with_values(found, found.times != 0), found.rows != 0) if less else found


def _negative(cube: Cube) -> Cube:
    return replace(cube, **{name: -getattr(cube, name) for name in ("rows", "trips", "customers", "high", "low", "times")})


def with_values(cube: Cube, values: tuple[str | None, ...]) -> Cube:
    """A cube whose first dimension has further values. `values`: all of them."""
    first, *rest = cube.dimensions
    if first.values == values:
        return cube
    inner = prod(len(dimension.values) for dimension in rest)
    place = {value: index for index, value in enumerate(values)}
    number = np.array([place[value] for value in first.values], dtype=np.int64)
    cell = number[cube.cell // inner] * inner + cube.cell % inner if len(cube.cell) else cube.cell
    return _added(replace(cube, dimensions=(Dimension(first.name, values), *rest)), cell)


def _compact(cell: Integers, size: int) -> tuple[Counts, Integers, Counts]:
    """The cells that occur, ascending, for each row the position of its own among them, and the numbers of rows."""
    if size > SPARSE * len(cell) + SMALL:
        return np.unique(cell.astype(np.int64), return_inverse=True, return_counts=True)
    counts = np.bincount(cell, minlength=size)
    found = np.flatnonzero(counts)
    position = np.zeros(size, dtype=np.int64)
    position[found] = np.arange(len(found))
    return found, position[cell], counts[found]


def _measured(dimensions: Sequence[Dimension], rows: Rows) -> tuple[Cube, Integers]:
    """The rows and values of each cell, without trips and customers; for each row the position of its cell."""
    cell, compact, counts = _compact(rows.cell, prod(len(dimension.values) for dimension in dimensions))
    nothing = np.zeros(0, dtype=np.int64)
    high, low = np.zeros(len(cell), dtype=np.int64), np.zeros(len(cell), dtype=np.int64)
    at, bucket, times = nothing, nothing, nothing
    if rows.value is not None and len(rows.value):
        high, low = _summed(compact, rows.value, len(cell))
        at, bucket, times = _bucketed(compact, buckets_of(rows.value), len(cell))
    return Cube(tuple(dimensions), cell, counts, nothing, nothing, high, low, at, bucket, times), compact


def _summed(compact: Integers, value: NDArray[np.int64], cells: int) -> tuple[Counts, Counts]:
    if len(value) * float(value.max()) < 2**62:
        low = np.zeros(cells, dtype=np.int64)
        np.add.at(low, compact, value)
        return _carried(np.zeros(cells, dtype=np.int64), low)
    return _carried(_weighed(compact, value >> _LOW_BITS, cells), _weighed(compact, value & _LOW, cells))


def _carried(high: Counts, low: Counts) -> tuple[Counts, Counts]:
    """One way to write each sum, so that it does not depend on what was added to what first."""
    return high + (low >> _LOW_BITS), low & _LOW


def _weighed(which: Integers, weights: NDArray[Any], count: int) -> Counts:
    """The sums of some weights, exact while they are below 2^53."""
    return np.bincount(which, weights=weights, minlength=count).astype(np.int64)


def _bucketed(compact: Integers, bucket: Integers, cells: int) -> tuple[Counts, Counts, Counts]:
    """How many rows of each cell are in which bucket. Codes are sorted: a table of all is mostly empty, and takes longer."""
    width = int(bucket.max()) + 1
    code: Integers = compact.astype(np.int32 if cells * width < 2**31 else np.int64)
    code *= width
    code += bucket
    code.sort()
    begins = np.flatnonzero(run_starts(code))
    at, which = np.divmod(code[begins].astype(np.int64), width)
    return at, which, np.diff(begins, append=len(code))


def _kept(cube: Cube, kept: NDArray[np.bool_]) -> Cube:
    """Some of the cells. Their order stays."""
    number = np.cumsum(kept) - 1
    wanted = kept[cube.at] if len(cube.at) else np.zeros(0, dtype=np.bool_)
    parts = {name: getattr(cube, name)[kept] for name in ("cell", "rows", "trips", "customers", "high", "low")}
    return replace(cube, **parts, at=number[cube.at[wanted]], bucket=cube.bucket[wanted], times=cube.times[wanted])


def _with_values(cube: Cube, kept: NDArray[np.bool_]) -> Cube:
    """Some of the buckets."""
    return replace(cube, at=cube.at[kept], bucket=cube.bucket[kept], times=cube.times[kept])


def _added(cube: Cube, cell: Integers) -> Cube:
    """The cells of a cube under other numbers, those of one number added up."""
    found, which, _ = _compact(cell, int(cell.max(initial=-1)) + 1)
    count = len(found)

    def added(values: Counts) -> Counts:
        return _weighed(which, values, count)

    width = int(cube.bucket.max(initial=0)) + 1
    code, inverse, _ = _compact(which[cube.at] * width + cube.bucket, count * width)
    at, bucket = np.divmod(code, width)
    high, low = _carried(added(cube.high), added(cube.low))
    return Cube(
        dimensions=cube.dimensions,
        cell=found,
        rows=added(cube.rows),
        trips=added(cube.trips),
        customers=added(cube.customers),
        high=high,
        low=low,
        at=at,
        bucket=bucket,
        times=_weighed(inverse, cube.times, len(code)),
    )
