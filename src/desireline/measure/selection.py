"""Criteria: what must hold of a trip to be listed. Each one is some rows of a kind that is counted, and no count is made anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import prod
from typing import ClassVar, Literal, Protocol

import numpy as np

from desireline.measure.cube import Dimension, Rows
from desireline.measure.definitions import Unit, unit_of
from desireline.measure.families import Family
from desireline.measure.families.family import ANY_VALUE, Bounds
from desireline.measure.families.trips import TRIPS
from desireline.measure.funnel import made_in
from desireline.measure.returns import trips_of_cohort
from desireline.measure.routes import trips_on
from desireline.measure.seen import Scope, Seen
from desireline.measure.segments import Segment, segmented
from desireline.measure.ways import OnWay, only, rows_of
from desireline.replay import NOTHING, Flags, Integers, OpenShard

Values = tuple[str | None, ...]
Touched = Literal["all", "outside", "unmapped"]


class Criterion(Protocol):
    """Rows of trips: it holds for the trips that have one.

    looks_back  whether trips that were over before the period decide, too, for which it holds
    """

    looks_back: ClassVar[bool]

    @property
    def text(self) -> str:
        """How it was asked for."""

    @property
    def unit(self) -> Unit | None:
        """What the values of its rows are; None: they have none."""

    def rows(self, seen: Seen, opened: OpenShard) -> Rows:
        """Its rows in one shard."""


@dataclass(frozen=True, slots=True)
class Counted:
    """Rows of a family: those of some cells, with values between two bounds.

    at        dimension -> the values that fit; any where it is not named
    bounds    of the value, where rows have one
    """

    text: str
    family: Family
    at: Mapping[str, Values] = field(default_factory=dict)
    bounds: Bounds = ANY_VALUE
    looks_back: ClassVar[bool] = False

    @property
    def unit(self) -> Unit | None:
        """What the values of its rows are; None: they have none."""
        return unit_of(self.family.name)

    def rows(self, seen: Seen, opened: OpenShard) -> Rows:  # noqa: ARG002 - all that is counted is in the arrays
        """Its rows in one shard."""
        dimensions = self.family.dimensions(seen.scope)
        if self.family.sought is None or not self.at or not seen.journeys.trips:
            rows = self.family.rows(seen)
        else:
            wanted = {one.name: np.array([value in self.at[one.name] for value in one.values]) for one in dimensions if one.name in self.at}
            rows = self.family.sought(seen, wanted, self.bounds)
        kept = _in_cells(dimensions, self.at, rows.cell)
        if rows.value is not None:
            kept &= self.bounds.hold(rows.value)
        return Rows(rows.trip[kept], rows.cell[kept], None if rows.value is None else rows.value[kept])


@dataclass(frozen=True, slots=True)
class OnRoute:
    """Trips that took just these places, one after another."""

    text: str
    route: tuple[int, ...]
    unit: Unit = "time"
    looks_back: ClassVar[bool] = False

    def rows(self, seen: Seen, opened: OpenShard) -> Rows:  # noqa: ARG002 - all that is counted is in the arrays
        """Its rows in one shard, with the trips' times as `trips` has them."""
        chosen = np.zeros(seen.journeys.trips, dtype=np.bool_)
        chosen[trips_on(seen, list(self.route))] = True
        return of_trips(TRIPS.rows(seen), chosen)


@dataclass(frozen=True, slots=True)
class Through:
    """Trips that came to the first of some places in the period, and then to the others in their order, whatever lay between."""

    text: str
    route: tuple[int, ...]
    unit: None = None
    looks_back: ClassVar[bool] = False

    def rows(self, seen: Seen, opened: OpenShard) -> Rows:  # noqa: ARG002 - all that is counted is in the arrays
        """Its rows in one shard."""
        trips, _ = made_in(seen, self.route)[-1]
        return rows_of(trips)


@dataclass(frozen=True, slots=True)
class OfCohort:
    """First trips of customers, by the month in which they began (UTC; None: any), or the trips of those who came back in a week after,
    from 0."""

    text: str
    month: str | None
    week: int | None
    unit: None = None
    looks_back: ClassVar[bool] = True

    def rows(self, seen: Seen, opened: OpenShard) -> Rows:  # noqa: ARG002 - all that is counted is in the arrays
        """Its rows in one shard."""
        trips = trips_of_cohort(seen, self.month, self.week)
        return rows_of(trips)


@dataclass(frozen=True, slots=True)
class InSegment:
    """Trips of one segment. `value` None: not known."""

    text: str
    segment: Segment
    value: str | None
    unit: None = None
    looks_back: ClassVar[bool] = False

    def holds(self, seen: Seen, opened: OpenShard) -> Flags:
        """Which trips of one shard are of the segment, those among them that ended in the period without a visit in it."""
        told = segmented(self.segment, seen, opened)
        holds: Flags = told.code == (told.values.index(self.value) if self.value in told.values else -1)
        return holds

    def rows(self, seen: Seen, opened: OpenShard) -> Rows:
        """These trips."""
        return rows_of(np.flatnonzero(self.holds(seen, opened)))


Narrowing = InSegment | OnWay
"""Criteria that say which trips are looked at: they narrow what is listed, and are not listed themselves."""


@dataclass(frozen=True, slots=True)
class OfEvents:
    """Events of the period by their names, whatever trip they belong to: all, or those that found none or matched nothing."""

    text: str
    touched: Touched
    names: tuple[int, ...]
    unit: None = None
    looks_back: ClassVar[bool] = False

    def customers(self, seen: Seen) -> Integers:
        """The customer of each, ascending."""
        matched = seen.matched
        assert matched is not None
        kept = seen.within(matched.time_us) & np.isin(matched.name, self.names)
        if self.touched == "outside":
            outside = np.zeros(len(kept), dtype=np.bool_)
            outside[seen.journeys.outside_row] = True
            kept &= outside
        elif self.touched == "unmapped":
            kept &= matched.target == NOTHING
        customers: Integers = matched.customer[kept]
        return customers


def looked_at(seen: Seen, opened: OpenShard, narrowing: Sequence[Narrowing]) -> Seen:
    """A shard with only the trips for which all of these hold."""
    return only(seen, chosen_of(seen, opened, narrowing)) if narrowing else seen


def chosen_of(seen: Seen, opened: OpenShard, narrowing: Sequence[Narrowing]) -> Flags:
    """For which trips of a shard all of these hold. Ways go first: traits of fewer trips are read then."""
    chosen = np.ones(seen.journeys.trips, dtype=np.bool_)
    for way in narrowing:
        if isinstance(way, OnWay):
            chosen &= way.holds(seen)
    for segment in narrowing:
        if isinstance(segment, InSegment):
            which = np.flatnonzero(chosen)
            chosen[which] = segment.holds(only(seen, chosen), opened)
    return chosen


def of_promises(criterion: Criterion | OfEvents, scope: Scope) -> bool:
    """Whether promises have to be looked at for its rows."""
    return isinstance(criterion, Counted) and any(dimension.name == "promise" for dimension in criterion.family.dimensions(scope))


def all_trips() -> Counted:
    """What is listed where nothing is asked for: the trips that are counted."""
    return Counted("every trip", TRIPS)


def of_trips(rows: Rows, trips: Flags) -> Rows:
    """The rows of some trips, by trip."""
    return by_trip(_some(rows, np.flatnonzero(trips[rows.trip])))


def by_trip(rows: Rows) -> Rows:
    """The same rows, by trip."""
    if not np.any(rows.trip[1:] < rows.trip[:-1]):
        return rows
    return _some(rows, np.argsort(rows.trip, kind="stable"))


def _some(rows: Rows, which: Integers) -> Rows:
    return Rows(rows.trip[which], rows.cell[which], None if rows.value is None else rows.value[which])


def bounded(criterion: Counted, *, at_least: int | None = None, at_most: int | None = None) -> Counted:
    """The same with one more bound."""
    least = [bound for bound in (criterion.bounds.at_least, at_least) if bound is not None]
    most = [bound for bound in (criterion.bounds.at_most, at_most) if bound is not None]
    return replace(criterion, bounds=Bounds(max(least, default=None), min(most, default=None)))


def _in_cells(dimensions: tuple[Dimension, ...], at: Mapping[str, Values], cell: Integers) -> Flags:
    """Which rows lie in the cells where all dimensions that are named have one of their values."""
    if not at or not len(cell):
        return np.ones(len(cell), dtype=np.bool_)
    sizes = [len(dimension.values) for dimension in dimensions]
    # Where there are fewer cells than rows, it is decided for each cell.
    by_cell = prod(sizes) <= len(cell)
    kept = np.ones(prod(sizes) if by_cell else len(cell), dtype=np.bool_)
    for dimension, index in zip(dimensions, np.unravel_index(np.arange(len(kept)) if by_cell else cell, sizes), strict=True):
        if dimension.name in at:
            kept &= np.array([value in at[dimension.name] for value in dimension.values])[index]
    return kept[cell] if by_cell else kept
