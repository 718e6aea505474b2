import pytest
from hypothesis import given
from hypothesis import strategies as st

from desireline.model.durations import LONGEST_US, format_duration, parse_duration_us


@pytest.mark.parametrize(
    ("text", "seconds"), [("0s", 0), ("90s", 90), ("30m", 1800), ("1h30m", 5400), ("1h 30m", 5400), ("14d", 1_209_600), ("2w", 1_209_600)]
)
def test_reads_what_maps_write(text: str, seconds: int) -> None:
    assert parse_duration_us(text) == seconds * 1_000_000


@pytest.mark.parametrize("text", ["", "30", "m", "-3m", "1.5h", "3 months", "３m", "101y", "40000d", "9" * 40 + "s"])
def test_refuses_what_is_none_and_says_what_would_be(text: str) -> None:
    with pytest.raises(ValueError, match=r"not a duration; write|longer than 100 years"):
        parse_duration_us(text)


@given(st.integers(0, LONGEST_US))
def test_format_is_read_back_as_the_same(duration_us: int) -> None:
    assert parse_duration_us(format_duration(duration_us)) == duration_us
