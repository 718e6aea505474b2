"""Moves from place to place: how often, how long they took, and which of them cover most of what customers do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from desireline.discover.covering import covering_most, quantile_place
from desireline.discover.passages import Passages
from desireline.replay import Integers, Times


@dataclass(frozen=True, slots=True, eq=False)
class Move:
    """Goings from one place to the next.

    wait_us    how long each took, ascending
    stay_us    how long each customer had been at the first place by then, over all visits to it in a row; in the order of `wait_us`
    customers  the numbers of these customers, in that order
    """

    from_: int
    to: int
    wait_us: Times
    stay_us: Times
    customers: Integers

    @property
    def count(self) -> int:
        """How many there were."""
        return len(self.wait_us)

    def quantile_us(self, percent: int) -> int:
        """The shortest wait that at least so many percent of the goings did not exceed: exact, one of the waits themselves."""
        return int(self.wait_us[quantile_place(percent, self.count)])


def moves_of(passages: Passages) -> list[Move]:
    """All moves that were made, most frequent first."""
    going = passages.goings()
    pair = passages.place[going].astype(np.int64) * passages.places + passages.place[going + 1]
    wait_us = passages.entered_us[going + 1] - passages.entered_us[going]
    stay_us = passages.entered_us[going + 1] - passages.entered_us[_came(passages)[going]]
    order = np.lexsort((wait_us, pair))
    pair, wait_us, stay_us = pair[order], wait_us[order], stay_us[order]
    customer = passages.customer[passages.trip_of_visit[going[order]]]
    pairs, starts = np.unique(pair, return_index=True)
    ends = np.append(starts, len(pair))[1:]
    moves = []
    for each, start, end in zip(pairs.tolist(), starts.tolist(), ends.tolist(), strict=True):
        from_, to = divmod(each, passages.places)
        moves.append(Move(from_, to, wait_us[start:end], stay_us[start:end], customer[start:end]))
    return sorted(moves, key=lambda move: (-move.count, move.from_, move.to))


def _came(passages: Passages) -> Integers:
    """For each visit: the first of those in a row to its place, in its trip."""
    comes = np.ones(len(passages.place), dtype=np.bool_)
    comes[1:] = passages.place[1:] != passages.place[:-1]
    comes[passages.offset[:-1]] = True
    return np.maximum.accumulate(np.where(comes, np.arange(len(comes)), 0))


def covering(moves: Sequence[Move], coverage: float) -> list[Move]:
    """The most frequent moves that together are at least this share of all; and the most frequent onward one of each place left without.

    moves  most frequent first
    """
    kept = list(moves[: covering_most([move.count for move in moves], coverage)])
    left = {move.from_ for move in kept}
    for move in moves[len(kept) :]:
        if move.from_ not in left:
            left.add(move.from_)
            kept.append(move)
    return kept


def by_origin(moves: Sequence[Move]) -> dict[int, list[Move]]:
    """The moves from each place, in the order given."""
    found: defaultdict[int, list[Move]] = defaultdict(list)
    for move in moves:
        found[move.from_].append(move)
    return dict(found)
