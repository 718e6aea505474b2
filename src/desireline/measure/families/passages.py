"""Visits told apart by all that several families tell them apart by: counted once, and those are taken from it. Not printed or listed."""

from __future__ import annotations

import numpy as np

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


def _cells(seen: Seen) -> Integers:
    """The cell of each visit among the comings."""
    places, place = len(seen.scope.places), seen.journeys.place
    cell = np.empty(len(place), dtype=np.int64)
    cell[1:] = place[:-1]
    cell[seen.first] = places
    cell *= places
    cell += place
    cell *= len(MOVES)
    cell += seen.journeys.move
    return cell


def _of_period(seen: Seen, rows: Rows) -> Rows:
    if seen.all_in_period:
        return rows
    return Rows(rows.trip[seen.visits], rows.cell[seen.visits], None if rows.value is None else rows.value[seen.visits])


def _passed(seen: Seen) -> Rows:
    cell, waited_us = _cells(seen), seen.since_us
    cell *= len(LENGTHS)
    for length_us in THRESHOLDS_US.values():
        cell += waited_us >= length_us
    return _of_period(seen, Rows(seen.trip, cell, waited_us))


def _came(seen: Seen) -> Rows:
    return _of_period(seen, Rows(seen.trip, _cells(seen), seen.since_us))


def _coming_of(_: Scope, passage: Integers) -> Integers:
    return passage // len(LENGTHS)


PASSAGES = Family("passages", _passages, _passed)
"""Visits that began in the period, by where from (None: a first visit), where to, kind and length of the wait; how long that was."""
COMINGS = Family("comings", _comings, _came, taken_from("passages", _coming_of))
"""The same, however long."""
