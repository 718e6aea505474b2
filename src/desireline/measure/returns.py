"""Return over time: how many customers came back, by the weeks since their first trip and by the month in which that began."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desireline.measure.passes import LakePass
from desireline.measure.seen import Scope, Seen
from desireline.model.durations import UNITS_US
from desireline.replay import Flags, Integers, Times

WEEK_US = UNITS_US["w"]
WEEKS = 12
_MONTH_0 = np.datetime64("1970-01", "M")
Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Cohort:
    """The customers whose first trip began in a month.

    month      `2026-03`, UTC
    customers  how many they are
    followed   for each week, how many of them were followed until its end
    returned   of those, how many began a further trip in that week
    """

    month: str
    customers: int
    followed: tuple[int, ...]
    returned: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Returns:
    """Cohorts by month, ascending; counts of several shards add up."""

    scope: Scope
    cohorts: tuple[Cohort, ...]


def returns(over: LakePass, weeks: int = WEEKS) -> Returns:
    """Count who came back when: a customer in a week is counted once, however often, and only where that week is over for them.

    Counted are customers whose first trip that the lake knows of began in the period. Raises DesirelineError where a shard cannot be read.
    """
    scope, parts = over.parts(lambda seen, _: _of_shard(seen, weeks))
    return Returns(scope, _added(parts))


@dataclass(frozen=True, slots=True)
class Trips:
    """The trips of one shard as returns look at them. Customers are counted 0, 1, … here.

    whose     of each trip, its customer
    first     of each customer, the first trip
    first_us  of each customer, when that began
    counted   of each customer, whether that was in the period
    week      of each trip, the week since the customer's first one began; -1: it is the first one
    """

    whose: Integers
    first: Integers
    first_us: Times
    counted: Flags
    week: Integers

    @staticmethod
    def of(seen: Seen) -> Trips:
        """Look at a shard."""
        begun_us = seen.journeys.entered_us[seen.first]
        customers, first, whose = np.unique(seen.customer, return_index=True, return_inverse=True)
        first_us = np.full(len(customers), np.iinfo(np.int64).max)
        np.minimum.at(first_us, whose, begun_us)
        week = (begun_us - first_us[whose]) // WEEK_US
        week[first] = -1
        return Trips(whose, first, first_us, seen.within(first_us), week)

    @property
    def month(self) -> Counts:
        """The month in which each customer's first trip began, from 0 for January 1970."""
        months: Counts = (self.first_us.astype("datetime64[us]").astype("datetime64[M]") - _MONTH_0).astype(np.int64)
        return months

    def followed(self, weeks: int, as_of_us: int) -> Flags:
        """Of each customer and week: whether the week is over."""
        over: Flags = self.first_us[:, None] + WEEK_US * np.arange(1, weeks + 1) <= as_of_us + 1
        return over


def _of_shard(seen: Seen, weeks: int) -> dict[int, Counts]:
    """month -> rows customers, followed, returned; columns weeks. The first row has the same number in all columns."""
    trips = Trips.of(seen)
    back = np.zeros((len(trips.first), weeks), dtype=np.bool_)
    shown = (trips.week >= 0) & (trips.week < weeks)
    back[trips.whose[shown], trips.week[shown]] = True
    followed, month = trips.followed(weeks, seen.scope.as_of_us), trips.month
    found = {}
    for one in np.unique(month[trips.counted]).tolist():
        which = trips.counted & (month == one)
        whole = np.full(weeks, which.sum(), dtype=np.int64)
        found[one] = np.stack([whole, followed[which].sum(axis=0), (back[which] & followed[which]).sum(axis=0)])
    return found


def trips_of_cohort(seen: Seen, month: str | None, week: int | None) -> Integers:
    """The first trips of the customers of a month, None for all; with a week, from 0: those begun in it by who was followed to its end."""
    trips = Trips.of(seen)
    of_month = trips.counted
    if month is not None:
        of_month = of_month & (trips.month == int((np.datetime64(month, "M") - _MONTH_0).astype(np.int64)))
    if week is None:
        firsts: Integers = trips.first[of_month]
        return firsts
    whose = of_month & trips.followed(week + 1, seen.scope.as_of_us)[:, week]
    return np.flatnonzero((trips.week == week) & whose[trips.whose])


def _added(parts: Iterable[dict[int, Counts]]) -> tuple[Cohort, ...]:
    counts: dict[int, Counts] = {}
    for part in parts:
        for month, rows in part.items():
            counts[month] = counts[month] + rows if month in counts else rows
    return tuple(
        Cohort(str(_MONTH_0 + month), int(rows[0, 0]), tuple(rows[1].tolist()), tuple(rows[2].tolist()))
        for month, rows in sorted(counts.items())
    )
