"""Durations as maps write them (`30m`, `1h30m`, `14d`), held as whole microseconds."""

import re

SECOND_US = 1_000_000
UNITS_US = {
    "w": 7 * 86_400 * SECOND_US,
    "d": 86_400 * SECOND_US,
    "h": 3_600 * SECOND_US,
    "m": 60 * SECOND_US,
    "s": SECOND_US,
    "ms": 1_000,
    "us": 1,
}
# A century: far beyond any promise, far inside what 64 bits of microseconds hold when added to a time.
LONGEST_US = 36_525 * UNITS_US["d"]
_PART = re.compile(r"(\d+)(ms|us|w|d|h|m|s)", re.ASCII)
_WHOLE = re.compile(r"(?:\d+(?:ms|us|w|d|h|m|s))+", re.ASCII)


def parse_duration_us(text: str) -> int:
    """Microseconds of a duration such as `90s`, `30m`, `1h30m`, `14d`, `2w`.

    Raises ValueError, with a sentence that says what is accepted, where the text is no duration or is longer than 100 years.
    """
    compact = text.strip().replace(" ", "")
    if not _WHOLE.fullmatch(compact):
        raise ValueError(f"`{text}` is not a duration; write a number and a unit, such as 90s, 30m, 1h30m, 14d or 2w")
    total_us = 0
    for number, unit in _PART.findall(compact):
        if len(number) > 18:
            raise ValueError(f"`{text}` is longer than 100 years")
        total_us += int(number) * UNITS_US[unit]
    if total_us > LONGEST_US:
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
