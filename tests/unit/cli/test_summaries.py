import pytest

from desireline.cli.printing import counted
from desireline.model.durations import readable_duration

SECOND_US, HOUR_US, DAY_US = 1_000_000, 3_600_000_000, 86_400_000_000


@pytest.mark.parametrize(
    ("duration_us", "text"),
    [
        (0, "0 s"),
        (300_000, "0.3 s"),
        (90 * SECOND_US, "90 s"),
        (150 * SECOND_US, "2.5 min"),
        (45 * 60 * SECOND_US, "45 min"),
        (3 * HOUR_US, "3.0 h"),
        (40 * HOUR_US, "40 h"),
        (50 * HOUR_US, "2.1 days"),
        (400 * DAY_US, "400 days"),
        (1_000 * DAY_US, "2.7 years"),
        (500_000 * DAY_US, "1,370 years"),
    ],
)
def test_a_duration_reads_in_the_unit_that_fits(duration_us: int, text: str) -> None:
    assert readable_duration(duration_us) == text


def test_one_is_singular() -> None:
    assert (counted(0, "trip"), counted(1, "trip"), counted(2469, "trip")) == ("0 trips", "1 trip", "2,469 trips")
