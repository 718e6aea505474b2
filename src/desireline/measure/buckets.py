"""Durations and other whole numbers by fixed logarithmic buckets: what quantiles are read from, whatever was merged in whatever order.

A bucket is a 128th part of an octave (as HDR histograms cut them), so its middle is at most 0.4 % from any value in it; whole numbers
below 128 have buckets of their own. The buckets are the same for every log, map and machine.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from desireline.replay import Integers

_FRACTION_BITS = 7
_EXACT = 1 << _FRACTION_BITS
_SHIFT = 52 - _FRACTION_BITS
_BIAS = (1023 + _FRACTION_BITS) << _FRACTION_BITS
LARGEST_ERROR = 1 / 256
"""The largest share by which a quantile differs from the exact one."""


def buckets_of(values: NDArray[np.int64]) -> NDArray[np.int32]:
    """The bucket of each value. Values below 0 do not occur; one is taken for 0."""
    # The upper bits of a float64 count octaves and parts of one: a value's bucket can be read off without a logarithm.
    bucket = values.astype(np.float64).view(np.int64)
    bucket >>= _SHIFT
    bucket -= _BIAS - _EXACT
    small = np.flatnonzero(values < _EXACT)
    bucket[small] = np.maximum(values[small], 0)
    return bucket.astype(np.int32)


def value_of(bucket: int) -> int:
    """The middle of a bucket."""
    if bucket < 2 * _EXACT:
        return bucket
    octave, part = divmod(bucket - _EXACT, _EXACT)
    low = (_EXACT + part) << octave
    return low + (1 << octave) // 2


def values_of(buckets: Integers) -> NDArray[np.int64]:
    """The middle of each bucket."""
    octave, part = np.divmod(buckets.astype(np.int64) - _EXACT, _EXACT)
    octave = np.maximum(octave, 0)
    low = (_EXACT + part) << octave
    return np.where(buckets < 2 * _EXACT, buckets, low + ((1 << octave) >> 1))


def quantile(buckets: Integers, counts: Integers, share: float) -> int | None:
    """The nearest-rank quantile of values counted by ascending bucket: of n, the one at rank ceil(share x n). None: there are none."""
    total = int(counts.sum())
    if not total:
        return None
    rank = max(1, int(np.ceil(share * total)))
    return value_of(int(buckets[np.searchsorted(np.cumsum(counts), rank)]))
