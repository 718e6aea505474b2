import pytest

from desireline.model import FIRST_US, LAST_US, parse_instant_us
from desireline.pictures.dates import ticks


def _labels(from_: str, until: str, most: int) -> list[str]:
    return [tick.label for tick in ticks(parse_instant_us(f"{from_}Z"), parse_instant_us(f"{until}Z"), most)]


def test_a_day_is_in_hours() -> None:
    assert _labels("2026-03-02T08:30:00", "2026-03-02T20:00:00", 6) == ["2 Mar 10:00", "12:00", "14:00", "16:00", "18:00", "20:00"]


def test_weeks_begin_on_mondays() -> None:
    assert _labels("2026-03-01T00:00:00", "2026-03-31T00:00:00", 6) == ["2 Mar 2026", "9 Mar", "16 Mar", "23 Mar", "30 Mar"]


def test_months_name_their_year_once() -> None:
    assert _labels("2025-11-15T00:00:00", "2026-04-02T00:00:00", 6) == ["Dec 2025", "Jan 2026", "Feb", "Mar", "Apr"]


def test_years_are_years() -> None:
    assert _labels("2001-02-01T00:00:00", "2026-01-02T00:00:00", 6) == ["2005", "2010", "2015", "2020", "2025"]


@pytest.mark.parametrize(("from_us", "until_us"), [(FIRST_US, LAST_US), (0, 0), (LAST_US - 5, LAST_US), (FIRST_US, FIRST_US + 1)])
def test_any_times_have_ticks_of_which_there_are_not_too_many(from_us: int, until_us: int) -> None:
    found = ticks(from_us, until_us, 8)
    assert len(found) <= 8
    assert all(from_us <= tick.at_us <= until_us for tick in found)
