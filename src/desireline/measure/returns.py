"""Return over time: how many customers came back, by the weeks since their first trip and by the month in which that began."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desireline.measure.passes import Asked
from desireline.measure.seen import Scope, Seen
from desireline.model.durations import UNITS_US

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


def returns(asked: Asked, weeks: int = WEEKS) -> Returns:
    """Count who came back when: a customer in a week is counted once, however often, and only where that week is over for them.

    Counted are customers whose first trip that the lake knows of began in the period. Raises DesirelineError where a shard cannot be read.
    """
    scope, parts = asked.parts(lambda seen, _: _of_shard(seen, weeks))
    return Returns(scope, _added(parts))


def _of_shard(seen: Seen, weeks: int) -> dict[int, Counts]:
    """month -> rows customers, followed, returned; columns weeks. The first row has the same number in all columns."""
    begun_us = seen.journeys.entered_us[seen.first]
    customers, first_trip, whose = np.unique(seen.customer, return_index=True, return_inverse=True)
    first_us = np.full(len(customers), np.iinfo(np.int64).max)
    np.minimum.at(first_us, whose, begun_us)
    counted = seen.within(first_us)
    week = (begun_us - first_us[whose]) // WEEK_US
    again = np.ones(len(begun_us), dtype=np.bool_)
    again[first_trip] = False
    back = np.zeros((len(customers), weeks), dtype=np.bool_)
    shown = again & (week < weeks)
    back[whose[shown], week[shown]] = True
    ends_us = first_us[:, None] + WEEK_US * np.arange(1, weeks + 1)
    followed = ends_us <= seen.scope.as_of_us + 1
    month = (first_us.astype("datetime64[us]").astype("datetime64[M]") - _MONTH_0).astype(np.int64)
    found = {}
    for one in np.unique(month[counted]).tolist():
        which = counted & (month == one)
        whole = np.full(weeks, which.sum(), dtype=np.int64)
        found[one] = np.stack([whole, followed[which].sum(axis=0), (back[which] & followed[which]).sum(axis=0)])
    return found


def _added(parts: Iterable[dict[int, Counts]]) -> tuple[Cohort, ...]:
    counts: dict[int, Counts] = {}
    for part in parts:
        for month, rows in part.items():
            counts[month] = counts[month] + rows if month in counts else rows
    return tuple(
        Cohort(str(_MONTH_0 + month), int(rows[0, 0]), tuple(rows[1].tolist()), tuple(rows[2].tolist()))
        for month, rows in sorted(counts.items())
    )
