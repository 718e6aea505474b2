"""How long it takes until trips come to an outcome, with those under way counted as what they are: not at an end yet.

The share of trips that have come to an outcome by a time after their first visit is estimated as by Kaplan and Meier (Journal of the
American Statistical Association 53, 1958), with Greenwood's variance. Where only some outcomes are asked about, trips that ended with
another one will never come to these: their share is estimated as by Aalen and Johansen (Scandinavian Journal of Statistics 5, 1978), which
is the same where all outcomes are asked about. To count such trips as if they were under way would make the share too large.

Trips under way are watched until the moment asked about, trips that have gone quiet until their quiet end: beyond, they are taken to go on
as those that were watched longer. So the share is too large by those who never come back. Beside it stands the least that it can be: where
none of those who have gone quiet ever comes.

Times are the middles of buckets, at most 0.4 % off (see `buckets`); of one bucket, outcomes come before the ends of watching.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from desireline.measure.buckets import buckets_of, value_of, values_of
from desireline.measure.cube import Cube
from desireline.measure.families import THRESHOLDS_US
from desireline.measure.intervals import FEW_CUSTOMERS, Z_95, Interval, share_of
from desireline.model import GONE_QUIET, OPEN
from desireline.replay import Integers

if TYPE_CHECKING:
    from desireline.measure.result import Numbers

LENGTHS_US = THRESHOLDS_US
"""Times after the first visit for which the share is told."""
SECOND_US = 1_000_000
_LEAST = 1e-12
"""Shares are sums of fractions: what is so near to a bound is taken to be there."""
Reals = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Point:
    """The curve from a time on, until the next point.

    time_us    after the first visit
    survival   share of trips that have not come to the outcomes by then, with its 95 % interval: Greenwood's variance on the log-log scale.
               Where none has come yet, or all have, that variance is 0: there the bound is Wilson's, or that of the time before
    at_risk    trips that were watched, and without an outcome of any kind, until just before
    came       how many of them came to the outcomes at this time, how many of them `came_otherwise` to others, and how many were not
    censored   watched any longer: they are under way or have gone quiet
    """

    time_us: int
    survival: float
    low: float
    high: float
    at_risk: int
    came: int
    came_otherwise: int
    censored: int


@dataclass(frozen=True, slots=True)
class ByThen:
    """The share of trips that have come to the outcomes by a time. None: nobody was watched so long, or there are too few customers.

    share    where those who have gone quiet go on as the others; `least`: where they never come
    watched  how many trips were watched beyond that time without having come to an outcome
    """

    within: str
    share: Interval | None
    least: Interval | None
    watched: int


@dataclass(frozen=True, slots=True)
class Middle:
    """The time by which half of the trips have come to the outcomes, with its 95 % interval (Brookmeyer and Crowley 1982).

    low_us, high_us  None: it may be later than anybody was watched
    """

    value_us: int
    low_us: int | None
    high_us: int | None


@dataclass(frozen=True, slots=True)
class Survival:
    """How long trips that began in the period take to come to some outcomes. Counts only where there are fewer than 20 customers.

    outcomes  those asked about
    trips     that began in the period, of `customers`: they `came` to these outcomes, `came_otherwise` to others, have `gone_quiet` or are
              `under_way`
    points    the curve, by time
    median    None: not half of them have come to the outcomes while they were watched
    """

    outcomes: tuple[str, ...]
    trips: int
    customers: int
    came: int
    came_otherwise: int
    gone_quiet: int
    under_way: int
    points: tuple[Point, ...]
    median: Middle | None
    by_then: tuple[ByThen, ...]


@dataclass(frozen=True, slots=True)
class Ends:
    """How many trips of each bucket, ascending, came to the outcomes asked about, to others, or were not watched any longer."""

    bucket: Integers
    came: Integers
    came_otherwise: Integers
    censored: Integers


def survival_of(numbers: Numbers, outcomes: Collection[str] | None = None) -> Survival:
    """How long trips take to come to some of the map's outcomes. `outcomes`: their ids; None: all of them, of whatever kind."""
    all_ = tuple(numbers.scope.map.outcome_by_id)
    asked = tuple(id_ for id_ in all_ if outcomes is None or id_ in outcomes)
    lifetimes = numbers.cubes["lifetimes"]
    ends, quiet_never_come = ends_of(lifetimes, asked, all_), ends_of(lifetimes, asked, (*all_, GONE_QUIET))
    rows = dict(zip(_hows(lifetimes), lifetimes.rows.tolist(), strict=True))
    customers = int(numbers.cubes["begun"].customers.sum())
    points, least = ((), ()) if customers < FEW_CUSTOMERS else (curve_of(ends), curve_of(quiet_never_come))
    return Survival(
        outcomes=asked,
        trips=sum(rows.values()),
        customers=customers,
        came=int(ends.came.sum()),
        came_otherwise=int(ends.came_otherwise.sum()),
        gone_quiet=rows.get(GONE_QUIET, 0),
        under_way=rows.get(OPEN, 0),
        points=points,
        median=_median(points),
        by_then=tuple(_by_then(name, length_us, points, least) for name, length_us in LENGTHS_US.items()),
    )


def ends_of(lifetimes: Cube, asked: Collection[str], ends: Collection[str]) -> Ends:
    """What became of trips by their lifetime. `asked`: the outcomes that are asked about, of all `ends` after which none can come."""
    kinds = [0 if how in asked else 1 if how in ends else 2 for how in _hows(lifetimes)]
    bucket, which = np.unique(lifetimes.bucket, return_inverse=True)
    counted = np.zeros((3, len(bucket)), dtype=np.int64)
    np.add.at(counted, (np.array(kinds, dtype=np.int64)[lifetimes.at], which), lifetimes.times)
    return Ends(bucket, *counted)


def curve_of(ends: Ends) -> tuple[Point, ...]:
    """The curve of trips by what became of them."""
    ended = ends.came + ends.came_otherwise
    left = ended + ends.censored
    at_risk = left.sum() - np.cumsum(left) + left
    lasting = np.cumprod((at_risk - ended) / at_risk)
    before = np.concatenate((np.ones(1), lasting))[: len(lasting)]
    share = np.cumsum(before * ends.came / at_risk)
    return _points(ends, at_risk, share, _variances(ends, at_risk, before, share))


def _variances(ends: Ends, at_risk: Integers, before: Reals, share: Reals) -> Reals:
    """Of the share at each time, by the delta method (D. Collett, Modelling Survival Data in Medical Research, 3rd edition, chapter 12).

    Where all outcomes are asked about it is Greenwood's.
    """
    ended = ends.came + ends.came_otherwise
    # Where all that are at risk end, nothing comes after: that term is 0 ever after.
    each = np.divide(ended, at_risk * (at_risk - ended), out=np.zeros(len(share)), where=at_risk > ended)
    own = before**2 * (at_risk - ends.came) * ends.came / at_risk.astype(np.float64) ** 3
    cross = before * ends.came / at_risk.astype(np.float64) ** 2
    since = share**2 * np.cumsum(each) - 2 * share * np.cumsum(each * share) + np.cumsum(each * share**2)
    found: Reals = since + np.cumsum(own) - 2 * (share * np.cumsum(cross) - np.cumsum(cross * share))
    return np.maximum(found, 0.0)


def _points(ends: Ends, at_risk: Integers, share: Reals, variance: Reals) -> tuple[Point, ...]:
    points: list[Point] = []
    times_us, survivals, counts = values_of(ends.bucket).tolist(), np.clip(1 - share, 0.0, 1.0).tolist(), at_risk.tolist()
    came, otherwise, censored = ends.came.tolist(), ends.came_otherwise.tolist(), ends.censored.tolist()
    each = zip(times_us, survivals, variance.tolist(), counts, came, otherwise, censored, strict=True)
    for time_us, survival, varies, risking, *ended in each:
        points.append(Point(time_us, survival, *_bounds(survival, varies, risking, points), risking, *ended))
    return tuple(points)


def _bounds(survival: float, variance: float, at_risk: int, earlier: Sequence[Point]) -> tuple[float, float]:
    """The interval of a survival."""
    if survival >= 1 - _LEAST:
        none = share_of(at_risk, at_risk)
        assert none is not None
        return none.low, 1.0
    if survival <= _LEAST:
        every = share_of(0, at_risk)
        assert every is not None
        return 0.0, earlier[-1].high if earlier else every.high
    log = np.log(survival)
    half = Z_95 * np.sqrt(variance) / abs(survival * log)
    return float(np.exp(log * np.exp(half))), float(np.exp(log * np.exp(-half)))


def _median(points: Sequence[Point]) -> Middle | None:
    def first(bound: Sequence[float]) -> int | None:
        return next((point.time_us for point, share in zip(points, bound, strict=True) if share <= 0.5 + _LEAST), None)

    middle_us = first([point.survival for point in points])
    if middle_us is None:
        return None
    return Middle(middle_us, first([point.low for point in points]), first([point.high for point in points]))


def _by_then(within: str, length_us: int, points: Sequence[Point], least: Sequence[Point]) -> ByThen:
    if not points:
        return ByThen(within, None, None, 0)
    length_us = value_of(int(buckets_of(np.array([length_us]))[0]))
    share, watched = _share_by(length_us, points)
    return ByThen(within, share, _share_by(length_us, least)[0], watched)


def _share_by(length_us: int, points: Sequence[Point]) -> tuple[Interval | None, int]:
    """The share that has come by a time, and how many were watched beyond."""
    trips = points[0].at_risk
    reached = [point for point in points if point.time_us <= length_us]
    if not reached:
        return share_of(0, trips), trips
    last = reached[-1]
    watched = last.at_risk - last.came - last.came_otherwise - last.censored
    # Beyond the last trip that was watched nothing is known, unless that one came to an end.
    if not watched and last.censored and last.time_us < length_us:
        return None, 0
    return Interval(1 - last.survival, 1 - last.high, 1 - last.low, trips), watched


def _hows(lifetimes: Cube) -> list[str | None]:
    """How the trips of each cell ended."""
    (how,) = lifetimes.dimensions
    return [how.values[index] for index in lifetimes.cell.tolist()]


def survival_data(numbers: Numbers) -> dict[str, Any]:
    """The time to any outcome, and to those that are reached, as plain data; durations in seconds."""
    reached = [outcome.id for outcome in numbers.scope.map.outcomes if outcome.kind == "reached"]
    return {"to_any_outcome": _survival_data(survival_of(numbers)), "to_reached": _survival_data(survival_of(numbers, reached))}


def _survival_data(found: Survival) -> dict[str, Any]:
    counts = ("trips", "customers", "came", "came_otherwise", "gone_quiet", "under_way")
    median = found.median
    return {
        "outcomes": list(found.outcomes),
        **{name: getattr(found, name) for name in counts},
        "median_seconds": None
        if median is None
        else {"value": median.value_us / SECOND_US, "low": _seconds(median.low_us), "high": _seconds(median.high_us)},
        "by_then": [_by_then_data(one) for one in found.by_then],
        "curve": [_point_data(point) for point in thinned(found.points)],
    }


def thinned(points: Sequence[Point]) -> list[Point]:
    """The points at which the curve comes to another hundredth, and the last: enough to draw it."""
    kept: list[Point] = []
    for point in points:
        if not kept or int(point.survival * 100) != int(kept[-1].survival * 100):
            kept.append(point)
    return [*kept, *(points[-1:] if points and kept[-1] is not points[-1] else ())]


def _by_then_data(one: ByThen) -> Mapping[str, Any]:
    told = {"share": _interval_data(one.share), "least": _interval_data(one.least)}
    return {"within": one.within, **told, "watched": one.watched}


def _interval_data(share: Interval | None) -> Mapping[str, Any] | None:
    return None if share is None else {"value": share.value, "low": share.low, "high": share.high, "n": share.n}


def _point_data(point: Point) -> Mapping[str, Any]:
    return {
        "seconds": point.time_us / SECOND_US,
        "survival": point.survival,
        "low": point.low,
        "high": point.high,
        "at_risk": point.at_risk,
    }


def _seconds(us: int | None) -> float | None:
    return None if us is None else us / SECOND_US
