"""Rule 8 of the contract: the promises that visits make, and what becomes of them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from desireline.model import DONE, PROMISE_STATES, Map, Promise
from desireline.replay.arrays import LATEST, NEVER, Flags, Integers, Times, run_starts
from desireline.replay.hours import due_in_hours

KEPT, VOID, BROKEN, PENDING = (np.uint8(index) for index in range(len(PROMISE_STATES)))
FEW = 256
"""Chains that are followed one by one, once fewer than this many are left."""


@dataclass(frozen=True, slots=True)
class Stays:
    """The visits by (trip, time).

    offset      where the visits of each trip begin, and how many visits there are
    done_us     when the work of each visit ended, `NEVER` where it did not; None: no visit's did
    outcome_us  when each trip ended with its outcome; `LATEST` where it did not
    """

    offset: Integers
    place: Integers
    entered_us: Times
    done_us: Times | None
    outcome_us: Times


@dataclass(frozen=True, slots=True)
class Made:
    """Promises made, by (visit, id).

    promise     index in `Pledges.ids`, which are in order
    state       index in `PROMISE_STATES`
    settled_us  when what was promised came to be, in time or late; `NEVER`: it has not
    """

    visit: Integers
    promise: Integers
    due_us: Times
    state: NDArray[np.uint8]
    settled_us: Times


@dataclass(frozen=True, slots=True)
class Pledge:
    """One promise of a map. `settles`: for each place, whether a later visit to it keeps the promise."""

    promise: Promise
    number: int
    place: int
    settles: Flags


@dataclass(frozen=True, slots=True)
class Pledges:
    """All promises of a map, by id."""

    ids: tuple[str, ...]
    pledges: tuple[Pledge, ...]
    map: Map


def pledges_of(map_: Map, places: tuple[str, ...]) -> Pledges:
    """Number the promises of a map. A promise belongs to one step; an aftercare step has no visits that could make one."""
    listed = sorted(
        ((promise.id, index, promise) for index, step in enumerate(map_.steps) for promise in step.promises), key=lambda p: p[:2]
    )
    pledges = []
    for number, (_, place, promise) in enumerate(listed):
        wanted = set(promise.until) or set(places) - {places[place]}
        settles = np.array([id_ in wanted for id_ in places], dtype=np.bool_)
        pledges.append(Pledge(promise, number, place, settles))
    return Pledges(tuple(id_ for id_, _, _ in listed), tuple(pledges), map_)


def promises_of(pledges: Pledges, stays: Stays, as_of_us: int) -> Made:
    """The promises that the visits of a shard make, and the state of each at `as_of`."""
    parts = [_made(pledge, pledges.map, stays, as_of_us) for pledge in pledges.pledges]
    if not parts:
        return _NONE_MADE
    visit = np.concatenate([part.visit for part in parts])
    promise = np.concatenate([part.promise for part in parts])
    # Each promise's part is in order already, which a stable sort makes use of.
    order = np.argsort(visit * len(pledges.ids) + promise, kind="stable")
    due_us: Times = np.concatenate([part.due_us for part in parts])
    state = np.concatenate([part.state for part in parts])
    settled_us: Times = np.concatenate([part.settled_us for part in parts])
    return Made(visit[order], promise[order], due_us[order], state[order], settled_us[order])


def promises_as_of(made: Made, as_of_us: int) -> Made:
    """The same promises as of another moment, with the same visits: those that are neither kept nor void are broken once they are due."""
    waiting = np.where(made.due_us < as_of_us, BROKEN, PENDING)
    return replace(made, state=np.where((made.state == KEPT) | (made.state == VOID), made.state, waiting))


_NO_TIMES: Times = np.zeros(0, np.int64)
_NONE_MADE = Made(np.zeros(0, np.int64), np.zeros(0, np.int32), _NO_TIMES, np.zeros(0, np.uint8), _NO_TIMES)


def _made(pledge: Pledge, map_: Map, stays: Stays, as_of_us: int) -> Made:
    visit = np.flatnonzero(stays.place == pledge.place)
    if not len(visit):
        return _NONE_MADE
    trip = np.searchsorted(stays.offset, visit, side="right") - 1
    entered_us = stays.entered_us[visit]
    due_us = _due(pledge.promise, map_, entered_us)
    keeper, kept_us = _kept(pledge, stays, visit, trip)
    state = np.full(len(visit), PENDING)
    state[due_us < as_of_us] = BROKEN
    state[stays.outcome_us[trip] <= due_us] = VOID
    state[kept_us <= due_us] = KEPT
    allowed = _allowed_again(trip, entered_us, due_us, np.where(state == KEPT, np.searchsorted(visit, keeper), -1))
    made = _follow(trip, allowed)
    settled_us = np.where(kept_us == LATEST, NEVER, kept_us)
    return Made(visit[made], np.full(len(made), pledge.number, dtype=np.int32), due_us[made], state[made], settled_us[made])


def _due(promise: Promise, map_: Map, entered_us: Times) -> Times:
    hours = map_.team_by_id[promise.hours_of].hours if promise.hours_of else None
    return entered_us + promise.within_us if hours is None else due_in_hours(hours, entered_us, promise.within_us)


def _kept(pledge: Pledge, stays: Stays, visit: Integers, trip: Integers) -> tuple[Integers, Times]:
    """For each visit that could make the promise: the first visit from which it may be made again once kept, and when it is kept."""
    keeper = _next_settling(pledge.settles, stays.place, visit)
    found = keeper < stays.offset[trip + 1]
    kept_us = np.where(found, stays.entered_us[np.minimum(keeper, len(stays.place) - 1)], LATEST)
    if DONE in pledge.promise.until and stays.done_us is not None:
        done_us = np.where(stays.done_us[visit] == NEVER, LATEST, stays.done_us[visit])
        # Of one instant, a visit's own end of work comes before the next visit: later it would be no end of work at that step.
        sooner = (done_us <= kept_us) & (done_us != LATEST)
        keeper = np.where(sooner, visit + 1, keeper)
        kept_us = np.where(sooner, done_us, kept_us)
    return keeper, kept_us


def _next_settling(settles: Flags, place: Integers, visit: Integers) -> Integers:
    """The first visit after each that settles, of whatever trip; the number of all visits where none does. Mostly it is the very next."""
    settling = np.append(settles, False)
    following = np.append(place, place.dtype.type(len(settles)))
    keeper = visit + 1
    later = np.flatnonzero(~settling[following[keeper]])
    if len(later):
        positions = np.append(np.flatnonzero(settles.take(place)), len(place))
        keeper[later] = positions[np.searchsorted(positions, visit[later], side="right")]
    return keeper


def _allowed_again(trip: Integers, entered_us: Times, due_us: Times, kept_at: Integers) -> Integers:
    """For each visit that could make the promise, the first later one that may if it does.

    That is the one at `kept_at` (-1: not kept), else the first that is entered after the promise is due.

    Visits are counted among those at the step; the number of all of them, or one of a later trip, where the trip has no such visit.
    """
    count = len(trip)
    nearest = np.arange(1, count + 1)
    allowed = np.where(kept_at >= 0, kept_at, nearest)
    too_soon = np.append((trip[1:] == trip[:-1]) & (entered_us[1:] <= due_us[:-1]), False)
    waiting = np.flatnonzero((kept_at < 0) & too_soon)
    if len(waiting):
        ends = np.append(np.flatnonzero(trip[1:] != trip[:-1]) + 1, count)
        beyond = ends[np.searchsorted(ends, waiting, side="right")]
        allowed[waiting] = _first_after(entered_us, waiting + 1, beyond, due_us[waiting])
    return allowed


def _first_after(time_us: Times, low: Integers, high: Integers, moment_us: Times) -> Integers:
    """Bisection of many ascending stretches [low, high) at once: the first position in each whose time is after its moment, else `high`."""
    low, high = low.copy(), high.copy()
    searching = np.flatnonzero(low < high)
    while len(searching):
        middle = (low[searching] + high[searching]) // 2
        after = time_us[middle] > moment_us[searching]
        high[searching[after]] = middle[after]
        low[searching[~after]] = middle[~after] + 1
        searching = searching[low[searching] < high[searching]]
    return low


def _follow(trip: Integers, allowed: Integers) -> Integers:
    """The visits that make the promise: the first of each trip, then from each the one that is allowed next."""
    count = len(trip)
    nearest = np.arange(1, count + 1)
    stays = np.append(trip, -1)
    suppressed = (allowed > nearest) & (stays[nearest] == trip)
    if not suppressed.any():
        return np.arange(count)
    fresh = run_starts(trip)
    number = np.cumsum(fresh) - 1
    some_suppressed = np.zeros(number[-1] + 1, dtype=np.bool_)
    some_suppressed[number[suppressed]] = True
    made = ~some_suppressed[number]
    first = np.flatnonzero(~made & fresh)
    following = np.where(stays[np.minimum(allowed, count)] == trip, allowed, count)
    while len(first) > FEW:
        made[first] = True
        first = following[first]
        first = first[first < count]
    steps = following.tolist() if len(first) else []
    for start in first.tolist():
        at = start
        while at < count:
            made[at] = True
            at = steps[at]
    return np.flatnonzero(made)
