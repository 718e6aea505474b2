import pytest

from desireline.measure import parse_period
from desireline.pictures.people import days, stretch


@pytest.mark.parametrize(
    ("period", "timezone", "said"),
    [
        ("2026-03", "UTC", "from 1 Mar 2026 to 31 Mar 2026"),
        ("2026-03-31", "UTC", "on 31 Mar 2026"),
        ("2026-03..", "UTC", "since 1 Mar 2026"),
        ("..2026-03", "UTC", "until 28 Feb 2026"),
        ("2026-03..", "Europe/Rome", "since 28 Feb 2026, 23:00 UTC"),
        ("..2026-03", "Europe/Rome", "before 28 Feb 2026, 23:00 UTC"),
        ("..", "UTC", "at any time"),
        ("2026-03", "Europe/Rome", "from 28 Feb 2026, 23:00 UTC, until 31 Mar 2026, 22:00 UTC"),
    ],
)
def test_a_period_is_said_in_days(period: str, timezone: str, said: str) -> None:
    assert stretch(parse_period(period, timezone)) == said


def test_two_ends_are_said_beside_others() -> None:
    assert days(parse_period("2026-03")) == "1 Mar 2026 to 31 Mar 2026"
