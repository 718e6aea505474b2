"""Hours of a week as sets of minutes, held against opening hours asked minute by minute."""

from functools import cache

import pytest

from desireline.check.examples import MINUTE_US
from desireline.check.weeks import ALWAYS, MONDAY_US, WEEK, later, latest_entry, local, longest_wait, open_minutes
from desireline.model import OpeningHours

HOURS = [
    OpeningHours.parse(text)
    for text in (
        "Mon-Fri 08:00-18:00 Europe/Rome",
        "Mon-Sat 08:00-20:00 America/New_York",
        "Mon-Sun 20:00-07:00 Asia/Tokyo",
        "Sun 00:00-24:00 UTC",
        "Sat 09:00-12:00, Wed 22:00-02:00 Pacific/Auckland",
        "Mon-Sun 00:00-24:00 Europe/Rome",
    )
]


@cache
def asked(hours: OpeningHours) -> list[bool]:
    """Whether they are open, asked at each minute of the week."""
    return [bool(hours.open_between(at_us, at_us + 1)) for at_us in range(MONDAY_US, MONDAY_US + WEEK * MINUTE_US, MINUTE_US)]


def is_open(hours: OpeningHours, minute: int) -> bool:
    return asked(hours)[minute % WEEK]


def slowly(moments: int, hours: OpeningHours) -> int:
    """The longest wait in minutes, asked at each moment."""
    longest = 0
    for minute in range(WEEK):
        if moments >> minute & 1:
            longest = max(longest, next(wait for wait in range(WEEK) if is_open(hours, minute + wait)))
    return longest


@pytest.mark.parametrize("hours", HOURS, ids=str)
def test_open_minutes_are_those_in_which_the_team_is_open(hours: OpeningHours) -> None:
    opened = open_minutes(hours)
    assert all((opened >> minute & 1 == 1) == is_open(hours, minute) for minute in range(0, WEEK, 7))


@pytest.mark.parametrize("hours", HOURS, ids=str)
@pytest.mark.parametrize("others", HOURS[:3], ids=str)
def test_the_longest_wait_is_the_longest_of_all_moments(hours: OpeningHours, others: OpeningHours) -> None:
    # A minute in thirty: few enough to ask at each, and those at which hours begin and end are among them.
    half_hours = sum(1 << minute for minute in range(0, WEEK, 30))
    moments = open_minutes(others) & half_hours
    found = longest_wait(moments, hours)
    assert (found.length_us // MINUTE_US if found is not None else 0) == slowly(moments, hours)
    assert found is None or moments >> found.minute & 1


def test_moments_are_moved_round_the_week() -> None:
    assert later(1 << (WEEK - 1), MINUTE_US) == 1
    assert later(1, -MINUTE_US) == 1 << (WEEK - 1)
    assert later(ALWAYS, 12345 * MINUTE_US) == ALWAYS


def test_moments_are_shown_by_the_clock_of_the_team() -> None:
    assert local(0, HOURS[1]) == "Sun 19:00 America/New_York"


def test_who_comes_at_the_worst_time_comes_when_the_week_ends() -> None:
    entered_us = latest_entry(HOURS[0], 10 * 60 * MINUTE_US)
    assert HOURS[0].due_us(entered_us, 10 * 60 * MINUTE_US) - entered_us == (3 * 24 - 0) * 60 * MINUTE_US
