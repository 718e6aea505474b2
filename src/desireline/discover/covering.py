"""Places in counts and values that are in order."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def covering_most(counts: Sequence[int], coverage: float) -> int:
    """How many of these counts, largest first, make up the share of their sum."""
    covered = np.cumsum(np.array(counts, dtype=np.int64))
    if not len(covered):
        return 0
    # A count is reached by whole numbers: what falls short of it by the rounding of a product does not.
    return min(len(covered), int(np.searchsorted(covered, np.ceil(coverage * covered[-1] - 1e-6))) + 1)


def quantile_place(percent: int, count: int) -> int:
    """The place, among so many values in order, of the smallest that at least so many percent of them do not exceed."""
    return max(0, -(-percent * count // 100) - 1)
