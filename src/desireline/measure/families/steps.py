"""Visits to steps and outcomes, and the time that customers spend at steps."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from desireline.measure.cube import Dimension, Rows
from desireline.measure.families.family import Bounds, Family, is_wanted, taken_from
from desireline.measure.seen import Scope, Seen
from desireline.model import MOVES
from desireline.replay import NEVER, Flags, Integers, Times


def _places(scope: Scope) -> tuple[Dimension, ...]:
    return (Dimension("step", scope.places),)


def _visits(seen: Seen) -> Rows:
    return Rows(seen.trip[seen.visits], seen.journeys.place[seen.visits])


def _visits_sought(seen: Seen, wanted: Mapping[str, Flags], _: Bounds) -> Rows:
    kept = is_wanted(seen.journeys.place, wanted["step"])
    visits = np.flatnonzero(kept if seen.all_in_period else kept & seen.in_period)
    return Rows(seen.trip_of(visits), seen.journeys.place[visits])


def _stays_sought(seen: Seen, wanted: Mapping[str, Flags], bounds: Bounds) -> Rows:
    place, entered_us = seen.journeys.place, seen.journeys.entered_us
    kept = is_wanted(place, wanted["step"])
    kept[seen.last] = False
    if not seen.all_in_period:
        kept[:-1] &= seen.in_period[1:]
    left = np.flatnonzero(kept)
    stayed_us = entered_us[left + 1] - entered_us[left]
    held = bounds.hold(stayed_us)
    left = left[held]
    return Rows(seen.trip_of(left), place[left], stayed_us[held])


def _to_of_coming(scope: Scope, coming: Integers) -> Integers:
    return coming // len(MOVES) % len(scope.places)


def _from_of_wait(scope: Scope, wait: Integers) -> Integers:
    return wait // len(scope.places)


def _stays(seen: Seen) -> Rows:
    left = seen.arrivals - 1
    return Rows(seen.trip[left], seen.journeys.place[left], seen.waited_us)


def _worked(seen: Seen) -> tuple[Integers, Times]:
    """The stays that are over and whose end of work is known, and that end."""
    done_us = seen.journeys.done_us
    if done_us is None:
        return seen.first[:0], seen.journeys.entered_us[:0]
    left = seen.arrivals - 1
    left = left[done_us[left] != NEVER]
    return left, done_us[left]


def _working(seen: Seen) -> Rows:
    left, done_us = _worked(seen)
    return Rows(seen.trip[left], seen.journeys.place[left], done_us - seen.journeys.entered_us[left])


def _waiting(seen: Seen) -> Rows:
    left, done_us = _worked(seen)
    return Rows(seen.trip[left], seen.journeys.place[left], seen.journeys.entered_us[np.asarray(left) + 1] - done_us)


VISITS = Family("visits", _places, _visits, taken_from("comings", _to_of_coming, valued=False), sought=_visits_sought)
"""Visits that began in the period, by step or outcome."""
STAYS = Family("stays", _places, _stays, taken_from("waits", _from_of_wait), sought=_stays_sought)
"""Stays that ended in the period because the customer moved on; how long, entry to the next visit. A last visit is not over: left out."""
WORKING = Family("working", _places, _working)
"""Of the stays, those whose end of work is known; how long from entry to that end."""
WAITING = Family("waiting", _places, _waiting)
"""Of the stays, those whose end of work is known; how long from that end until the customer moved on."""
