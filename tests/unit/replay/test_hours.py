"""Rule 8: due in a team's hours, many moments at once."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.campaign import examples

from desireline.model import FIRST_US, LAST_US, OpeningHours, parse_instant_us
from desireline.replay.hours import due_in_hours

MINUTE_US = 60_000_000
HOURS = (
    "Mon-Fri 08:00-18:00 Europe/Rome",
    "Mon-Sat 08:00-22:00, Sun 10:00-10:01 America/New_York",
    "Mon-Sun 22:00-06:00 Europe/Rome",
    "Mon-Sun 00:00-24:00 UTC",
    "Sun 01:00-02:45, Sun 02:50-04:00 Europe/Rome",
    "Wed 12:00-12:30 Australia/Lord_Howe",
)
SPRING_US = parse_instant_us("2026-03-28T12:00:00Z")
MOMENTS_US = st.one_of(st.integers(SPRING_US, SPRING_US + 86_400_000_000 * 3), st.integers(FIRST_US, LAST_US))
WITHIN_US = st.one_of(st.integers(0, 60 * MINUTE_US), st.integers(0, 40 * 24 * 60 * MINUTE_US))


@given(st.sampled_from(HOURS), st.lists(MOMENTS_US, max_size=8), WITHIN_US)
@examples(150, campaign=5_000)
def test_many_at_once_are_due_when_each_one_is(hours_text, moments_us, within_us) -> None:
    hours = OpeningHours.parse(hours_text)
    due_us = due_in_hours(hours, np.array(moments_us, dtype=np.int64), within_us)
    assert due_us.tolist() == [hours.due_us(moment_us, within_us) for moment_us in moments_us]


def test_the_longest_of_promises_finds_its_day() -> None:
    hours = OpeningHours.parse("Mon 09:00-10:00 UTC")
    moment_us = parse_instant_us("2026-03-02T09:30:00Z")
    assert due_in_hours(hours, np.array([moment_us]), 520 * 60 * MINUTE_US).tolist() == [hours.due_us(moment_us, 520 * 60 * MINUTE_US)]


@pytest.mark.parametrize("within_us", [0, MINUTE_US])
def test_no_moment_is_never_due(within_us) -> None:
    assert due_in_hours(OpeningHours.parse(HOURS[0]), np.array([], dtype=np.int64), within_us).tolist() == []
