"""A period by the time in which its trips began: some numbers of each day, week, month or year, taken in one pass from what is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod

import numpy as np

from desireline.measure.cube import Cube, Dimension, Rows, added, tabulate, with_values
from desireline.measure.families import ALL, Family
from desireline.measure.families.moves import MOVES_BY_KIND
from desireline.measure.families.trips import BEGUN, LIFETIMES, TRIPS
from desireline.measure.passes import LakePass
from desireline.measure.result import Numbers
from desireline.measure.seen import Scope, Seen
from desireline.measure.segments import Segment, SegmentKind, as_begun, segmented
from desireline.replay import OpenShard

MOST_STRETCHES = 14
"""So many are shown side by side at most: where there are more, longer ones are taken."""
DAY_US = 86_400_000_000
LENGTHS: Mapping[SegmentKind, int] = {"day": DAY_US, "week": 7 * DAY_US, "month": 31 * DAY_US, "year": 366 * DAY_US}
"""The longest of each kind."""
_UNIT: Mapping[SegmentKind, str] = {"day": "datetime64[D]", "week": "datetime64[D]", "month": "datetime64[M]", "year": "datetime64[Y]"}
COUNTED: tuple[Family, ...] = (ALL, TRIPS, BEGUN, LIFETIMES, MOVES_BY_KIND)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Trips that began in a day, week, month or year. `whole`: all of it lies in the period, and is over."""

    began: str
    whole: bool
    numbers: Numbers


@dataclass(frozen=True, slots=True)
class OverTime:
    """The trips of a period by when they began, in it or in the stretch in which it begins. `every`: the segment that tells them apart."""

    every: SegmentKind
    stretches: tuple[Stretch, ...]


def over_time(over: LakePass) -> OverTime:
    """The trips of a period by when they began: by days where the period is short, else by weeks, months or years.

    Of the families of numbers only those of trips, of their lengths and of kinds of moves are there. All are as of the period's end, or
    as of the moment asked about.

    Raises DesirelineError where a shard cannot be read.
    """
    begin_us, until_us = _bounds(over)
    every: SegmentKind = next((kind for kind, length_us in LENGTHS.items() if until_us - begin_us <= length_us * MOST_STRETCHES), "year")
    segment = Segment(every, every)
    scope, parts = over.parts(lambda seen, opened: _of_shard(seen, opened, segment), met=True)
    if not parts:
        return OverTime(every, ())
    values = tuple(sorted({value for part in parts for value in part[ALL.name].dimensions[0].values if value is not None}))
    cubes = {family.name: added([with_values(part[family.name], (*values, None)) for part in parts]) for family in COUNTED}
    first = as_begun(every, str(np.datetime64(begin_us, "us").astype(_UNIT[every])))
    shown = [value for value in values if first is None or value >= first][-MOST_STRETCHES:]
    return OverTime(
        every,
        tuple(
            Stretch(value, _is_whole(every, value, (begin_us, until_us)), _numbers(scope, cubes, values.index(value))) for value in shown
        ),
    )


def _numbers(scope: Scope, cubes: Mapping[str, Cube], index: int) -> Numbers:
    return Numbers(scope, {name: cube.part(index) for name, cube in cubes.items()})


def _bounds(over: LakePass) -> tuple[int, int]:
    """From when until when there are events that count."""
    first_us, latest_us = over.lake.first_us, over.lake.latest_us(over.now_us if over.as_of_us is None else over.as_of_us)
    if first_us is None or latest_us is None:
        return over.period.from_us, over.period.from_us
    return max(over.period.from_us, first_us), min(over.period.until_us, latest_us + 1)


def _of_shard(seen: Seen, opened: OpenShard, segment: Segment) -> dict[str, Cube]:
    told = segmented(segment, seen, opened)
    found = {}
    for family in COUNTED:
        dimensions, rows = family.dimensions(seen.scope), family.rows(seen)
        size = prod(len(dimension.values) for dimension in dimensions)
        cells = told.code[rows.trip] * size + rows.cell
        found[family.name] = tabulate((Dimension("segment", told.values), *dimensions), Rows(rows.trip, cells, rows.value), seen.customer)
    return found


def _is_whole(every: SegmentKind, began: str, bounds: tuple[int, int]) -> bool:
    """Whether events of all of it can be there. A day's events seldom begin with its first instant, nor end with its last."""
    begins = np.datetime64(began).astype(_UNIT[every])
    begins_us, ends_us = (moment.astype("datetime64[us]").astype(np.int64) for moment in (begins, begins + (7 if every == "week" else 1)))
    return bool(begins_us > bounds[0] - DAY_US and ends_us < bounds[1] + DAY_US)
