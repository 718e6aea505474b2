"""Which trips and customers have rows in which cells: marked once, and counted for all cells that hold the same rows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desireline.replay import Integers

Counts = NDArray[np.int64]
MOST_MARKS = 1 << 26
"""Up to this many (cell, number) are marked in a table with all of them."""
_WORD = 64


@dataclass(frozen=True, slots=True)
class Numbered:
    """Numbers of trips, or of their customers, such that those of a segment stand together and begin with a word of bits.

    number  of each trip
    begins  the word with which each segment begins, of those that there are
    count   more than any number
    """

    number: Counts
    begins: Counts
    count: int

    @staticmethod
    def of(segment: Integers, which: Integers | None = None) -> Numbered:
        """Number some things, each of one segment. `which`: of each trip, its thing; None: they are the trips."""
        order, lengths = np.argsort(segment, kind="stable"), np.bincount(segment)
        lengths = lengths[lengths > 0]
        words = -(-lengths // _WORD)
        begins = np.cumsum(words) - words
        number = np.empty(len(segment), dtype=np.int64)
        number[order] = np.arange(len(segment)) + np.repeat(begins * _WORD - (np.cumsum(lengths) - lengths), lengths)
        return Numbered(number if which is None else number[which], begins, int(words.sum()) * _WORD)


@dataclass(frozen=True, slots=True)
class Segmenting:
    """Trips and customers numbered by segment, so that those of one are counted with a few additions.

    segments   those that there are, ascending
    customers  once for each segment of their trips
    """

    segments: Counts
    trips: Numbered
    customers: Numbered

    @staticmethod
    def of(segment: Integers, customer: Integers) -> Segmenting:
        """Number the trips. `segment`, `customer`: of each trip."""
        pairs, which = np.unique(segment.astype(np.int64) * (int(customer.max(initial=0)) + 1) + customer, return_inverse=True)
        return Segmenting(np.unique(segment), Numbered.of(segment), Numbered.of(pairs // (int(customer.max(initial=0)) + 1), which))


@dataclass(frozen=True, slots=True)
class Marked:
    """Which numbers below `count` each cell has: a bit for each, or, where these would be too many, those that there are.

    bits   cells x words; None: they are listed
    codes  cell x count + number, ascending
    """

    cells: int
    count: int
    bits: NDArray[np.uint64] | None
    codes: Counts

    @staticmethod
    def of(cell: Integers, number: Integers, cells: int, count: int) -> Marked:
        """Mark the number of each row in its cell."""
        width = -(-count // _WORD) * _WORD
        if cells * width > MOST_MARKS:
            return Marked(cells, count, None, np.unique(cell * np.int64(count) + number))
        marks = np.zeros(cells * width, dtype=np.bool_)
        code = cell * np.int64(width)
        code += number
        marks[code] = True
        bits = np.packbits(marks, bitorder="little").view(np.uint64).reshape(cells, width // _WORD)
        return Marked(cells, count, bits, code[:0])

    def counts(self) -> Counts:
        """How many different numbers each cell has."""
        if self.bits is not None:
            counts: Counts = np.bitwise_count(self.bits).sum(axis=1, dtype=np.int64)
            return counts
        return np.bincount(self.codes // max(1, self.count), minlength=self.cells)

    def counts_by(self, numbered: Numbered) -> Counts:
        """The same by segment: cells x the segments that there are."""
        if self.bits is not None:
            counts: Counts = np.add.reduceat(np.bitwise_count(self.bits), numbered.begins, axis=1, dtype=np.int64)
            return counts
        cell, number = np.divmod(self.codes, max(1, self.count))
        segment = np.searchsorted(numbered.begins, number // _WORD, side="right") - 1
        segments = len(numbered.begins)
        return np.bincount(cell * segments + segment, minlength=self.cells * segments).reshape(self.cells, segments)

    def coarser(self, position: Integers, cell: Integers, cells: int) -> Marked:
        """Of cells that have the numbers of others. The one at each position is part of a `cell`; each of these occurs."""
        order = np.argsort(cell, kind="stable")
        if self.bits is not None:
            begins = np.searchsorted(cell[order], np.arange(cells))
            bits = np.bitwise_or.reduceat(self.bits[position[order]], begins, axis=0) if cells else self.bits[:0]
            return Marked(cells, self.count, bits, self.codes)
        bounds = np.searchsorted(self.codes, np.arange(self.cells + 1) * np.int64(self.count))
        taken = spread(bounds, position)
        code = np.repeat(cell, np.diff(bounds)[position]) * np.int64(self.count) + self.codes[taken] % max(1, self.count)
        return Marked(cells, self.count, None, np.unique(code))


@dataclass(frozen=True, slots=True)
class Marks:
    """The trips of the rows of each cell, and their customers.

    customers        None: no customer has two trips
    by_segment       customers once for each segment of their trips; None where trips are not told apart, or no customer has two
    """

    trips: Marked
    customers: Marked | None
    by_segment: Marked | None

    @staticmethod
    def of(cell: Integers, trip: Integers, cells: int, customer: Integers, segmenting: Segmenting | None = None) -> Marks:
        """Mark each row's trip and customer in its cell. `customer`: of each trip, ascending."""
        if segmenting is None:
            trips = Marked.of(cell, trip, cells, len(customer))
        else:
            trips = Marked.of(cell, segmenting.trips.number[trip], cells, segmenting.trips.count)
        if np.all(customer[1:] != customer[:-1]):
            return Marks(trips, None, None)
        customers = Marked.of(cell, customer[trip], cells, int(customer[-1]) + 1)
        if segmenting is None:
            return Marks(trips, customers, None)
        return Marks(trips, customers, Marked.of(cell, segmenting.customers.number[trip], cells, segmenting.customers.count))

    def counts(self) -> tuple[Counts, Counts]:
        """How many different trips and customers the rows of each cell have."""
        trips = self.trips.counts()
        return trips, trips if self.customers is None else self.customers.counts()

    def counts_by(self, segmenting: Segmenting) -> tuple[Counts, Counts]:
        """The same by segment: cells x the segments that there are."""
        trips = self.trips.counts_by(segmenting.trips)
        return trips, trips if self.by_segment is None else self.by_segment.counts_by(segmenting.customers)

    def coarser(self, position: Integers, cell: Integers, cells: int) -> Marks:
        """Of cells that have the rows of others (see `Marked.coarser`)."""
        trips, customers, by_segment = (
            None if marked is None else marked.coarser(position, cell, cells) for marked in (self.trips, self.customers, self.by_segment)
        )
        assert trips is not None
        return Marks(trips, customers, by_segment)


def spread(bounds: Integers, position: Integers) -> Counts:
    """Where the elements of some stretches are, one stretch after another. `bounds`: where each begins, and the end of the last."""
    lengths = np.diff(bounds)[position]
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    places: Counts = np.arange(total) + np.repeat(bounds[:-1][position] - (ends - lengths), lengths)
    return places
