"""Visits told apart by all that several families tell them apart by: counted once, and those are taken from it. Not printed or listed."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from desireline.measure.cube import Dimension, Rows
from desireline.measure.families.family import Family, taken_from
from desireline.measure.seen import Scope, Seen
from desireline.model import MOVES
from desireline.replay import Integers

HOUR_US, DAY_US = 3_600_000_000, 86_400_000_000
THRESHOLDS_US = {"1h": HOUR_US, "1d": DAY_US, "7d": 7 * DAY_US, "30d": 30 * DAY_US}
"""Lengths of which it is counted who waited at least so long."""
LENGTHS = ("", *THRESHOLDS_US)
"""The longest of these that a wait had, the first: none."""


def _comings(scope: Scope) -> tuple[Dimension, ...]:
    return Dimension("from", (*scope.places, None)), Dimension("to", scope.places), Dimension("kind", MOVES)


def _passages(scope: Scope) -> tuple[Dimension, ...]:
    return (*_comings(scope), Dimension("length", LENGTHS))


def _came(seen: Seen) -> Rows:
    """The visits of the period by the cells of comings."""
    places, place, first = len(seen.scope.places), seen.journeys.place, seen.first
    # Half as wide, it takes half as long.
    width = np.dtype(np.int32 if (places + 1) * places * len(MOVES) * len(LENGTHS) < 2**31 else np.int64)
    cell: NDArray[Any] = np.empty(len(place), dtype=width)
    cell[1:] = place[:-1]
    cell[first] = places
    cell *= places
    cell += place
    cell *= len(MOVES)
    cell += seen.journeys.move
    if seen.all_in_period:
        return Rows(seen.trip, cell, seen.since_us)
    kept = seen.in_period
    return Rows(seen.trip[kept], cell[kept], seen.since_us[kept])


def _passed(seen: Seen) -> Rows:
    came = _came(seen)
    cell, waited_us = came.cell, came.value
    assert waited_us is not None
    cell *= len(LENGTHS)
    for length_us in THRESHOLDS_US.values():
        cell += waited_us >= length_us
    return came


def _coming_of(_: Scope, passage: Integers) -> Integers:
    return passage // len(LENGTHS)


PASSAGES = Family("passages", _passages, _passed)
"""Visits that began in the period, by where from (None: a first visit), where to, kind and length of the wait; how long that was."""
COMINGS = Family("comings", _comings, _came, taken_from("passages", _coming_of))
"""The same, however long."""
