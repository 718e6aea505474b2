"""Rules 4 and 7 of the contract: where trips begin and end in a customer's events of one key."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from desireline.replay.arrays import Flags, Integers, Times, run_starts


@dataclass(frozen=True, slots=True)
class Passing:
    """The events of one shard that matched a step or an outcome, by group, in order within it. A group: one customer's events of one key.

    row      number of the event, ascending by (customer, time, id) over the shard
    group    ascending
    customer number of the customer
    key      the key in force
    carries  whether the event itself carries that key; None: no map of trips by key, nothing does
    ends     whether it is an outcome
    opens    whether it may open a trip; None: all that are no outcome may
    """

    row: Integers
    group: Integers
    customer: Integers
    key: Integers | None
    carries: Flags | None
    time_us: Times
    place: Integers
    ends: Flags
    opens: Flags | None


@dataclass(frozen=True, slots=True)
class Stretches:
    """Events of a group without a break: none more than `quiet` after the one before, none after an outcome.

    A stretch is a trip from its first event that may open one; what comes before is outside.

    starts  position of the first event of each stretch
    opener  position of the event that opens its trip; number of all events where none does
    """

    starts: Integers
    opener: Integers
    events: int

    def visits(self) -> Integers | None:
        """The positions of the events that are visits; None: all are."""
        if np.array_equal(self.opener, self.starts):
            return None
        lengths = np.diff(self.starts, append=self.events)
        return np.flatnonzero(np.arange(self.events) >= np.repeat(self.opener, lengths))

    def openers(self) -> Integers:
        """The positions of the first visits of the trips."""
        return self.opener[self.opener < self.events]

    def of(self, positions: Integers) -> Integers:
        """The stretch of each position."""
        return np.searchsorted(self.starts, positions, side="right") - 1


def stretches_of(passing: Passing, quiet_us: int | None, breaks: Integers | None = None) -> Stretches:
    """Break the events of each group where they pause for more than `quiet`, after each outcome, and before each of `breaks`."""
    fresh = run_starts(passing.group)
    fresh[1:] |= passing.ends[:-1]
    if quiet_us is not None:
        fresh[1:] |= passing.time_us[1:] - passing.time_us[:-1] > quiet_us
    if breaks is not None:
        fresh[breaks] = True
    starts = np.flatnonzero(fresh)
    events = len(fresh)
    if passing.opens is None:
        return Stretches(starts, np.where(passing.ends[starts], events, starts), events)
    opening = np.append(np.flatnonzero(passing.opens), events)
    first = opening[np.searchsorted(opening, starts)]
    beyond = np.append(starts[1:], events)
    return Stretches(starts, np.where(first < beyond, first, events), events)
