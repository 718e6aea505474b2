"""A stretch of time that is asked about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from desireline.diagnostics import DesirelineError, Diagnostic, Fix
from desireline.model import FIRST_US, LAST_US, format_instant, parse_instant_us

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Period:
    """From an instant (included) until another (not included), UTC microseconds."""

    from_us: int
    until_us: int

    def __str__(self) -> str:
        return "..".join(
            format_instant(end_us).replace(".000000Z", "Z").replace("T00:00:00Z", "") for end_us in (self.from_us, self.until_us)
        )

    @property
    def last_us(self) -> int:
        """The period's last instant: what is said of a period is said as of it."""
        return self.until_us - 1


ALWAYS = Period(FIRST_US, LAST_US + 1)
"""All of time."""


def parse_period(text: str, timezone: str = "UTC") -> Period:
    """Read a year, month or day (`2026`, `2026-03`, `2026-03-31`), or two ends `FROM..UNTIL`, each a date or an instant.

    Days begin in the time zone. `2026-03..2026-05` is March and April: the second end is not included. An end left out is open.

    Raises DesirelineError.
    """
    try:
        zone = ZoneInfo(timezone)
        from_text, dots, until_text = text.strip().partition("..")
        if not dots:
            begin, end = _span(from_text, zone)
            return Period(begin, end)
        from_us = _begin(from_text, zone) if from_text else ALWAYS.from_us
        until_us = _begin(until_text, zone) if until_text else ALWAYS.until_us
        if from_us >= until_us:
            raise ValueError("it ends before it begins")
    except (ValueError, OverflowError, OSError, ZoneInfoNotFoundError) as error:
        raise _no_period(text, timezone, error) from None
    return Period(from_us, until_us)


def refuse_what_is_not_before(earlier: Period, period: Period) -> None:
    """Raise DesirelineError (M103) where a period is to be compared with one that does not begin before it."""
    if earlier.from_us < period.from_us:
        return
    raise DesirelineError(
        Diagnostic(
            "M103",
            "all of time has no time before it" if period == ALWAYS else f"the period {earlier} does not begin before {period}",
            why="what came later would be told as what was before",
            fix=Fix("say --period and a later one" if period == ALWAYS else "change the two periods over, or name an earlier one"),
        )
    )


def _span(text: str, zone: ZoneInfo) -> tuple[int, int]:
    found = _DATE.fullmatch(text)
    if found is None:
        raise ValueError("one of its ends is missing")
    year, month, day = (int(part) if part else None for part in found.groups())
    if month is None:
        following = datetime(year + 1, 1, 1, tzinfo=zone)  # type: ignore[operator]  # the pattern has a year
    elif day is None:
        following = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=zone)  # type: ignore[operator]
    else:
        following = (datetime(year, month, day) + timedelta(days=1)).replace(tzinfo=zone)  # type: ignore[arg-type]
    return _begin(text, zone), _us(following)


def _begin(text: str, zone: ZoneInfo) -> int:
    found = _DATE.fullmatch(text)
    if found is None:
        return parse_instant_us(text)
    year, month, day = (int(part) if part else 1 for part in found.groups())
    return _us(datetime(year, month, day, tzinfo=zone))


def _us(moment: datetime) -> int:
    return (moment - _EPOCH) // _MICROSECOND


def _no_period(text: str, timezone: str, error: Exception) -> DesirelineError:
    zone = isinstance(error, OSError | ZoneInfoNotFoundError)  # a folder of the list, such as Europe, is no zone
    return DesirelineError(
        Diagnostic(
            "M101",
            f"`{timezone}` is no time zone" if zone else f"`{text}` is no period: {error}",
            why="what is counted would be of another time than what was meant",
            fix=Fix(
                "write one such as Europe/Rome"
                if zone
                else "write 2026, 2026-03, 2026-03-31, or 2026-03-01..2026-04-15 for the days before the 15th"
            ),
        )
    )
