"""When a team is open, in a named time zone, and what a moment is when only open time counts."""

import re
from dataclasses import dataclass
from datetime import UTC, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from desireline.model.instants import EPOCH, FIRST_US, LAST_US

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_SPAN = re.compile(
    r"(?:(?P<first>[A-Z][a-z]{2})(?:-(?P<last>[A-Z][a-z]{2}))?\s+)?(?P<opens>\d{1,2}:\d{2})-(?P<closes>\d{1,2}:\d{2})", re.ASCII
)
_DAY_US = 86_400_000_000
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class WeeklySpan:
    """Open on `weekday` (0 Monday) from `opens_minute` to `closes_minute` of the local day (1,440: midnight at its end)."""

    weekday: int
    opens_minute: int
    closes_minute: int


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """A week of open spans, ordered and apart, in a named time zone."""

    spans: tuple[WeeklySpan, ...]
    zone: str

    @staticmethod
    def parse(text: str) -> "OpeningHours":
        """Read `Mon-Fri 08:00-18:00, Sat 09:00-12:00 Europe/Rome`. `22:00-06:00` runs into the next day; `Mon-Sun 00:00-24:00` is always.

        Raises ValueError with a sentence that says what is wrong.
        """
        head, _, zone = text.strip().rpartition(" ")
        if not is_zone(zone):
            raise ValueError(f"`{zone}` is no time zone; end the hours with one such as Europe/Rome")
        minutes: set[tuple[int, int, int]] = set()
        days: tuple[int, ...] = tuple(range(7))
        for part in head.split(","):
            found = _SPAN.fullmatch(part.strip())
            if found is None:
                raise ValueError(f"`{part.strip()}` is no opening time; write days and hours such as Mon-Fri 08:00-18:00")
            if found["first"]:
                days = _days(found["first"], found["last"] or found["first"])
            minutes.update(_daily(days, _minute(found["opens"]), _minute(found["closes"])))
        return OpeningHours(_merged(minutes), zone)

    def __str__(self) -> str:
        texts = (f"{DAYS[s.weekday]} {_clock(s.opens_minute)}-{_clock(s.closes_minute)}" for s in self.spans)
        return f"{', '.join(texts)} {self.zone}"

    @property
    def weekly_us(self) -> int:
        """How long a week has open time, where no clock is changed."""
        return sum(span.closes_minute - span.opens_minute for span in self.spans) * 60_000_000

    def open_between(self, start_us: int, end_us: int) -> list[tuple[int, int]]:
        """The open intervals (UTC microseconds) that touch [start, end), whole, in order."""
        first = start_us // _DAY_US - 1
        last = end_us // _DAY_US + 1
        return [i for day in range(first, last + 1) for i in _open_on(self, day) if i[1] > start_us and i[0] < end_us]

    def due_us(self, entered_us: int, within_us: int) -> int:
        """The moment at which `within_us` of open time has passed since `entered_us`. Raises ValueError where there is no open span."""
        if not self.spans:
            raise ValueError("hours without an open span")
        if within_us == 0:
            return entered_us
        left_us, day = within_us, entered_us // _DAY_US - 1
        while True:
            for opens, closes in _open_on(self, day):
                if closes <= entered_us:
                    continue
                begin = max(opens, entered_us)
                if left_us <= closes - begin:
                    return begin + left_us
                left_us -= closes - begin
            day += 1


def is_zone(name: str) -> bool:
    """Whether there is a time zone of this name."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


@lru_cache(maxsize=65_536)
def _open_on(hours: OpeningHours, day: int) -> tuple[tuple[int, int], ...]:
    """The open intervals of one local day, counted in days from 1970-01-01, as UTC microseconds."""
    weekday = (day + 3) % 7
    found = []
    for span in hours.spans:
        if span.weekday == weekday:
            opens = _instant_us(hours.zone, day, span.opens_minute)
            closes = _instant_us(hours.zone, day, span.closes_minute)
            if opens < closes:
                found.append((opens, closes))
    return tuple(found)


def _instant_us(zone: str, day: int, minute: int) -> int:
    """Local wall time to UTC: a later wall time is never an earlier instant, so spans that are apart stay apart.

    A time that comes twice is its first; one that the clock leaves out is the moment at which it leaves it out. Beyond what calendars hold
    (years 1 to 9999, with a margin) the offset stays as it is at their ends.
    """
    wall_us = day * _DAY_US + minute * 60_000_000
    nearest_us = min(max(wall_us, FIRST_US + 2 * _DAY_US), LAST_US - 2 * _DAY_US)
    if nearest_us != wall_us:
        return wall_us - _offset_us(zone, nearest_us)
    local = (EPOCH + timedelta(microseconds=wall_us)).replace(tzinfo=ZoneInfo(zone))
    instant = local.astimezone(UTC)
    if instant.astimezone(local.tzinfo).replace(tzinfo=None) != local.replace(tzinfo=None):
        return _change_us(zone, wall_us)
    return (instant - EPOCH) // _MICROSECOND


def _offset_us(zone: str, wall_us: int) -> int:
    """How far the zone's clocks are ahead of UTC, by the time that they show."""
    ahead = (EPOCH + timedelta(microseconds=wall_us)).replace(tzinfo=ZoneInfo(zone)).utcoffset()
    assert ahead is not None
    return ahead // _MICROSECOND


def _change_us(zone: str, wall_us: int) -> int:
    """The moment at which the clock leaves out a wall time: found by bisection between what it would be by the offsets before and after."""
    local = (EPOCH + timedelta(microseconds=wall_us)).replace(tzinfo=ZoneInfo(zone))
    before, after = local.utcoffset(), local.replace(fold=1).utcoffset()
    assert before is not None
    assert after is not None
    low_us, high_us = wall_us - after // _MICROSECOND, wall_us - before // _MICROSECOND
    while high_us - low_us > 1:
        middle_us = (low_us + high_us) // 2
        offset = (EPOCH + timedelta(microseconds=middle_us)).astimezone(local.tzinfo).utcoffset()
        low_us, high_us = (middle_us, high_us) if offset == before else (low_us, middle_us)
    return high_us


def _days(first: str, last: str) -> tuple[int, ...]:
    for name in (first, last):
        if name not in DAYS:
            raise ValueError(f"`{name}` is no day; write one of {', '.join(DAYS)}")
    start, end = DAYS.index(first), DAYS.index(last)
    return tuple(day % 7 for day in range(start, end + 1 if end >= start else end + 8))


def _minute(clock: str) -> int:
    hour, minute = map(int, clock.split(":"))
    if minute > 59 or hour * 60 + minute > 1440:
        raise ValueError(f"`{clock}` is no time of day; write 00:00 to 24:00")
    return hour * 60 + minute


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _daily(days: tuple[int, ...], opens: int, closes: int) -> set[tuple[int, int, int]]:
    if opens < closes:
        return {(day, opens, closes) for day in days}
    if opens == closes:
        raise ValueError(f"`{_clock(opens)}-{_clock(closes)}` is open for no time; write 00:00-24:00 for the whole day")
    evening = {(day, opens, 1440) for day in days if opens < 1440}
    return evening | {((day + 1) % 7, 0, closes) for day in days if closes > 0}


def _merged(spans: set[tuple[int, int, int]]) -> tuple[WeeklySpan, ...]:
    merged: list[WeeklySpan] = []
    for weekday, opens, closes in sorted(spans):
        before = merged[-1] if merged else None
        if before is not None and before.weekday == weekday and opens <= before.closes_minute:
            merged[-1] = WeeklySpan(weekday, before.opens_minute, max(before.closes_minute, closes))
        else:
            merged.append(WeeklySpan(weekday, opens, closes))
    return tuple(merged)
