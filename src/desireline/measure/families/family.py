"""What a kind of rows is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from desireline.measure.cube import Dimension, Rows
from desireline.measure.seen import Scope, Seen


@dataclass(frozen=True, slots=True)
class Family:
    """A kind of rows: by what they are told apart, and which ones a shard has.

    name        how it is called where numbers are printed and lists are asked for
    dimensions  for a map, what they are told apart by
    rows        the rows of a shard, their cells in the order of the dimensions
    """

    name: str
    dimensions: Callable[[Scope], tuple[Dimension, ...]]
    rows: Callable[[Seen], Rows]
