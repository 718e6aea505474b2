"""What a shard came to, told as of an earlier moment: from what all of its events came to, without them.

Every rule of the contract looks back alone: what a customer's events up to a moment came to is what is left of all without those after it.
Visits after it fall away, trips without any, and what they brought about: outcomes, ends of work, promises kept, a key taken on.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from desireline.replay.arrays import NEVER, Flags, Integers, Times
from desireline.replay.keys import KEYLESS
from desireline.replay.promises import BROKEN, KEPT, PENDING, VOID, Made
from desireline.replay.shard import ShardJourneys
from desireline.replay.trips import again, ends_of


@dataclass(frozen=True, slots=True)
class Left:
    """What there was of some trips at a moment.

    trips, visits  positions of those that had begun, ascending
    offset         where the visits of each begin, and how many there are
    """

    trips: Integers
    visits: Integers
    offset: Integers


def left_of(journeys: ShardJourneys, wanted: Flags | None, as_of_us: int) -> Left:
    """What there was of trips at a moment. `wanted`: which ones; None: all."""
    offset, entered_us = journeys.offset, journeys.entered_us
    begun = entered_us[offset[:-1]] <= as_of_us
    trips = np.flatnonzero(begun if wanted is None else begun & wanted)
    lengths = np.diff(offset)[trips]
    begins = np.cumsum(lengths) - lengths
    visits = np.arange(int(lengths.sum())) + np.repeat(offset[trips] - begins, lengths)
    if len(trips) and np.any(entered_us[offset[trips + 1] - 1] > as_of_us):
        made = entered_us[visits] <= as_of_us
        visits, lengths = visits[made], np.add.reduceat(made, begins, dtype=np.int64)
    return Left(trips, visits, np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(lengths))))


def as_of_earlier(journeys: ShardJourneys, left: Left, quiet_us: int | None, places: int, as_of_us: int) -> ShardJourneys:
    """Trips as of a moment that may be earlier than some of their events. `places`: how many there are.

    Rows stay numbered as they were. Events beside trips are left out.
    """
    trips, visits = left.trips, left.visits
    entered_us = journeys.entered_us[visits]
    by_outcome = (journeys.how[trips] < places) & (journeys.ended_us[trips] <= as_of_us)
    ended_us, gone_quiet = ends_of(entered_us[left.offset[1:] - 1], by_outcome, quiet_us, as_of_us)
    none = np.zeros(0, dtype=np.int64)
    beside: dict[str, Any] = dict.fromkeys(("aside_trip", "aside_row", "aside_target", "outside_row", "outside_name", "unmapped"), none)
    done_us = None if journeys.done_us is None else journeys.done_us[visits]
    return replace(
        journeys,
        offset=left.offset,
        customer=journeys.customer[trips],
        key=None if journeys.key is None else journeys.key[trips],
        keyed_us=None if journeys.keyed_us is None else journeys.keyed_us[trips],
        how=np.where(by_outcome, journeys.how[trips], np.where(gone_quiet, places, places + 1)).astype(np.int32),
        ended_us=ended_us,
        again=_again(journeys, as_of_us)[trips],
        row=journeys.row[visits],
        place=journeys.place[visits],
        entered_us=entered_us,
        done_us=None if done_us is None else np.where(done_us > as_of_us, NEVER, done_us),
        move=journeys.move[visits],
        promises=_promises(journeys.promises, left, by_outcome, as_of_us),
        **beside,
    )


def _again(journeys: ShardJourneys, as_of_us: int) -> Flags:
    """Which trips come after an earlier one of their customer and key. A trip that took on its key later had none at the moment."""
    if journeys.key is None or journeys.keyed_us is None or not np.any(journeys.keyed_us > as_of_us):
        return journeys.again
    begun = np.flatnonzero(journeys.entered_us[journeys.offset[:-1]] <= as_of_us)
    key = np.where(journeys.keyed_us > as_of_us, KEYLESS, journeys.key)
    found = np.zeros(journeys.trips, dtype=np.bool_)
    found[begun] = again(journeys.customer[begun], key[begun])
    return found


def _promises(made: Made, left: Left, by_outcome: Flags, as_of_us: int) -> Made:
    """The promises that these visits made. What settled them later had not come, nor had an outcome that ended the trip later."""
    number = np.searchsorted(left.visits, made.visit)
    which = np.flatnonzero(np.append(left.visits, -1)[number] == made.visit)
    visit, due_us, state = number[which], made.due_us[which], made.state[which]
    settled_us: Times = np.where(made.settled_us[which] > as_of_us, NEVER, made.settled_us[which])
    over = by_outcome[np.searchsorted(left.offset, visit, side="right") - 1]
    stays = ((state == KEPT) & (settled_us != NEVER)) | ((state == VOID) & over)
    waiting = np.where(due_us < as_of_us, BROKEN, PENDING)
    return Made(visit, made.promise[which], due_us, np.where(stays, state, waiting), settled_us)
