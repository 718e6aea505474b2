"""Durations as maps write them (`30m`, `1h30m`, `14d`), held as whole microseconds."""

import re

from desireline.conditions import LONGEST_US, UNITS_US, duration_us

__all__ = ["LONGEST_US", "UNITS_US", "format_duration", "parse_duration_us"]

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
