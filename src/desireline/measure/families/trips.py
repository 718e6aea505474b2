"""Trips, and how they ended."""

from __future__ import annotations

import numpy as np

from desireline.measure.cube import Dimension, Rows
from desireline.measure.families.family import Family
from desireline.measure.seen import Scope, Seen
from desireline.model import GONE_QUIET, OPEN
from desireline.replay import Integers


def _hows(scope: Scope) -> tuple[Dimension, ...]:
    return (Dimension("how", (*(outcome.id for outcome in scope.map.outcomes), GONE_QUIET, OPEN)),)


def _all(seen: Seen) -> Rows:
    return Rows(seen.trips, np.zeros(len(seen.trips), dtype=np.int64))


def _trips(seen: Seen) -> Rows:
    trip = seen.trips
    entered_us = seen.journeys.entered_us
    return Rows(trip, seen.ended[trip], entered_us[seen.last[trip]] - entered_us[seen.first[trip]])


def _ended(seen: Seen) -> Rows:
    trip = np.flatnonzero(seen.within(seen.journeys.ended_us))
    return Rows(trip, seen.ended[trip], seen.journeys.ended_us[trip] - seen.journeys.entered_us[seen.first[trip]])


def _begun(seen: Seen) -> Integers:
    """The trips that began in the period."""
    return np.flatnonzero(seen.in_period[seen.first])


def _lifetimes(seen: Seen) -> Rows:
    trip = _begun(seen)
    open_ = seen.ended[trip] == len(seen.scope.map.outcomes) + 1
    until_us = np.where(open_, seen.scope.as_of_us, seen.journeys.ended_us[trip])
    return Rows(trip, seen.ended[trip], until_us - seen.journeys.entered_us[seen.first[trip]])


def _not_told_apart(scope: Scope) -> tuple[Dimension, ...]:  # noqa: ARG001 - the same on every map
    return ()


def _begun_rows(seen: Seen) -> Rows:
    trip = _begun(seen)
    return Rows(trip, np.zeros(len(trip), dtype=np.int64))


ALL = Family("all", _not_told_apart, _all)
"""Trips with a visit in the period, not told apart."""
TRIPS = Family("trips", _hows, _trips, moving=True)
"""Trips with a visit in the period, by how they ended; how long from the first visit to the last."""
ENDED = Family("ended", _hows, _ended, moving=True)
"""Trips that ended in the period, whenever they began; how long from the first visit to the end."""
LIFETIMES = Family("lifetimes", _hows, _lifetimes, moving=True)
"""Trips that began in the period; how long from the first visit to the end, or to the moment asked about where there is none yet.

Of trips that began earlier only those that lasted into the period would be seen: times would come out too long.
"""
BEGUN = Family("begun", _not_told_apart, _begun_rows)
"""The same trips, not told apart."""
