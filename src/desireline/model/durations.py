"""Durations as maps write them (`30m`, `1h30m`, `14d`), held as whole microseconds."""

import re

from desireline.conditions import LONGEST_US, UNITS_US, duration_us

__all__ = ["LONGEST_US", "UNITS_US", "format_duration", "parse_duration_us", "readable_duration"]

_READ = ((365 * UNITS_US["d"], "years"), (UNITS_US["d"], "days"), (UNITS_US["h"], "h"), (UNITS_US["m"], "min"))
_LEAST_US = 50_000
_WHOLE = re.compile(rf"(?:\d+(?:{'|'.join(sorted(UNITS_US, key=len, reverse=True))}))+", re.ASCII)


def parse_duration_us(text: str) -> int:
    """Microseconds of a duration such as `90s`, `30m`, `1h30m`, `14d`, `2w`.

    Raises ValueError, with a sentence that says what is accepted, where the text is no duration or is longer than 100 years.
    """
    compact = text.strip().replace(" ", "")
    if not _WHOLE.fullmatch(compact):
        raise ValueError(f"`{text}` is not a duration; write a number and a unit, such as 90s, 30m, 1h30m, 14d or 2w")
    total_us = duration_us(compact)
    if total_us is None:
        raise ValueError(f"`{text}` is longer than 100 years")
    return total_us


def format_duration(duration_us: int) -> str:
    """The shortest text that `parse_duration_us` reads back as the same duration: `1h30m`, `14d`, `0s`."""
    if duration_us == 0:
        return "0s"
    if duration_us < 0:
        return "-" + format_duration(-duration_us)
    parts, rest = [], duration_us
    for unit in ("d", "h", "m", "s", "ms", "us"):
        count, rest = divmod(rest, UNITS_US[unit])
        if count:
            parts.append(f"{count}{unit}")
    return "".join(parts)


def readable_duration(duration_us: int) -> str:
    """A duration as a person says it: two digits at least, in the largest unit of which there are two: `2.6 days`, `45 min`, `0.3 s`."""
    for unit_us, unit in _READ:
        if abs(duration_us) >= 2 * unit_us:
            return f"{_two_digits(duration_us / unit_us)} {unit}"
    if 0 < abs(duration_us) < _LEAST_US:
        return "<0.1 s"
    return f"{_two_digits(duration_us / UNITS_US['s'])} s" if duration_us else "0 s"


def _two_digits(value: float) -> str:
    """9.96 is said as 10, not as 10.0."""
    return f"{value:.1f}" if abs(value) < 9.95 else f"{value:,.0f}"
