import pytest

from desireline.model.instants import FIRST_US, LAST_US, format_instant, parse_instant_us


@pytest.mark.parametrize("text", ["0001-01-01T00:00:00.000000Z", "1969-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999Z"])
def test_text_and_microseconds_are_the_same_instant(text: str) -> None:
    assert format_instant(parse_instant_us(text)) == text


def test_an_offset_counts_and_a_time_without_one_is_refused() -> None:
    assert parse_instant_us("2026-03-02T09:00:00+01:00") == parse_instant_us("2026-03-02T08:00:00Z")
    with pytest.raises(ValueError, match="has no offset"):
        parse_instant_us("2026-03-02T08:00:00")


def test_moments_past_the_calendar_have_a_text() -> None:
    assert parse_instant_us("0001-01-01T00:00:00Z") == FIRST_US
    assert format_instant(LAST_US + 1) == "253402300800000000 µs after 1970"
