"""What a reached outcome asked of the customer, and whether a person was needed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from desireline.measure.cube import Dimension, Rows
from desireline.measure.families.family import Family
from desireline.measure.seen import Scope, Seen
from desireline.replay import Flags, Integers

HELP_VALUES = ("with_person", "without_person")


def _outcomes(scope: Scope) -> tuple[Dimension, ...]:
    return (Dimension("how", tuple(outcome.id for outcome in scope.map.outcomes)),)


def _helps(scope: Scope) -> tuple[Dimension, ...]:  # noqa: ARG001 - the same on every map
    return (Dimension("help", HELP_VALUES),)


def _reached(seen: Seen) -> Integers:
    """The trips that are counted and reached what they were for."""
    return seen.trips[np.isin(seen.journeys.how[seen.trips], seen.scope.outcomes_of("reached"))]


def _effort(seen: Seen) -> Rows:
    trip = _reached(seen)
    contacts = ~seen.scope.places_by("company")
    contacts[seen.scope.steps :] = False
    return Rows(trip, seen.ended[trip], _visits_at(seen, contacts, trip))


def _help(seen: Seen) -> Rows:
    trip = _reached(seen)
    return Rows(trip, (_visits_at(seen, seen.scope.places_by("person"), trip) == 0).astype(np.int64))


def _visits_at(seen: Seen, places: Flags, trip: Integers) -> NDArray[np.int64]:
    """How many visits to some places some trips made, up to the moment asked about."""
    if not len(trip) or not places.any():
        return np.zeros(len(trip), dtype=np.int64)
    visits: NDArray[np.int64] = np.add.reduceat(places.take(seen.journeys.place), seen.first, dtype=np.int64)
    return visits[trip]


def _not_told_apart(scope: Scope) -> tuple[Dimension, ...]:  # noqa: ARG001 - the same on every map
    return ()


def _reached_rows(seen: Seen) -> Rows:
    trip = _reached(seen)
    return Rows(trip, np.zeros(len(trip), dtype=np.int64))


REACHED = Family("reached", _not_told_apart, _reached_rows)
"""Trips with a visit in the period that reached what they were for."""
EFFORT = Family("effort", _outcomes, _effort)
"""The same trips, by their outcome; how many contacts it took: visits to steps at which the company is not the one who acts."""
HELP = Family("help", _helps, _help)
"""The same trips, by whether they came to a step at which a person acts."""
