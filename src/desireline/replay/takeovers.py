"""Rule 3 of the contract, its last sentence: an event that carries a key, and finds no open trip of it, takes over the keyless one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from desireline.replay.arrays import Flags, Integers, latest
from desireline.replay.keys import KEYLESS
from desireline.replay.stretches import Passing, Stretches


@dataclass(frozen=True, slots=True)
class TakeOvers:
    """Positions of the events that take over a keyless trip, in order of events, and of the trip's last visit until then."""

    taker: Integers
    last_visit: Integers


def take_overs(passing: Passing, stretches: Stretches, quiet_us: int | None) -> TakeOvers:
    """Decide every take-over of a shard, exactly. `stretches`: as they are where nothing is taken over.

    An event can take over only if it carries its key and stands no later than the opener of its stretch (its trip is not open before
    it), while some keyless trip would be open if nothing had been taken before. A take-over changes no more than two stretches: that
    of the taker is open from then on, and that of the keyless trip begins anew after it. So one look at the few events that can,
    in order, with what is known of those two stretches, decides them all.
    """
    taker, last_visit = _possible(passing, stretches, quiet_us)
    order = np.argsort(passing.row[taker])
    taker, last_visit = taker[order], last_visit[order]
    opening = latest(_may_open(passing))[last_visit]
    decided = _decide(
        stretches.of(taker).tolist(), stretches.of(last_visit).tolist(), passing.row[taker].tolist(), passing.row[opening].tolist()
    )
    return TakeOvers(taker[decided], last_visit[decided])


def _possible(passing: Passing, stretches: Stretches, quiet_us: int | None) -> tuple[Integers, Integers]:
    """The events that take over a keyless trip unless an earlier one does, each with the latest keyless event before it."""
    assert passing.key is not None
    assert passing.carries is not None
    lengths = np.diff(stretches.starts, append=stretches.events)
    opened_by = np.repeat(stretches.opener, lengths)
    positions = np.arange(stretches.events)
    taker = np.flatnonzero(passing.carries & (positions <= opened_by))
    keyless = np.flatnonzero(passing.key == KEYLESS)
    before = np.searchsorted(passing.row[keyless], passing.row[taker]) - 1
    taker, last_visit = taker[before >= 0], keyless[before[before >= 0]]
    can = (passing.customer[last_visit] == passing.customer[taker]) & ~passing.ends[last_visit] & (opened_by[last_visit] <= last_visit)
    if quiet_us is not None:
        can &= passing.time_us[taker] - passing.time_us[last_visit] <= quiet_us
    return taker[can], last_visit[can]


def _may_open(passing: Passing) -> Flags:
    return ~passing.ends if passing.opens is None else passing.opens


def _decide(stretches: list[int], keyless_stretches: list[int], rows: list[int], opening_rows: list[int]) -> list[int]:
    """Which of the possible take-overs happen. `opening_rows`: the latest event before each that may open a trip in its keyless stretch."""
    opened: set[int] = set()
    taken_at: dict[int, int] = {}
    happen = []
    for index, (stretch, keyless, row, opening_row) in enumerate(zip(stretches, keyless_stretches, rows, opening_rows, strict=True)):
        if stretch not in opened and opening_row > taken_at.get(keyless, -1):
            opened.add(stretch)
            taken_at[keyless] = row
            happen.append(index)
    return happen
