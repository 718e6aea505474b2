"""How sure a share is, and how sure a mean."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

Z_95 = 1.959963984540054
"""Half the width of the 95 % interval of a standard normal."""
FEW_CUSTOMERS = 20
"""Of fewer customers only counts are given: no shares, quantiles or means."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A number with its 95 % interval, of n."""

    value: float
    low: float
    high: float
    n: int


def share_of(part: int, whole: int) -> Interval | None:
    """A share with Wilson's score interval (E. B. Wilson, 1927), which holds for small n and shares near 0 and 1. None: of nothing."""
    if not whole:
        return None
    share = part / whole
    centre = (share + Z_95**2 / (2 * whole)) / (1 + Z_95**2 / whole)
    half = Z_95 / (1 + Z_95**2 / whole) * sqrt(share * (1 - share) / whole + Z_95**2 / (4 * whole**2))
    return Interval(share, max(0.0, centre - half), min(1.0, centre + half), whole)
