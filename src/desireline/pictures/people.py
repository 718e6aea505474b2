"""Whom a picture counts, and what the places of a map are called."""

from __future__ import annotations

from desireline.measure import ALWAYS, Measures
from desireline.measure.period import Period
from desireline.model import Map
from desireline.pictures.wording import counted, date, day_and_time, name

_DAY_US = 86_400_000_000


def whom(measures: Measures) -> str:
    """`3,998 trips of 3,000 customers with a visit in March, as of …`."""
    trips, customers = counted(measures.trips, "trip"), counted(measures.customers, "customer")
    return f"{trips} of {customers} with a visit {stretch(measures.scope.period)}, as of {day_and_time(measures.scope.as_of_us)}."


def titles_of(map_: Map) -> dict[str, str]:
    """step or outcome -> its title, as it can stand in a line."""
    titles = {step.id: name(step.title) for step in map_.steps}
    return titles | {outcome.id: name(outcome.title) for outcome in map_.outcomes}


def stretch(period: Period) -> str:
    """The period in words: `from 1 Mar 2026 to 31 Mar 2026`."""
    if period == ALWAYS:
        return "at any time"
    if period.from_us == ALWAYS.from_us:
        whole = period.until_us % _DAY_US == 0
        return f"until {date(period.last_us)}" if whole else f"before {day_and_time(period.until_us)}"
    if period.until_us == ALWAYS.until_us:
        return f"since {date(period.from_us) if period.from_us % _DAY_US == 0 else day_and_time(period.from_us)}"
    return f"on {days(period)}" if period.until_us - period.from_us == _DAY_US and _whole(period) else f"from {days(period)}"


def days(period: Period) -> str:
    """The first and the last day of a period: `1 Mar 2026 to 31 Mar 2026`; with times where days begin elsewhere than in UTC."""
    if not _whole(period):
        return f"{day_and_time(period.from_us)}, until {day_and_time(period.until_us)}"
    first, last = date(period.from_us), date(period.last_us)
    return first if first == last else f"{first} to {last}"


def _whole(period: Period) -> bool:
    return period.from_us % _DAY_US == 0 and period.until_us % _DAY_US == 0
