"""Hours of a week as sets of minutes: when a step can happen, when a team is closed, and how long nobody comes.

A set is an integer whose bit `n` stands for minute `n` of a week without a change of clocks, counted in UTC from a Monday.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from desireline.check.doings import Doing
from desireline.check.examples import MINUTE_US
from desireline.model import Map, OpeningHours, Step

Minutes = int
WEEK = 7 * 24 * 60
MONDAY_US = 1_767_571_200_000_000
"""2026-01-05T00:00:00Z: nowhere are clocks changed in this week or the next."""
ALWAYS: Minutes = (1 << WEEK) - 1


@dataclass(frozen=True, slots=True)
class Wait:
    """The longest time for which nobody is there. `minute`: when it begins, in a week; `length_us`: until the team opens."""

    minute: int
    length_us: int


def open_minutes(hours: OpeningHours | None) -> Minutes:
    """When a team is open."""
    if hours is None:
        return ALWAYS
    found = 0
    for opens_us, closes_us in hours.open_between(MONDAY_US, MONDAY_US + WEEK * MINUTE_US):
        first = max(0, (opens_us - MONDAY_US) // MINUTE_US)
        last = min(WEEK, (closes_us - MONDAY_US) // MINUTE_US)
        found |= (1 << last) - (1 << first)
    return found


def later(minutes: Minutes, by_us: int) -> Minutes:
    """The same moments some time later; before, where it is negative."""
    by = by_us // MINUTE_US % WEEK
    return ((minutes << by) | (minutes >> (WEEK - by))) & ALWAYS


def can_happen(step: Step, map_: Map) -> Minutes | None:
    """When a customer can come to a step: what people of the company do, while its owner is open (always, where the owner has
    no hours); what customers, bots and systems do, always. None: the map does not say who acts, or when.
    """
    owner = map_.team_by_id.get(step.owner or "")
    hours = owner.hours if owner is not None else None
    if step.by in ("self", "bot"):
        return ALWAYS
    if hours is not None:
        return open_minutes(hours)
    return ALWAYS if step.by == "company" or (step.by == "person" and owner is not None) else None


def moments_of(doing: Doing, map_: Map) -> Minutes | None:
    """When an action can be due to be done; None: nobody can tell."""
    if doing.step is None:
        return ALWAYS
    caused = can_happen(doing.step, map_)
    if doing.promise is not None:
        team = map_.team_by_id.get(doing.promise.hours_of or "")
        if team is not None and team.hours is not None:
            # Not from the very moment of opening, nor at that of closing: either takes a customer who came at one moment of a week.
            caused = open_minutes(team.hours) & later(open_minutes(team.hours), MINUTE_US)
        elif caused is not None:
            caused = later(caused, doing.promise.within_us)
    return None if caused is None else later(caused, doing.whole.after_us - doing.whole.before_us)


def longest_wait(moments: Minutes, hours: OpeningHours) -> Wait | None:
    """The longest time from one of the moments until a team opens; None: it is open at all of them."""
    opened = open_minutes(hours)
    shut = moments & ~opened & ALWAYS
    longest: Wait | None = None
    # Two weeks in a row, so that what is closed over the end of the week is in one piece.
    twice = opened | (opened << WEEK)
    minute = 0
    while opened and shut >> minute:
        minute += _lowest(shut >> minute)
        opens = minute + _lowest(twice >> minute)
        if longest is None or (opens - minute) * MINUTE_US > longest.length_us:
            longest = Wait(minute, (opens - minute) * MINUTE_US)
        if opens >= WEEK:
            break
        minute = opens
    return _from_before(longest, shut, opened)


def _from_before(longest: Wait | None, shut: Minutes, opened: Minutes) -> Wait | None:
    """The same, where the longest began in the week before: what is closed from its end into the next one."""
    if longest is None or opened >> (WEEK - 1) & 1 or opened & 1:
        return longest
    last = opened.bit_length()
    after = shut >> last
    if not after:
        return longest
    begins = last + _lowest(after)
    length_us = (WEEK - begins + _lowest(opened)) * MINUTE_US
    return Wait(begins, length_us) if length_us > longest.length_us else longest


def latest_entry(hours: OpeningHours, within_us: int) -> int:
    """When in the second week a customer comes who has to wait longest for something that counts in these hours."""
    week_us = WEEK * MINUTE_US
    closings = [closes_us for _, closes_us in hours.open_between(MONDAY_US + week_us, MONDAY_US + 2 * week_us)]
    return max(closings, key=lambda entered_us: hours.due_us(entered_us, within_us) - entered_us)


def moment_us(minute: int) -> int:
    """An instant of this minute, in the second week, so that customers can come before it."""
    return MONDAY_US + (WEEK + minute) * MINUTE_US


def local(minute: int, hours: OpeningHours) -> str:
    """`Sun 22:00 Europe/Rome`, as the clock of the team shows it."""
    at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=moment_us(minute))
    return f"{at.astimezone(ZoneInfo(hours.zone)):%a %H:%M} {hours.zone}"


def _lowest(minutes: Minutes) -> int:
    return (minutes & -minutes).bit_length() - 1
