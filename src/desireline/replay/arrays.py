"""What the passes share: the types of their arrays, and runs of equal values."""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Flags = NDArray[np.bool_]
Integers = NDArray[np.integer[Any]]
"""Positions, row numbers and codes, of any width."""
Times = NDArray[np.int64]
"""UTC microseconds since 1970."""
NEVER = -(2**63) + 1
"""In an array of times: there is none."""
LATEST = 2**63 - 1
"""In an array of times or positions: later than all that come."""
MOST_PAIRS = 1_000_000
"""Up to this many pairs of places there is a table with all of them; beyond, only those that occur are looked at."""


def run_starts(values: Integers) -> Flags:
    """Where a value differs from the one before; the first row always does."""
    fresh = np.ones(len(values), dtype=np.bool_)
    np.not_equal(values[1:], values[:-1], out=fresh[1:])
    return fresh


def latest(marked: Flags) -> Integers:
    """For each row: the position of the latest marked row up to and with it; -1 where there is none."""
    positions = np.where(marked, np.arange(len(marked)), -1)
    return np.maximum.accumulate(positions)


def code_type(largest: int) -> type[np.uint8 | np.uint16 | np.int32]:
    """The narrowest type for codes from 0 to `largest`."""
    if largest < 2**8:
        return np.uint8
    return np.uint16 if largest < 2**16 else np.int32


Scalar = TypeVar("Scalar", bound=np.generic)


def take(values: NDArray[Scalar], positions: Integers | None) -> NDArray[Scalar]:
    """The values at some positions; `positions` None: all, as they are."""
    return values if positions is None else values.take(positions)
