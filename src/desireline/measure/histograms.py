"""Histograms of times: the fine buckets of a cube, added up to bins whose ends people can read."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

import numpy as np

from desireline.measure.buckets import value_of
from desireline.measure.cube import Cube
from desireline.model import parse_duration_us

_ENDS = "1s 2s 5s 10s 20s 30s 1m 2m 5m 10m 20m 30m 1h 2h 4h 8h 16h 1d 2d 4d 7d 14d 30d 60d 120d 240d 365d 730d 1460d 3650d"
ENDS_US = tuple(map(parse_duration_us, _ENDS.split()))
"""Where bins end and the next begin; below the first there is one from 0."""


@dataclass(frozen=True, slots=True)
class Bin:
    """From a time (included) until another (not included; None: without end), and how many times lie in it."""

    from_us: int
    until_us: int | None
    count: int


def histogram(cube: Cube, position: int) -> list[Bin]:
    """The times of the cell at a position, from the first bin that has one to the last.

    A time that is at most 0.4 % from the end of a bin may be counted in the next.
    """
    counts = np.zeros(len(ENDS_US) + 1, dtype=np.int64)
    for bucket, times in zip(*(column.tolist() for column in cube.distribution(position)), strict=True):
        counts[bisect_right(ENDS_US, value_of(bucket))] += times
    taken = np.flatnonzero(counts)
    if not len(taken):
        return []
    begins, ends = (0, *ENDS_US), (*ENDS_US, None)
    return [Bin(begins[place], ends[place], int(counts[place])) for place in range(int(taken[0]), int(taken[-1]) + 1)]
