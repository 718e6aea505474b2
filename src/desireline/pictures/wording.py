"""Numbers and names as pictures say them: two digits and a unit that people use, dates without a time of day."""

from __future__ import annotations

import unicodedata
from datetime import timedelta

from desireline.model import FIRST_US, LAST_US
from desireline.model.durations import UNITS_US
from desireline.model.instants import EPOCH

FEW_SHARE = 0.01
_UNITS = ((UNITS_US["d"], "days"), (UNITS_US["h"], "h"), (UNITS_US["m"], "min"), (UNITS_US["s"], "s"))
_ISOLATE, _POP = "\u2068", "\u2069"


def round_duration(us: int) -> str:
    """The name of a tick: `2 h`, `1 day`, `30 min`, in the largest unit of which there is at least one."""
    for unit_us, unit in _UNITS:
        if us >= unit_us:
            value = us / unit_us
            return f"{value:g} {'day' if unit == 'days' and value == 1 else unit}"
    return f"{us / UNITS_US['s']:g} s"


def share(part: float, whole: float) -> str:
    """`31%`; below one in a hundred `<1%`; above ninety-nine but not all `>99%`."""
    if not whole:
        return "0%"
    ratio = part / whole
    if 0 < ratio < FEW_SHARE:
        return "<1%"
    return ">99%" if 1 - FEW_SHARE < ratio < 1 else f"{ratio:.0%}"


def percent(ratio: float) -> str:
    """`31%`; near nothing and near all with two digits more: `0.03%`."""
    return f"{ratio:.2%}" if 0 < ratio < FEW_SHARE or 1 - FEW_SHARE < ratio < 1 else f"{ratio:.0%}"


def signed(value: float, digits: int = 0) -> str:
    """A difference with its sign, `+2.8` or `−47`; what is rounded to nothing has none."""
    said = f"{abs(value):,.{digits}f}"
    if float(said.replace(",", "")) == 0:
        return said
    return f"{'+' if value > 0 else '−'}{said}"


def counted(count: int, noun: str) -> str:
    """`1 customer`, `2,469 customers`."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def date(instant_us: int) -> str:
    """The day of an instant, UTC: `31 Mar 2026`."""
    moment = EPOCH + timedelta(microseconds=min(max(instant_us, FIRST_US), LAST_US))
    return f"{moment.day} {moment:%b} {moment.year}"


def day_and_time(instant_us: int) -> str:
    """`31 Mar 2026, 09:05 UTC`."""
    moment = EPOCH + timedelta(microseconds=min(max(instant_us, FIRST_US), LAST_US))
    return f"{date(instant_us)}, {moment:%H:%M} UTC"


def name(text: str) -> str:
    """A name as it can stand in a line of others: on one line; what runs from right to left turns nothing around it."""
    flat = " ".join(text.split())
    turns = any(unicodedata.bidirectional(character) in {"R", "AL", "AN", "RLE", "RLO", "RLI"} for character in flat)
    return f"{_ISOLATE}{flat}{_POP}" if turns else flat
