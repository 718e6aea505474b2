"""Customers in order of what is counted of them. Of very many only as many are put in order, and named, as somebody looks at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import nsmallest
from typing import Any

import numpy as np
from numpy.typing import NDArray

from desireline.replay import Integers, run_starts

Counts = NDArray[np.int64]
Names = NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class Found:
    """The customers of one shard.

    customer   their numbers, ascending
    trips, rows, total   of each. `trips` None: events that are of no trip; `total` None: nothing was measured
    """

    customer: Integers
    trips: Counts | None
    rows: Counts
    total: Counts | None


Named = tuple[Found, Callable[[], Names]]
"""Those of a shard, and what reads their names, ascending as the numbers do."""


@dataclass(frozen=True, slots=True)
class Listing:
    """Customers in order, with the numbers of each."""

    names: Names
    trips: Counts | None
    rows: Counts
    total: Counts | None


@dataclass(frozen=True)
class Ranking:
    """The customers of all shards, each of whom is in one: the largest first, by total where there is one, else by rows; then by name."""

    shards: Sequence[Named]

    def __len__(self) -> int:
        return len(self.rows)

    @cached_property
    def rows(self) -> Counts:
        """Of each, shard by shard."""
        return _joined([found.rows for found, _ in self.shards])

    @cached_property
    def trips(self) -> Counts | None:
        """Of each, shard by shard; None: events that are of no trip."""
        parts = [found.trips for found, _ in self.shards if found.trips is not None]
        return None if len(parts) < len(self.shards) else _joined(parts)

    @cached_property
    def total(self) -> Counts | None:
        """Of each, shard by shard; None: nothing was measured."""
        parts = [found.total for found, _ in self.shards if found.total is not None]
        return None if len(parts) < len(self.shards) else _joined(parts)

    def first(self, most: int) -> Listing:
        """So many of them, in order."""
        if most >= len(self):
            return self.whole
        counted = self._counted
        which = np.arange(0)
        if most > 0:
            least = np.partition(counted, len(counted) - most)[len(counted) - most]
            which = np.flatnonzero(counted >= least)
        names = self._names_of(which)
        keys = zip((-counted[which]).tolist(), names.tolist(), range(len(which)), strict=True)
        chosen = np.array([position for _, _, position in nsmallest(most, keys)], dtype=np.int64)
        return self._listing(which[chosen], names[chosen])

    @cached_property
    def whole(self) -> Listing:
        """All of them, in order."""
        names = self._names_of(np.arange(len(self)))
        order = _order(names, self._counted)
        return self._listing(order, names[order])

    @property
    def _counted(self) -> Counts:
        return self.rows if self.total is None else self.total

    def _listing(self, which: Integers, names: Names) -> Listing:
        trips, rows, total = (None if column is None else column[which] for column in (self.trips, self.rows, self.total))
        assert rows is not None
        return Listing(names, trips, rows, total)

    def _names_of(self, which: Integers) -> Names:
        """The names of some, whose positions ascend. Only their shards' are read."""
        sizes = np.array([len(found.rows) for found, _ in self.shards], dtype=np.int64)
        ends = np.cumsum(sizes)
        parts = np.split(which, np.searchsorted(which, ends)[:-1])
        of_shards = zip(self.shards, parts, ends - sizes, strict=True)
        return _joined([names()[part - begin] for (_, names), part, begin in of_shards if len(part)], np.object_)


def _order(names: Names, counted: Counts) -> Integers:
    """The largest first, and those that are equal by name: only their names are compared."""
    order = np.argsort(-counted, kind="stable")
    fresh = run_starts(counted[order])
    alone = fresh & np.append(fresh[1:], True)
    tied = np.flatnonzero(~alone)
    if not len(tied):
        return order
    run, who = (np.cumsum(fresh) - 1)[tied], order[tied]
    listed = names[who].tolist()
    # Each shard's are in order of their names already, which sorting makes use of.
    by_name = np.array(sorted(range(len(listed)), key=listed.__getitem__))
    order[tied] = who[by_name[np.argsort(run[by_name], kind="stable")]]
    return order


def _joined(parts: Sequence[NDArray[Any]], kind: type[Any] = np.int64) -> NDArray[Any]:
    return np.concatenate([np.zeros(0, dtype=kind), *parts])
