"""The events that are shown, and stretches of time in which a reader may want to see them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import msgspec

from desireline.api.asked import clock_us
from desireline.model import format_instant
from desireline.service.studio.pulse import mark_of
from desireline.service.studio.sources import Sources

MOST_MONTHS = 24
DAYS = (7, 28, 90)
DAY = timedelta(days=1)


class Stretch(msgspec.Struct, frozen=True):
    """A period, and the one before it of the same length. `days`: of the last so many; None: a month."""

    period: str
    before: str
    days: int | None


class Shown(msgspec.Struct, frozen=True):
    """`log` None: the studio was started without events. `latest`: the latest event that is not in the future; None: there is none.
    `mark`: another one as soon as events or maps are others. `bring_in`: whether files of events can be brought in."""

    mark: str
    log: str | None
    events: int | None
    customers: int | None
    latest: str | None
    stretches: list[Stretch]
    bring_in: bool = False


def shown(sources: Sources) -> Shown:
    """What the studio shows of one log."""
    mark = mark_of(sources)
    if sources.path is None:
        return Shown(mark, None, None, None, None, [])
    lake = sources.log().lake
    latest_us = lake.latest_us(clock_us())
    stretches: list[Stretch] = []
    if latest_us is not None:
        first, latest = _day(min(shard.entry.first_us for shard in lake.shards)), _day(latest_us)
        stretches = [*_last_days(first, latest), *_months(first, latest)]
    return Shown(
        mark=mark,
        log=sources.path.name,
        events=lake.rows,
        customers=lake.customers,
        latest=None if latest_us is None else format_instant(latest_us),
        stretches=stretches,
    )


def _last_days(first: datetime, latest: datetime) -> list[Stretch]:
    found = []
    for days in DAYS:
        end = latest + DAY
        begin, before = end - days * DAY, end - 2 * days * DAY
        if begin > first:
            found.append(Stretch(f"{begin:%Y-%m-%d}..{end:%Y-%m-%d}", f"{before:%Y-%m-%d}..{begin:%Y-%m-%d}", days))
    return found


def _months(first: datetime, latest: datetime) -> list[Stretch]:
    """The months with events, the latest first."""
    month = latest.replace(day=1)
    months = [month]
    while month > first and len(months) <= MOST_MONTHS:
        month = (month - DAY).replace(day=1)
        months.append(month)
    months.append((months[-1] - DAY).replace(day=1))
    return [Stretch(f"{now:%Y-%m}", f"{before:%Y-%m}", None) for now, before in pairwise(months)][:MOST_MONTHS]


def _day(us: int) -> datetime:
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=us)).replace(hour=0, minute=0, second=0, microsecond=0)
