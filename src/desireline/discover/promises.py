"""What a step could promise: four of five times on its main way onward, where that is told by enough customers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desireline.discover.moves import Move
from desireline.discover.readable import LENGTHS_US, rounded_up_us

FEWEST_CUSTOMERS = 20
MAIN_SHARE = 0.5
"""Of the ways to other places: where none has as much, nothing can be said of what comes next."""
PERCENT = 80


@dataclass(frozen=True, slots=True)
class Keepable:
    """A promise that four of five who took a step's main way onward would have seen kept, from their coming to the step on.

    share  of the main way, out of all ways to other places: a pair of counts
    """

    move: Move
    customers: int
    share: tuple[int, int]
    within_us: int


def promise_of(moves: Sequence[Move]) -> Keepable | None:
    """The promise of a place, given all moves from it. None: too few made one of them, there is no main one, or nobody had to wait."""
    onward = [move for move in moves if move.to != move.from_]
    if not onward:
        return None
    main = min(onward, key=lambda move: (-move.count, move.to))
    all_onward = sum(move.count for move in onward)
    if main.count < MAIN_SHARE * all_onward:
        return None
    customers, usual_us = main.people(), main.stay_quantile_us(PERCENT)
    if customers < FEWEST_CUSTOMERS or usual_us < LENGTHS_US[0]:
        return None
    return Keepable(main, customers, (main.count, all_onward), rounded_up_us(usual_us))
