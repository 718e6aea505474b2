"""What a kind of rows is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from desireline.measure.cube import Dimension, Rows
from desireline.measure.seen import Scope, Seen
from desireline.replay import Integers


@dataclass(frozen=True, slots=True)
class Finer:
    """A family of the same rows in finer cells. `cell_of`: the cell that the rows of each finer cell are in."""

    name: str
    cell_of: Callable[[Scope, Integers], Integers]


@dataclass(frozen=True, slots=True)
class Family:
    """A kind of rows: by what they are told apart, and which ones a shard has.

    name        how it is called where numbers are printed and lists are asked for
    dimensions  for a map, what they are told apart by
    rows        the rows of a shard, their cells in the order of the dimensions
    finer       a family of the same rows in finer cells, from which sums and quantiles are taken; None: there is none
    """

    name: str
    dimensions: Callable[[Scope], tuple[Dimension, ...]]
    rows: Callable[[Seen], Rows]
    finer: Finer | None = None
