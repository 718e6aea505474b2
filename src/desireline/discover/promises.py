"""What a step could promise: what four of five who went on from it saw kept, where that is told by enough customers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from desireline.discover.covering import quantile_place
from desireline.discover.moves import Move
from desireline.discover.readable import LENGTHS_US, rounded_up_us

FEWEST_CUSTOMERS = 20
PERCENT = 80


@dataclass(frozen=True, slots=True)
class Keepable:
    """A promise that four of five who went on from a step would have seen kept, and more than half of all who came to it.

    to         the place that keeps it; None: whatever comes next
    customers  how many went on so
    onward     how often it would have been kept, and how often someone went on: a pair of counts
    came       how often it would have been kept, and how often someone came to the step
    p50_us, p80_us  how long it took from coming to the step on, of those who went on so
    """

    to: int | None
    customers: int
    onward: tuple[int, int]
    came: tuple[int, int]
    within_us: int
    p50_us: int
    p80_us: int


def promise_of(moves: Sequence[Move], came: int) -> Keepable | None:
    """The promise of a place, given all moves from it and how often someone came to it.

    It is kept by the most frequent way onward where this one alone can keep it, else by any. None: too few went on, or nobody had to wait.
    """
    onward = [move for move in moves if move.to != move.from_]
    if not onward:
        return None
    main = min(onward, key=lambda move: (-move.count, move.to))
    count = sum(move.count for move in onward)
    return _kept_by(main.to, [main], count, came) or _kept_by(None, onward, count, came)


def _kept_by(to: int | None, moves: Sequence[Move], onward: int, came: int) -> Keepable | None:
    stay_us = np.sort(np.concatenate([move.stay_us for move in moves]))
    customers, place = len(np.unique(np.concatenate([move.customers for move in moves]))), quantile_place(PERCENT, onward)
    if customers < FEWEST_CUSTOMERS or place >= len(stay_us) or stay_us[place] < LENGTHS_US[0]:
        return None
    within_us = rounded_up_us(int(stay_us[place]))
    kept = int(np.searchsorted(stay_us, within_us, side="right"))
    p50_us, p80_us = (int(stay_us[quantile_place(percent, len(stay_us))]) for percent in (50, PERCENT))
    return Keepable(to, customers, (kept, onward), (kept, came), within_us, p50_us, p80_us) if 2 * kept > came else None
