"""A time axis in days and months: where its ticks stand, and what they are called."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from desireline.model import FIRST_US, LAST_US
from desireline.model.instants import EPOCH

_MICROSECOND = timedelta(microseconds=1)
_HOURS = (1, 2, 3, 6, 12)
_DAYS = (1, 2, 7, 14)
_MONTHS = (1, 2, 3, 6, 12, 24, 60, 120, 600, 1200, 6000)
_DAY_US = 86_400_000_000


@dataclass(frozen=True, slots=True)
class Tick:
    """A tick of an axis: UTC microseconds, and its name."""

    at_us: int
    label: str


def ticks(from_us: int, until_us: int, most: int) -> list[Tick]:
    """The ticks between two instants, in the finest steps of hours, days or months of which there are so many at most."""
    for found in _candidates(_moment(from_us), _moment(until_us), max(2, most)):
        if len(found) <= max(2, most):
            return found
    return []


def _candidates(begin: datetime, end: datetime, most: int) -> Iterator[list[Tick]]:
    span_us = _us(end) - _us(begin)
    for hours in _HOURS:
        if span_us <= most * hours * _DAY_US / 24:
            yield list(_named(_every(begin.replace(minute=0, second=0, microsecond=0, hour=0), end, timedelta(hours=hours)), begin, "hour"))
    for days in _DAYS:
        if span_us <= (most + 1) * days * _DAY_US:
            midnight = begin.replace(hour=0, minute=0, second=0, microsecond=0)
            # Weeks begin on Mondays.
            first = midnight - timedelta(days=midnight.weekday()) if days >= 7 and midnight.toordinal() > 7 else midnight
            yield list(_named(_every(first, end, timedelta(days=days)), begin, "day"))
    for months in _MONTHS:
        yield list(_named(_months(begin, end, months), begin, "month" if months < 12 else "year"))


def _every(first: datetime, end: datetime, step: timedelta) -> Iterator[datetime]:
    moment = first
    while moment <= end:
        yield moment
        if _us(moment) + step // _MICROSECOND > LAST_US:
            return
        moment += step


def _months(begin: datetime, end: datetime, step: int) -> Iterator[datetime]:
    month = (begin.year * 12 + begin.month - 1) // step * step
    while month <= end.year * 12 + end.month - 1:
        if month >= 12:
            yield begin.replace(year=month // 12, month=month % 12 + 1, day=1, hour=0, minute=0, second=0, microsecond=0)
        month += step


def _named(moments: Iterator[datetime], begin: datetime, unit: str) -> Iterator[Tick]:
    """Names without what the tick before has said already: the day, or the year."""
    before: datetime | None = None
    for moment in moments:
        if moment < begin:
            continue
        day, year = f"{moment.day} {moment:%b}", str(moment.year)
        fresh_year = before is None or before.year != moment.year
        if unit == "hour":
            label = f"{day} {moment:%H:%M}" if before is None or before.date() != moment.date() else f"{moment:%H:%M}"
        elif unit == "day":
            label = f"{day} {year}" if fresh_year else day
        else:
            label = year if unit == "year" else f"{moment:%b} {year}" if fresh_year else f"{moment:%b}"
        yield Tick(_us(moment), label)
        before = moment


def _moment(us: int) -> datetime:
    return EPOCH + timedelta(microseconds=min(max(us, FIRST_US), LAST_US))


def _us(moment: datetime) -> int:
    return (moment - EPOCH) // _MICROSECOND
