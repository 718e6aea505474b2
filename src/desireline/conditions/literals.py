"""Literals of conditions: numbers, durations, times. Durations and times are whole microseconds."""

import re
from datetime import UTC, datetime, timedelta

from desireline.conditions.types import INTEGER_LEAST, INTEGER_MOST, read_number, read_time_us

UNITS_US = {"w": 604_800_000_000, "d": 86_400_000_000, "h": 3_600_000_000, "m": 60_000_000, "s": 1_000_000, "ms": 1_000, "us": 1}
"""Units of durations, by their short names."""
_SHORT = {"week": "w", "day": "d", "hour": "h", "minute": "m", "second": "s", "millisecond": "ms", "microsecond": "us"}
LONGEST_US = 36_525 * UNITS_US["d"]
"""A century: far beyond any promise, far inside what 64 bits of microseconds hold when added to a time."""
_PART = re.compile(r"\s*([0-9]{1,18})\s*([a-z]+)", re.ASCII)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def number_value(text: str) -> int | float | None:
    """The int64 or finite float64 of digits as written; None: none."""
    if text.isascii() and text.isdigit():
        whole = int(text) if len(text.lstrip("0")) <= 19 else INTEGER_MOST + 2
        return whole if INTEGER_LEAST <= whole <= INTEGER_MOST + 1 else None
    return read_number(text)


def duration_us(text: str) -> int | None:
    """Microseconds of `2 hours`, `1 day 30 minutes`, `1h30m`; None: not a duration, or longer than 100 years."""
    rest, total_us, parts = text.strip().lower(), 0, 0
    while rest:
        part = _PART.match(rest)
        if part is None:
            return None
        unit = part[2] if part[2] in UNITS_US else _SHORT.get(part[2].removesuffix("s"))
        if unit is None:
            return None
        total_us += int(part[1]) * UNITS_US[unit]
        rest, parts = rest[part.end() :].lstrip(), parts + 1
    return total_us if parts and total_us <= LONGEST_US else None


def duration_text(duration: int) -> str:
    """A text that `duration_us` reads back: one number in the largest unit that divides it."""
    name = next(name for name, unit in _SHORT.items() if duration % UNITS_US[unit] == 0) if duration else "second"
    return f"{duration // UNITS_US[_SHORT[name]]} {name}s"


def time_us(text: str) -> int | None:
    """UTC microseconds of a time with its offset; None: not one."""
    return read_time_us(text)


def time_text(instant_us: int) -> str:
    """A text that `time_us` reads back."""
    return (_EPOCH + timedelta(microseconds=instant_us)).isoformat(timespec="microseconds").replace("+00:00", "Z")
