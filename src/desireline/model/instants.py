"""Instants: UTC microseconds since 1970 inside, ISO 8601 text at the edges."""

from datetime import UTC, datetime, timedelta

from desireline.conditions import FIRST_TIME_US, LAST_TIME_US

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FIRST_US = FIRST_TIME_US
"""0001-01-01T00:00:00Z, the earliest time an event can have."""
LAST_US = LAST_TIME_US
"""9999-12-31T23:59:59.999999Z, the latest time an event can have."""
_MICROSECOND = timedelta(microseconds=1)


def parse_instant_us(text: str) -> int:
    """UTC microseconds of an ISO 8601 time that states its offset (`…Z`, `…+02:00`).

    Raises ValueError where the text is no such time, or names none because the offset is missing.
    """
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"`{text}` has no offset from UTC; end it with Z or an offset such as +02:00")
    return (moment - EPOCH) // _MICROSECOND


def format_instant(instant_us: int) -> str:
    """`2026-03-02T08:00:00.000000Z`. A moment past the year 9999 (a promise's due, a quiet end) is given as microseconds after 1970."""
    if FIRST_US <= instant_us <= LAST_US:
        return (EPOCH + timedelta(microseconds=instant_us)).strftime("%Y-%m-%dT%H:%M:%S.%f").rjust(26, "0") + "Z"
    return f"{instant_us} µs after 1970"
