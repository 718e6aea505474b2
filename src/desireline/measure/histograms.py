"""Histograms of times: the fine buckets of a cube, added up to bins whose ends people can read."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from desireline.measure.buckets import buckets_of
from desireline.measure.cube import Cube
from desireline.model import parse_duration_us

_SAID = "1s 2s 5s 10s 20s 30s 1m 2m 5m 10m 20m 30m 1h 2h 4h 8h 16h 1d 2d 4d 7d 14d 30d 60d 120d 240d 365d 730d 1460d 3650d"
ENDS_US = tuple(map(parse_duration_us, _SAID.split()))
"""Where bins end and the next begin; below the first there is one from 0."""
_BEGINS, _ENDS = (0, *ENDS_US), (*ENDS_US, None)


@dataclass(frozen=True, slots=True)
class Bin:
    """From a time (included) until another (not included; None: without end), and how many times lie in it."""

    from_us: int
    until_us: int | None
    count: int


def histogram(cube: Cube, position: int) -> list[Bin]:
    """The times of the cell at a position, from the first bin that has one to the last.

    A bucket is counted where its highest value lies, so that a time on the end of a bin is in the next one, where it belongs; one that is
    less than 0.8 % shorter may be there as well.
    """
    bucket, times = cube.distribution(position)
    place = np.searchsorted(buckets_of(np.array(ENDS_US, dtype=np.int64)), bucket, side="right")
    counts = np.bincount(place, weights=times, minlength=len(_BEGINS)).astype(np.int64)
    taken = np.flatnonzero(counts)
    if not len(taken):
        return []
    return [Bin(_BEGINS[place], _ENDS[place], int(counts[place])) for place in range(int(taken[0]), int(taken[-1]) + 1)]


def bin_before(one: Bin) -> Bin | None:
    """The bin before, with nothing in it; None: there is none."""
    place = _BEGINS.index(one.from_us) - 1
    return None if place < 0 else Bin(_BEGINS[place], _ENDS[place], 0)


def bin_after(one: Bin) -> Bin | None:
    """The bin after, with nothing in it; None: there is none."""
    place = _BEGINS.index(one.from_us) + 1
    return None if place == len(_BEGINS) else Bin(_BEGINS[place], _ENDS[place], 0)
