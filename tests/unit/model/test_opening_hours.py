from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desireline.model.instants import format_instant, parse_instant_us
from desireline.model.opening_hours import OpeningHours

MINUTE_US = 60_000_000
CARE = OpeningHours.parse("Mon-Sat 08:00-22:00 Europe/Rome")


def due(hours: OpeningHours, entered: str, within_minutes: int) -> str:
    return format_instant(hours.due_us(parse_instant_us(entered), within_minutes * MINUTE_US))[:16]


@pytest.mark.parametrize(
    ("entered", "within_minutes", "expected"),
    [
        ("2026-03-02T10:00:00+01:00", 30, "2026-03-02T09:30"),  # open the whole time
        ("2026-03-02T21:50:00+01:00", 30, "2026-03-03T07:20"),  # ten minutes today, twenty tomorrow
        ("2026-03-07T21:50:00+01:00", 30, "2026-03-09T07:20"),  # Saturday evening goes on on Monday
        ("2026-03-02T21:30:00+01:00", 30, "2026-03-02T21:00"),  # due at the very closing
        ("2026-03-08T12:00:00+01:00", 30, "2026-03-09T07:30"),  # counted from the next opening
        ("2026-03-28T21:50:00+01:00", 30, "2026-03-30T06:20"),  # the clock goes forward on that Sunday
        ("2026-03-02T12:00:00+01:00", 0, "2026-03-02T11:00"),
    ],
)
def test_only_open_time_counts(entered: str, within_minutes: int, expected: str) -> None:
    assert due(CARE, entered, within_minutes) == expected


def test_a_night_shift_runs_into_the_next_day() -> None:
    night = OpeningHours.parse("Fri 22:00-06:00 UTC")
    assert due(night, "2026-03-06T23:00:00Z", 120) == "2026-03-07T01:00"
    assert str(night) == "Fri 22:00-24:00, Sat 00:00-06:00 UTC"


def test_days_are_carried_on_to_the_next_span_and_overlaps_are_joined() -> None:
    hours = OpeningHours.parse("Mon-Tue 08:00-12:00, 11:00-14:00, Sun 10:00-11:00 UTC")
    assert str(hours) == "Mon 08:00-14:00, Tue 08:00-14:00, Sun 10:00-11:00 UTC"


@pytest.mark.parametrize(
    "text",
    ["Mon-Fri 08:00-18:00", "Mon-Fri 8-18 Europe/Rome", "Mo 08:00-18:00 UTC", "Mon 25:00-26:00 UTC", "Mon 08:00-08:00 UTC", "", "UTC"],
)
def test_says_what_is_wrong(text: str) -> None:
    with pytest.raises(ValueError, match=r"no time zone|no opening time|no day|no time of day|open for no time"):
        OpeningHours.parse(text)


@given(st.integers(-62_135_596_800_000_000, 253_402_300_799_999_999), st.integers(1, 10_000))
def test_due_has_seen_just_that_much_open_time(entered_us: int, within_minutes: int) -> None:
    due_us = CARE.due_us(entered_us, within_minutes * MINUTE_US)
    open_us = sum(min(closes, due_us) - max(opens, entered_us) for opens, closes in CARE.open_between(entered_us, due_us))
    assert open_us == within_minutes * MINUTE_US


@pytest.mark.parametrize(
    ("text", "day", "spans"),
    [
        ("Sun 01:00-02:30, 02:45-04:00 Europe/Rome", "2026-03-29", ["00:00-01:00", "01:00-02:00"]),  # 02:00 to 03:00 is left out
        ("Sun 02:10-02:50 Europe/Rome", "2026-03-29", []),
        ("Sun 01:00-02:30, 02:45-04:00 Europe/Rome", "2026-10-25", ["23:00-00:30", "00:45-03:00"]),  # 02:00 to 03:00 comes twice
        ("Sat 20:00-24:00, Sun 00:00-03:00 America/Sao_Paulo", "2018-11-04", ["23:00-03:00", "03:00-05:00"]),  # midnight is left out
    ],
)
def test_where_clocks_change_spans_stay_apart(text: str, day: str, spans: list[str]) -> None:
    begin_us = parse_instant_us(f"{day}T00:00:00Z") - 3_600_000_000
    intervals = OpeningHours.parse(text).open_between(begin_us, begin_us + 23 * 3_600_000_000)
    assert ["-".join(format_instant(end_us)[11:16] for end_us in interval) for interval in intervals] == spans


ZONES = ("Europe/Rome", "America/Sao_Paulo", "Pacific/Apia", "Australia/Lord_Howe", "Africa/Casablanca", "America/Havana", "Asia/Kathmandu")


@given(st.sampled_from(ZONES), st.integers(-62_135_596_800_000_000, 253_402_300_799_999_999))
def test_open_intervals_never_overlap(zone: str, moment_us: int) -> None:
    hours = OpeningHours.parse(f"Mon-Sun 00:00-00:20, 00:30-02:10, 02:15-02:40, 02:50-23:50, 23:55-24:00 {zone}")
    around = hours.open_between(moment_us - 200 * 86_400_000_000, moment_us + 200 * 86_400_000_000)
    assert all(one[1] <= other[0] for one, other in pairwise(around))
