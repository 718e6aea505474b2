"""Due moments looked up are those that the opening hours count out."""

from hypothesis import example, given
from hypothesis import strategies as st

from desireline.engine.calendar import due_function
from desireline.model import FIRST_US, LAST_US, OpeningHours, parse_instant_us

HOURS = [
    OpeningHours.parse(text)
    for text in (
        "Mon-Fri 08:00-18:00 Europe/Rome",
        "Mon-Sun 22:00-06:00 Europe/Rome",
        "Sun 01:00-02:30, Sun 02:45-04:00 Europe/Rome",
        "Mon-Sun 00:00-24:00 America/New_York",
        "Wed 12:00-12:01 UTC",
        "Sat 23:30-24:00, Sun 00:00-03:30 Australia/Lord_Howe",
    )
]
SPRING, AUTUMN = parse_instant_us("2026-03-29T00:00:00Z"), parse_instant_us("2026-10-25T00:00:00Z")
DAY_US = 86_400_000_000


def moments() -> st.SearchStrategy[int]:
    """Around the changes of the clocks mostly; at times anywhere."""
    near = st.builds(lambda day, off: day + off, st.sampled_from((SPRING, AUTUMN, 0)), st.integers(-40 * DAY_US, 40 * DAY_US))
    return st.one_of(near, st.integers(FIRST_US, LAST_US))


@given(st.sampled_from(HOURS), moments(), st.one_of(st.integers(0, 3 * DAY_US // 24), st.integers(0, DAY_US)))
@example(HOURS[0], parse_instant_us("2026-03-27T17:30:00Z"), 2 * 3_600_000_000)
def test_it_is_the_moment_that_the_hours_give(hours: OpeningHours, entered_us: int, within_us: int) -> None:
    assert due_function(hours, within_us)(entered_us) == hours.due_us(entered_us, within_us)


def test_blocks_that_were_forgotten_are_made_again() -> None:
    due_us = due_function(HOURS[0], DAY_US)
    entries = range(SPRING, SPRING + 600 * 32 * DAY_US, 32 * DAY_US)
    assert [due_us(entered) for entered in entries] == [HOURS[0].due_us(entered, DAY_US) for entered in entries]
