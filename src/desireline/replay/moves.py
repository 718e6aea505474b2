"""Rule 6 of the contract: how each visit was come to."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from desireline.model import MOVES, Map, Ways, ways_of
from desireline.replay.arrays import MOST_PAIRS, Flags, Integers

START, JOINED, EXPECTED, REPEAT, BACK, SKIP, JUMP = (np.uint8(index) for index in range(len(MOVES)))


class MoveTable:
    """What a move from one place to another is, where the trip was not at the other before."""

    def __init__(self, map_: Map, places: tuple[str, ...]) -> None:
        self._ways: Ways = ways_of(map_)
        self._places = places
        self._index: Mapping[str, int] = {id_: index for index, id_ in enumerate(places)}
        self.starts: NDArray[np.uint8] = np.array([START if id_ in self._ways.starts else JOINED for id_ in places], dtype=np.uint8)
        self._table: NDArray[np.uint8] | None = self._whole() if len(places) ** 2 <= MOST_PAIRS else None

    def moves(self, before: Integers, place: Integers) -> NDArray[np.uint8]:
        """The moves from places `before` to places `place`; SKIP and JUMP are BACK where the trip was there before."""
        width = len(self._places)
        pair = before.astype(np.int64) * width + place
        if self._table is not None:
            return self._table.take(pair)
        pairs, which = np.unique(pair, return_inverse=True)
        known = [self._move(self._places[a], self._places[b]) for a, b in (divmod(p, width) for p in pairs.tolist())]
        return np.array(known, dtype=np.uint8)[which]

    def _whole(self) -> NDArray[np.uint8]:
        width = len(self._places)
        table = np.full((width, width), JUMP, dtype=np.uint8)
        for kind, ways in ((SKIP, self._ways.reachable), (REPEAT, None), (EXPECTED, self._ways.expected)):
            if ways is None:
                np.fill_diagonal(table, kind)
                continue
            for a, reached in ways.items():
                table[self._index[a], [self._index[b] for b in reached]] = kind
        return table.reshape(-1)

    def _move(self, a: str, b: str) -> np.uint8:
        if b in self._ways.expected.get(a, ()):
            return EXPECTED
        if a == b:
            return REPEAT
        return SKIP if b in self._ways.reachable.get(a, ()) else JUMP


def moves_of(table: MoveTable, place: Integers, offset: Integers) -> NDArray[np.uint8]:
    """The move of each visit. `place` by (trip, time); `offset`: where the visits of each trip begin, and how many there are."""
    moves = np.empty(len(place), dtype=np.uint8)
    moves[1:] = table.moves(place[:-1], place[1:])
    first = offset[:-1]
    moves[first] = table.starts.take(place[first])
    strayed = np.flatnonzero(moves >= SKIP)
    if len(strayed):
        moves[strayed[_been_before(place, offset, len(table.starts), strayed)]] = BACK
    return moves


def _been_before(place: Integers, offset: Integers, places: int, asked: Integers) -> Flags:
    """Which of the asked visits are to a place where the trip was before."""
    trip = np.repeat(np.arange(len(offset) - 1), np.diff(offset))
    been = trip * places + place
    if len(been) * 16 < (len(offset) - 1) * places:
        _, first, which = np.unique(been, return_index=True, return_inverse=True)
        been_first: Flags = first[which[asked]] < asked
        return been_first
    # Of two writes to one element the later counts: written from the last visit to the first, the first one remains.
    first = np.empty((len(offset) - 1) * places, dtype=np.int64)
    first[been[::-1]] = np.arange(len(been))[::-1]
    before: Flags = first.take(been[asked]) < asked
    return before
