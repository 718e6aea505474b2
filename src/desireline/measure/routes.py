"""Routes: the different sequences of steps that trips took, and how many trips took each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import count

import numpy as np
from numpy.typing import NDArray

from desireline.measure.seen import Seen
from desireline.replay import Integers

Hashes = NDArray[np.uint64]
MOST_TIES = 1_000
_BASE = np.uint64(0xD1342543DE82EF95)
_WIDTH = 512
_INVERSE = np.uint64(pow(int(_BASE), -1, 1 << 64))


@dataclass(frozen=True, slots=True)
class Routes:
    """Different sequences of places.

    trips   how many trips took each
    offset  where the places of each begin, and how many there are
    place   the places of all of them, one after another
    """

    trips: NDArray[np.int64]
    offset: NDArray[np.int64]
    place: Integers

    def route(self, index: int) -> list[int]:
        """The places of one route."""
        places: list[int] = self.place[self.offset[index] : self.offset[index + 1]].tolist()
        return places

    def ranked(self, most: int) -> list[int]:
        """The routes that most trips took, at most so many, the most frequent first and equal ones in the order of the map.

        Where more than a thousand routes tie for the last places, their order is another one that is always the same.
        """
        if not len(self.trips) or not most:
            return []
        order = np.argsort(-self.trips, kind="stable")
        among = order[self.trips[order] >= self.trips[order[:most][-1]]]
        if len(among) > MOST_TIES:
            return order[:most].tolist()  # type: ignore[no-any-return]  # numpy does not say of what the list is
        return sorted(among.tolist(), key=lambda index: (-int(self.trips[index]), self.route(index)))[:most]


def joined(several: Sequence[Routes], less: Sequence[Routes] = ()) -> Routes:
    """The routes of several shards, at least one, each route once. `less`: without the trips of these, all of which are among those."""
    several = [*several, *(replace(routes, trips=-routes.trips) for routes in less)]
    several = [routes for routes in several if len(routes.trips)] or several[:1]
    if len(several) == 1:
        return several[0]
    lengths = np.concatenate([np.diff(routes.offset) for routes in several])
    offset, place = _offset(lengths), np.concatenate([routes.place for routes in several])
    first, which = distinct(offset, place)
    trips = np.bincount(which, weights=np.concatenate([routes.trips for routes in several]), minlength=len(first)).astype(np.int64)
    taken = np.flatnonzero(trips)
    first = first[taken]
    return Routes(trips[taken], _offset(lengths[first]), place[_positions(offset, first)])


def routes_of(seen: Seen) -> Routes:
    """The routes of the trips that are counted, whole: up to the moment asked about."""
    offset, place = _of_trips(seen, seen.trips)
    first, which = distinct(offset, place)
    return Routes(np.bincount(which, minlength=len(first)), _offset(np.diff(offset)[first]), place[_positions(offset, first)])


def trips_on(seen: Seen, route: list[int]) -> Integers:
    """The trips that are counted and took just this route."""
    trip = seen.trips[np.diff(seen.journeys.offset)[seen.trips] == len(route)]
    begins = seen.journeys.offset[trip]
    same = np.ones(len(trip), dtype=np.bool_)
    for seq, place in enumerate(route):
        same &= seen.journeys.place[begins + seq] == place
    on: Integers = trip[same]
    return on


def distinct(offset: Integers, place: Integers) -> tuple[Integers, Integers]:
    """The first of each of the different sequences, and for each sequence which of these it is.

    Sequences are told apart by a hash. Each is held against the first of its kind: where two of one hash differ, another hash is taken.
    """
    lengths = np.diff(offset)
    for seed in count():
        hashed = _hashes(offset, place, np.uint64(seed))
        _, first, which = np.unique(hashed, return_index=True, return_inverse=True)
        model = first[which]
        if np.array_equal(lengths[model], lengths) and np.array_equal(place[_positions(offset, model)], place):
            return first, which
    raise AssertionError("seeds do not end")


def _hashes(offset: Integers, place: Integers, seed: np.uint64) -> Hashes:
    """A number for each sequence, modulo 2^64.

    The first is a polynomial, which takes least time. Should it take two for one, others come: the sum of a number for each place and its
    position in the sequence (splitmix64).
    """
    lengths = np.diff(offset)
    if not len(place):
        return lengths.astype(np.uint64)
    if not seed:
        power = _powers(_BASE, len(place))
        power *= _mixed(np.arange(int(place.max()) + 1, dtype=np.uint64))[place]
        hashed: Hashes = np.add.reduceat(power, offset[:-1])
        # By what each begins with it is divided, which is a product of that of the sequences before it.
        by_length = _powers(_INVERSE, int(lengths.max()))
        hashed *= np.multiply.accumulate(np.concatenate((by_length[:1], by_length[lengths[:-1] - 1])))
        return hashed
    seq = np.arange(len(place)) - np.repeat(offset[:-1], lengths)
    numbered = (seq.astype(np.uint64) << np.uint64(20)) + place.astype(np.uint64) + (seed << np.uint64(52))
    return np.add.reduceat(_mixed(numbered), offset[:-1])


def _powers(base: np.uint64, count: int) -> Hashes:
    """The first so many powers of a number: a product of two each, as to multiply on and on takes longer."""
    low = np.multiply.accumulate(np.full(_WIDTH, base))
    high = np.full(-(-count // _WIDTH), low[-1])
    high[:1] = 1
    powers: Hashes = np.multiply.outer(np.multiply.accumulate(high), low).ravel()[:count]
    return powers


def _mixed(number: Hashes) -> Hashes:
    mixed = number + np.uint64(0x9E3779B97F4A7C15)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed ^= mixed >> np.uint64(shift)
        mixed *= np.uint64(factor)
    mixed ^= mixed >> np.uint64(31)
    return mixed


def _of_trips(seen: Seen, trips: Integers) -> tuple[Integers, Integers]:
    """The places of some trips, one after another."""
    offset = seen.journeys.offset
    if len(trips) == seen.journeys.trips:
        return offset, seen.journeys.place
    return _offset(np.diff(offset)[trips]), seen.journeys.place[_positions(offset, trips)]


def _positions(offset: Integers, which: Integers) -> Integers:
    """The positions of the elements of some sequences, one after another."""
    lengths = np.diff(offset)[which]
    positions: Integers = np.repeat(offset[:-1][which] - _offset(lengths)[:-1], lengths)
    positions += np.arange(len(positions))
    return positions


def _offset(lengths: Integers) -> NDArray[np.int64]:
    return np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(lengths)))
