"""Rules 3, 4 and 7 of the contract: trips, and the events that are their visits."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from desireline.replay.arrays import LATEST, NEVER, Flags, Integers, Times, run_starts
from desireline.replay.stretches import Passing, Stretches, stretches_of
from desireline.replay.takeovers import TakeOvers, take_overs


@dataclass(frozen=True, slots=True)
class Trips:
    """Trips by (customer, opening), and their visits.

    offset   one more than there are trips: where the visits of each begin, visits by (trip, time)
    key      the key of each in the end; None: trips have no keys
    keyed_us when each took on its key that began without one, `NEVER` for all others; None: none did
    visit    position among the passing events of each visit, by group; None: each passing event is a visit
    order    what orders `visit` by (trip, time); None: it is
    gone_at  for each of `visit`: number of the event that took over its keyless trip, `LATEST` where none did; None: no trip was taken over
    """

    offset: Integers
    key: Integers | None
    keyed_us: Times | None
    visit: Integers | None
    order: Integers | None
    gone_at: Integers | None


def trips_of(passing: Passing, quiet_us: int | None) -> Trips:
    """Cut the passing events of a shard into trips."""
    stretches = stretches_of(passing, quiet_us)
    taken = None
    if passing.carries is not None and passing.carries.any():
        taken = take_overs(passing, stretches, quiet_us)
        stretches = _after(taken, passing, stretches, quiet_us)
    visit, opener = stretches.visits(), stretches.openers()
    first = opener if visit is None else np.searchsorted(visit, opener)
    offset = np.append(first, stretches.events if visit is None else len(visit))
    if passing.key is None:
        return Trips(offset, None, None, visit, None, None)
    return _numbered(passing, visit, opener, offset, taken)


def _after(taken: TakeOvers, passing: Passing, stretches: Stretches, quiet_us: int | None) -> Stretches:
    """The stretches, given that some keyless trips were taken over: those begin anew, and what takes over opens."""
    if not len(taken.taker):
        return stretches
    opens = (~passing.ends if passing.opens is None else passing.opens).copy()
    opens[taken.taker] = True
    breaks = taken.last_visit + 1
    return stretches_of(replace(passing, opens=opens), quiet_us, breaks[breaks < len(opens)])


def _numbered(passing: Passing, visit: Integers | None, opener: Integers, offset: Integers, taken: TakeOvers | None) -> Trips:
    """Join each keyless trip with the one that took it over, and number trips by their first visits."""
    assert passing.key is not None
    part = np.arange(len(opener))
    whole, opened, gone_at = part.copy(), passing.row[opener], None
    lengths = np.diff(offset)
    if taken is not None and len(taken.taker):
        keyless_part = np.searchsorted(opener, taken.last_visit, side="right") - 1
        keyed_part = np.searchsorted(opener, taken.taker, side="right") - 1
        whole[keyless_part] = keyed_part
        opened[keyed_part] = opened[keyless_part]
        gone = np.full(len(opener), LATEST)
        gone[keyless_part] = passing.row[taken.taker]
        gone_at = np.repeat(gone, lengths)
    trips = part[whole == part]
    trips = trips[np.argsort(opened[trips])]
    number = np.empty_like(part)
    number[trips] = np.arange(len(trips))
    trip = np.repeat(number[whole], lengths)
    keyed_us = None
    if taken is not None and len(taken.taker):
        keyed_us = np.full(len(trips), NEVER)
        keyed_us[number[keyed_part]] = passing.time_us[taken.taker]
    return Trips(
        offset=np.concatenate(([0], np.cumsum(np.bincount(trip, minlength=len(trips))))),
        key=passing.key[opener[trips]],
        keyed_us=keyed_us,
        visit=visit,
        order=None if bool(np.all(trip[1:] >= trip[:-1])) else np.argsort(trip, kind="stable"),
        gone_at=gone_at,
    )


def again(customer: Integers, key: Integers | None) -> Flags:
    """Which trips, ordered by (customer, opening), come after an earlier one of their customer and key."""
    if key is None:
        return ~run_starts(customer)
    order = np.lexsort((key, customer))
    repeated = np.empty(len(key), dtype=np.bool_)
    repeated[order] = ~(run_starts(customer[order]) | run_starts(key[order]))
    return repeated


def ends_of(last_us: Times, ended_by_outcome: Flags, quiet_us: int | None, as_of_us: int) -> tuple[Times, Flags]:
    """Rule 7: when each trip ended (`NEVER`: it is open), and which have gone quiet. `last_us`: entry of the last visit."""
    ended_us = np.where(ended_by_outcome, last_us, NEVER)
    if quiet_us is None:
        return ended_us, np.zeros(len(last_us), dtype=np.bool_)
    gone_quiet = ~ended_by_outcome & (last_us + quiet_us < as_of_us)
    return np.where(gone_quiet, last_us + quiet_us, ended_us), gone_quiet
