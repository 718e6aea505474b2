"""Numbers as people say them: lengths of time rounded to what one would promise, shares, counts."""

from __future__ import annotations

from bisect import bisect_left

from desireline.model import format_duration, parse_duration_us
from desireline.model.durations import LONGEST_US, UNITS_US

_SAID = (
    "1m 2m 3m 5m 10m 15m 20m 30m 45m 1h 1h30m 2h 3h 4h 6h 8h 12h 1d 2d 3d 4d 5d 7d 10d 14d 21d 30d 45d 60d 90d 120d 180d 270d 365d "
    "730d 1095d 1825d 3650d 7300d 18250d"
)
LENGTHS_US = tuple(parse_duration_us(text) for text in _SAID.split())
"""Lengths of time that people say, ascending, from a minute to fifty years."""


def rounded_up_us(length_us: int) -> int:
    """The shortest length that people say and that is not shorter; beyond the longest of them, the longest that a map can say."""
    place = bisect_left(LENGTHS_US, length_us)
    return LENGTHS_US[place] if place < len(LENGTHS_US) else LONGEST_US


def length(length_us: int) -> str:
    """A length of time by its two largest units, cut: `2d4h`, `35s`, `0s`; below a second, its milliseconds."""
    if length_us < UNITS_US["s"]:
        return format_duration(length_us - length_us % UNITS_US["ms"])
    units = [UNITS_US[unit] for unit in ("d", "h", "m", "s")]
    largest = next(place for place, unit_us in enumerate(units) if length_us >= unit_us)
    finest_us = units[min(largest + 1, len(units) - 1)]
    return format_duration(length_us - length_us % finest_us)


def share(part: int, whole: int) -> str:
    """`31 %`, cut to whole percents so that nothing is called all that is not; `under 1 %`."""
    if not whole or (part and part * 100 < whole):
        return "under 1 %"
    return f"{part * 100 // whole} %"


def counted(count: int, noun: str) -> str:
    """`1 customer`, `2,469 customers`."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
