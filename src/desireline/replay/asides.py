"""Rules 4 and 5 of the contract, for events that open and prolong nothing: ends of work, scores, aftercare."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from desireline.replay.arrays import Flags, Integers, Times, latest, run_starts


@dataclass(frozen=True, slots=True)
class Asides:
    """Events beside the visits, by group, in order within it. See `Passing` for the columns."""

    row: Integers
    group: Integers
    time_us: Times
    is_done: Flags
    place: Integers
    target: Integers


@dataclass(frozen=True, slots=True)
class Visits:
    """The visits by group, in order within it, as they were before any take-over; what an aside event may find.

    gone_at  number of the event from which on the visit's trip is of another key; number of all events where that never happens
    """

    row: Integers
    group: Integers
    time_us: Times
    place: Integers
    ends: Flags
    gone_at: Integers | None


@dataclass(frozen=True, slots=True)
class Placed:
    """What became of the aside events: `visit`, the visit that each one found as its trip's last; `found`, whether it belongs there."""

    visit: Integers
    found: Flags


def place_asides(asides: Asides, visits: Visits, quiet_us: int | None) -> Placed:
    """Find the trip of each aside event: the latest of its key, at most `quiet` after its last visit.

    The end of work further wants that trip to be open and at its step, and to be the first of the visit.
    """
    if not len(visits.row) or not len(asides.row):
        return Placed(np.zeros(len(asides.row), dtype=np.int64), np.zeros(len(asides.row), dtype=np.bool_))
    last = _latest_visit(asides, visits)
    if visits.gone_at is not None:
        last = _before_gone_trips(last, asides.row, visits.gone_at)
    found = last >= 0
    found &= visits.group[last] == asides.group
    if quiet_us is not None:
        found &= asides.time_us - visits.time_us[last] <= quiet_us
    found &= ~asides.is_done | (~visits.ends[last] & (visits.place[last] == asides.place))
    done = np.flatnonzero(found & asides.is_done)
    found[done[~run_starts(last[done])]] = False
    return Placed(last, found)


def _latest_visit(asides: Asides, visits: Visits) -> Integers:
    """The last visit before each event in the order of groups and rows; -1 where there is none."""
    span = np.int64(max(visits.row.max(), asides.row.max()) + 1)
    return np.searchsorted(visits.group * span + visits.row, asides.group * span + asides.row) - 1


def _before_gone_trips(last: Integers, rows: Integers, gone_at: Integers) -> Integers:
    """Step back over trips that are of another key by then, to the last visit of the trip before; -1 where there is none."""
    opening = latest(run_starts(gone_at))
    while len(gone := np.flatnonzero((last >= 0) & (rows >= gone_at[last]))):
        last[gone] = opening[last[gone]] - 1
    return last
