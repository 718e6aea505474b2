"""What a customer under way may do next and is owed, and by how much promises were met or missed."""

from __future__ import annotations

from dataclasses import dataclass

from desireline.explain.journey import PromiseTold, TripTold
from desireline.explain.moves import Ahead
from desireline.explain.teller import Teller
from desireline.model import Map


@dataclass(frozen=True, slots=True)
class Coming:
    """What may come next on an open trip.

    step      where the customer is
    ahead     what the map expects next
    pending   the promises that are not settled, the first due first
    quiet_us  when the trip goes quiet if nothing happens; None: never
    """

    step: str
    ahead: tuple[Ahead, ...]
    pending: tuple[PromiseTold, ...]
    quiet_us: int | None


def coming_on(trip: TripTold, teller: Teller) -> Coming | None:
    """What may come next on a trip; None where it is over."""
    if not trip.open:
        return None
    last, quiet_us = trip.last, teller.read.map.trip.quiet_us
    pending = sorted((promise for promise in trip.promises if promise.state == "pending"), key=lambda promise: promise.due_us)
    quiet_end_us = None if quiet_us is None else last.entered_us + quiet_us
    return Coming(last.step, teller.ways.ahead(last.step), tuple(pending), quiet_end_us)


def missed_us(promise: PromiseTold, map_: Map, as_of_us: int) -> int | None:
    """How long after it was due what was promised came, or has not come so far; negative: before it was due; None: nothing to say yet.

    In the open hours of the team where the promise counts in them.
    """
    if promise.state == "kept":
        came_us = promise.settled_us or 0
    elif promise.state == "broken":
        came_us = as_of_us if promise.came_us is None else promise.came_us
    else:
        return None
    sign = 1 if came_us >= promise.due_us else -1
    return sign * _between_us(promise, map_, *sorted((promise.due_us, came_us)))


def hours_of(promise: PromiseTold, map_: Map) -> str | None:
    """The team in whose hours a promise counts."""
    return next(one.hours_of for one in map_.step_by_id[promise.step].promises if one.id == promise.promise)


def _between_us(promise: PromiseTold, map_: Map, from_us: int, until_us: int) -> int:
    team = hours_of(promise, map_)
    hours = None if team is None else map_.team_by_id[team].hours
    if hours is None:
        return until_us - from_us
    import numpy as np

    from desireline.replay import open_time

    return int(open_time(hours, np.array([from_us]), np.array([until_us]))[0])
