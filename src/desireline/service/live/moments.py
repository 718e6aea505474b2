"""Moments, as callers write them."""

from desireline.model import FIRST_US, LAST_US, parse_instant_us
from desireline.service.problems import unreadable


def read_moment(text: str, field: str) -> int:
    """ISO 8601 with its offset, as UTC microseconds. Raises ProblemError (400) that names the field."""
    try:
        at_us = parse_instant_us(text)
    except (ValueError, OverflowError):
        raise unreadable("no ISO 8601 time with its offset, such as 2026-03-09T08:00:00Z", field) from None
    if not FIRST_US <= at_us <= LAST_US:
        raise unreadable("no moment of the years 1 to 9999", field)
    return at_us
