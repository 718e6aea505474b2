"""Literals of conditions: numbers, durations, times. Durations and times are whole microseconds."""

import re
from datetime import UTC, datetime, timedelta

from desireline.conditions.types import INTEGER_LEAST, INTEGER_MOST, read_number, read_time_us

_UNITS_US = {
    "microsecond": 1,
    "millisecond": 1_000,
    "second": 1_000_000,
    "minute": 60_000_000,
    "hour": 3_600_000_000,
    "day": 86_400_000_000,
    "week": 604_800_000_000,
}
_SHORT = {"us": "microsecond", "ms": "millisecond", "s": "second", "m": "minute", "h": "hour", "d": "day", "w": "week"}
_LONGEST_US = 36_525 * _UNITS_US["day"]
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
        unit = _SHORT.get(part[2], part[2].removesuffix("s"))
        if unit not in _UNITS_US:
            return None
        total_us += int(part[1]) * _UNITS_US[unit]
        rest, parts = rest[part.end() :].lstrip(), parts + 1
    return total_us if parts and total_us <= _LONGEST_US else None


def duration_text(duration: int) -> str:
    """A text that `duration_us` reads back: one number in the largest unit that divides it."""
    unit = next(name for name, size in reversed(_UNITS_US.items()) if duration % size == 0 or size == 1) if duration else "second"
    return f"{duration // _UNITS_US[unit]} {unit}s"


def time_us(text: str) -> int | None:
    """UTC microseconds of a time with its offset; None: not one."""
    return read_time_us(text)


def time_text(instant_us: int) -> str:
    """A text that `time_us` reads back."""
    return (_EPOCH + timedelta(microseconds=instant_us)).isoformat(timespec="microseconds").replace("+00:00", "Z")
