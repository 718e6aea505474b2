"""What a step could promise: what four of five who went on from it saw kept, where that is told by enough customers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from desireline.discover.covering import quantile_place
from desireline.discover.moves import Move
from desireline.discover.passages import Passages
from desireline.discover.readable import LENGTHS_US, rounded_up_us
from desireline.replay import Flags, Integers, Times

FEWEST_CUSTOMERS = 20
PERCENT = 80


@dataclass(frozen=True, slots=True)
class Keepable:
    """A promise that four of five who went on from a step would have seen kept, from their coming to the step on.

    to         the place that keeps it; None: whatever comes next
    customers  how many went on so
    kept, settled  how often it would have been kept, and how often kept or broken: more than half of these were kept
    p50_us, p80_us  how long it took from coming to the step on, of those who went on so
    """

    to: int | None
    customers: int
    kept: int
    settled: int
    within_us: int
    p50_us: int
    p80_us: int


def promise_of(passages: Passages, moves: Sequence[Move]) -> Keepable | None:
    """The promise of a place, given all moves from it.

    It is kept by the most frequent way onward where this one alone can keep it, else by any. None: too few went on, or nobody had to wait,
    or most would have seen it broken.
    """
    onward = [move for move in moves if move.to != move.from_]
    if not onward:
        return None
    main = min(onward, key=lambda move: (-move.count, move.to))
    count = sum(move.count for move in onward)
    return _kept_by(passages, main.to, [main], count) or _kept_by(passages, None, onward, count)


def _kept_by(passages: Passages, to: int | None, moves: Sequence[Move], onward: int) -> Keepable | None:
    stay_us = np.sort(np.concatenate([move.stay_us for move in moves]))
    customers, place = len(np.unique(np.concatenate([move.customers for move in moves]))), quantile_place(PERCENT, onward)
    if customers < FEWEST_CUSTOMERS or place >= len(stay_us) or stay_us[place] < LENGTHS_US[0]:
        return None
    within_us = rounded_up_us(int(stay_us[place]))
    kept, settled = _settled(passages, moves[0].from_, to, within_us)
    p50_us, p80_us = (int(stay_us[quantile_place(percent, len(stay_us))]) for percent in (50, PERCENT))
    return Keepable(to, customers, kept, settled, within_us, p50_us, p80_us) if 2 * kept > settled else None


def _settled(passages: Passages, place: int, to: int | None, within_us: int) -> tuple[int, int]:
    """How often the promise of a place would have been kept, and how often kept or broken: rule 8 of the contract."""
    visits = passages.visits_of(place)
    keeping = passages.visits_of(to) if to is not None else np.flatnonzero(passages.place != place)
    trip, due_us = passages.trip_of_visit[visits], passages.entered_us[visits] + within_us
    which = np.searchsorted(keeping, visits)
    follows = which < len(keeping)
    kept_at = keeping[np.where(follows, which, 0)] if len(keeping) else visits
    reached: Flags = follows & (passages.trip_of_visit[kept_at] == trip) & (passages.entered_us[kept_at] <= due_us)
    broken = ~reached & (passages.ended_us[trip] > due_us) & (due_us < passages.as_of_us)
    # A visit makes no promise while one is pending. The next that does: after the visit that kept it, or after it was due.
    after = np.where(reached, np.searchsorted(visits, kept_at), _after(trip, passages.entered_us[visits], due_us))
    made = np.fromiter(_made(trip, after), dtype=np.int64)
    kept = int(reached[made].sum())
    return kept, kept + int(broken[made].sum())


def _after(trip: Integers, entered_us: Times, due_us: Times) -> Integers:
    """For each visit to a place, the first to it in any trip that is not, in its own trip, up to its due moment."""
    count = len(trip)
    is_due = np.repeat((False, True), count)
    order = np.lexsort((is_due, np.concatenate((entered_us, due_us)), np.concatenate((trip, trip))))
    before = np.cumsum(order < count)
    after = np.zeros(count, dtype=np.int64)
    dues: Flags = order >= count
    after[order[dues] - count] = before[dues]
    return after


def _made(trip: Integers, after: Integers) -> Iterator[int]:
    """The visits that make a promise: the first of each trip, and those that come after one was settled."""
    trips, latest, following = trip.tolist(), -1, 0
    for visit, next_ in enumerate(after.tolist()):
        if trips[visit] != latest or visit >= following:
            latest, following = trips[visit], next_
            yield visit
