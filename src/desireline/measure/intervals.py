"""How sure a share is, a net share, and a mean."""

from __future__ import annotations

from dataclasses import dataclass
from math import pi, sqrt, tan

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
    # Of none and of all the bound is the share itself, which the sum may miss by a rounding.
    low, high = (0.0 if not part else centre - half), (1.0 if part == whole else centre + half)
    return Interval(share, low, high, whole)


def net_share_of(for_: int, against: int, whole: int) -> Interval | None:
    """The share of those for something minus the share of those against it, from -1 to 1. None: of nothing.

    The interval has the variance of a difference of two multinomial shares, with three answers added, 3/4 for and 3/4 against: so it holds
    for small n and where all answer alike (B. Rocks, "Interval Estimation for the Net Promoter Score", The American Statistician 70, 2016).
    """
    if not whole:
        return None
    shares = (for_ + 0.75) / (whole + 3), (against + 0.75) / (whole + 3)
    centre = shares[0] - shares[1]
    half = Z_95 * sqrt((shares[0] + shares[1] - centre**2) / (whole + 3))
    return Interval((for_ - against) / whole, max(-1.0, centre - half), min(1.0, centre + half), whole)


def mean_of(mean: float, deviation: float, n: int, lowest: float, highest: float) -> Interval | None:
    """A mean with the interval of Student's t, within what is possible. `deviation`: of the sample. None: of fewer than two."""
    if n < 2:
        return None
    half = student_t_95(n - 1) * deviation / sqrt(n)
    return Interval(mean, max(lowest, mean - half), min(highest, mean + half), n)


def student_t_95(degrees: int) -> float:
    """The 97.5 % point of Student's t: exact for 1 and 2 degrees of freedom, else by its expansion about the normal one.

    M. Abramowitz and I. Stegun, Handbook of Mathematical Functions, 26.7.5. Of 3 degrees it is 0.4 % off, from 10 on less than 10^-5.
    """
    if degrees == 1:
        return tan(0.475 * pi)
    if degrees == 2:
        return 0.95 * sqrt(2 / (1 - 0.95**2))
    z = Z_95
    terms = (
        z,
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92_160,
    )
    return sum(term / float(degrees) ** power for power, term in enumerate(terms))
