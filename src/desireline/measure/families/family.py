"""What a kind of rows is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from desireline.measure.cube import Dimension, Rows
from desireline.measure.seen import Scope, Seen
from desireline.replay import Flags, Integers

Placed = tuple[Integers, Integers]
"""Positions among some cells, and for each a cell that the rows there are in. One position may have several, or none."""


@dataclass(frozen=True, slots=True)
class Finer:
    """A family of the same rows in finer cells.

    placed  where the rows of finer cells are
    valued  whether they have the same values; False: they have none
    """

    name: str
    placed: Callable[[Scope, Integers], Placed]
    valued: bool = True


@dataclass(frozen=True, slots=True)
class Bounds:
    """Between which values those of rows are wanted, both included; None: there is no such bound."""

    at_least: int | None = None
    at_most: int | None = None

    def hold(self, value: Integers) -> Flags:
        """Which values lie between them."""
        kept = np.ones(len(value), dtype=np.bool_)
        if self.at_least is not None:
            kept &= value >= self.at_least
        if self.at_most is not None:
            kept &= value <= self.at_most
        return kept


ANY_VALUE = Bounds()
_COMPARED = 4


def is_wanted(index: Integers, wanted: Flags) -> Flags:
    """Which of some indexes are among those wanted (an index -> whether it is)."""
    few = np.flatnonzero(wanted)
    # To compare with a few is several times faster than to look each up.
    if len(few) > _COMPARED:
        return wanted[index]
    found = np.zeros(len(index), dtype=np.bool_)
    for one in few.tolist():
        found |= index == one
    return found


@dataclass(frozen=True, slots=True)
class Family:
    """A kind of rows: by what they are told apart, and which ones a shard has.

    name        how it is called where numbers are printed and lists are asked for
    dimensions  for a map, what they are told apart by
    rows        the rows of a shard, their cells in the order of the dimensions
    finer       for a map, a family of the same rows in finer cells, from which all is taken; None: its rows are counted
    sought      the rows whose value of some dimensions is among those wanted (an index -> whether it is), found by less work than `rows`;
                values that do not lie between the bounds may be left out
    moving      whether its rows may be others as of a later moment, though nothing happened: what is open goes quiet, promises break
    """

    name: str
    dimensions: Callable[[Scope], tuple[Dimension, ...]]
    rows: Callable[[Seen], Rows]
    finer: Callable[[Scope], Finer | None] = lambda _: None
    moving: bool = False
    sought: Callable[[Seen, Mapping[str, Flags], Bounds], Rows] | None = None


def taken_from(name: str, cell_of: Callable[[Scope, Integers], Integers], *, valued: bool = True) -> Callable[[Scope], Finer]:
    """What is taken from another family on every map. `cell_of`: the cell that the rows of each finer cell are in; -1: in none."""

    def placed(scope: Scope, finer: Integers) -> Placed:
        cell = cell_of(scope, finer)
        position = np.flatnonzero(cell >= 0)
        return position, cell[position]

    made = Finer(name, placed, valued)
    return lambda _: made
