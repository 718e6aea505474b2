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

    def pairs(self) -> tuple[Counts, Counts]:
        """The cells and their numbers, by cell."""
        if self.bits is None:
            cell, number = np.divmod(self.codes, max(1, self.count))
            return cell, number
        marks = np.unpackbits(self.bits.view(np.uint8), bitorder="little")
        cell, number = np.divmod(np.flatnonzero(marks), max(1, self.bits.shape[1] * _WORD))
        return cell, number

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
    """The trips of the rows of each cell, and their customers. `customers` None: no customer has two trips.

    customer  of each trip, ascending
    """

    trips: Marked
    customers: Marked | None
    customer: Integers

    @staticmethod
    def of(cell: Integers, trip: Integers, cells: int, customer: Integers) -> Marks:
        """Mark each row's trip and customer in its cell."""
        trips = Marked.of(cell, trip, cells, len(customer))
        if np.all(customer[1:] != customer[:-1]):
            return Marks(trips, None, customer)
        return Marks(trips, Marked.of(cell, customer[trip], cells, int(customer[-1]) + 1), customer)

    def counts(self) -> tuple[Counts, Counts]:
        """How many different trips and customers the rows of each cell have."""
        trips = self.trips.counts()
        return trips, trips if self.customers is None else self.customers.counts()

    def coarser(self, position: Integers, cell: Integers, cells: int) -> Marks:
        """Of cells that have the rows of others (see `Marked.coarser`)."""
        customers = None if self.customers is None else self.customers.coarser(position, cell, cells)
        return Marks(self.trips.coarser(position, cell, cells), customers, self.customer)


def spread(bounds: Integers, position: Integers) -> Counts:
    """Where the elements of some stretches are, one stretch after another. `bounds`: where each begins, and the end of the last."""
    lengths = np.diff(bounds)[position]
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    places: Counts = np.arange(total) + np.repeat(bounds[:-1][position] - (ends - lengths), lengths)
    return places
