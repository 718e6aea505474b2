"""How values are written in texts, and the filters that write them in other ways."""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from desireline.conditions import Value, ValueType
from desireline.model.instants import EPOCH

MOST_DECIMALS = 15
_USUAL = "%Y-%m-%d %H:%M"
_DIRECTIVE = re.compile("%(.?)", re.DOTALL)
_PARTS: dict[str, Callable[[datetime], str]] = {
    "Y": lambda at: f"{at.year:04}",
    "y": lambda at: f"{at.year % 100:02}",
    "m": lambda at: f"{at.month:02}",
    "d": lambda at: f"{at.day:02}",
    "H": lambda at: f"{at.hour:02}",
    "I": lambda at: f"{(at.hour - 1) % 12 + 1:02}",
    "p": lambda at: "am" if at.hour < 12 else "pm",
    "M": lambda at: f"{at.minute:02}",
    "S": lambda at: f"{at.second:02}",
    "%": lambda _: "%",
}


@dataclass(frozen=True, order=True, slots=True)
class Moment:
    """A time in a text. `zone`: the one that the map names; None: it names none, so UTC is told, and said to be."""

    time_us: int
    zone: str | None = field(default=None, compare=False)

    def __str__(self) -> str:
        return self.written(_USUAL) + ("" if self.zone else " UTC")

    def written(self, form: str, zone: str | None = None) -> str:
        """Written by a form of `%d`, `%m`, `%Y` and the like. Raises ValueError for other letters, and where there is no such zone."""
        if unknown := [found for found in _DIRECTIVE.findall(form) if found not in _PARTS]:
            raise ValueError(f"`%{unknown[0]}` is no part of a time; there are {', '.join(f'%{letter}' for letter in _PARTS)}")
        try:
            at = (EPOCH + timedelta(microseconds=self.time_us)).astimezone(ZoneInfo(zone or self.zone or "UTC"))
        except (KeyError, OSError):
            raise ValueError(f"there is no time zone `{zone}`") from None
        except OverflowError:
            raise ValueError("a time before the year 1 or after 9999") from None
        return _DIRECTIVE.sub(lambda found: _PARTS[found[1]](at), form)


def for_texts(value: Value, type_: ValueType, zone: str | None) -> object:
    """A typed value as expressions meet it."""
    return Moment(int(value), zone) if type_.kind == "time" and not isinstance(value, str) else value


def written(value: object) -> str:
    """As it stands in a text: `12`, `12.5`, `true`, `2026-03-02 09:00`; a number has no more digits than it needs, and no exponent."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError("no finite number")
        return f"{value:.0f}" if value.is_integer() else f"{value:.15f}".rstrip("0") if abs(value) < 1e-4 else _plain(value)
    if not isinstance(value, (str, int, Moment)):
        raise ValueError("it comes to no text, number, time or truth value")
    return str(value)


def number(value: object, decimals: int = 0, point: str = ".", thousands: str = "") -> str:
    """`{price | number(2, ',', '.')}`: with so many decimals, and these marks."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ValueError(f"`number` takes a number, not {value!r:.40}")
    if not isinstance(decimals, int) or not 0 <= decimals <= MOST_DECIMALS:
        raise ValueError(f"`number` takes 0 to {MOST_DECIMALS} decimals")
    whole, _, rest = f"{value:,.{decimals}f}".partition(".")
    return whole.replace(",", str(thousands)) + (f"{point}{rest}" if rest else "")


def time(value: object, form: str = _USUAL, zone: str | None = None) -> str:
    """`{appointment_at | time('%d.%m.%Y, %H:%M')}`: in the map's time zone, or in another that is named."""
    if not isinstance(value, Moment):
        raise ValueError(f"`time` takes a time, not {value!r:.40}")
    return value.written(str(form), None if zone is None else str(zone))


def _plain(value: float) -> str:
    text = repr(value)
    return text if "e" not in text else f"{value:.0f}"
