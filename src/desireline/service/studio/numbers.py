"""Numbers as the page gets them: each with how its list is asked for, and the name of its definition."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import msgspec

Of = Literal["trips", "customers", "visits", "moves", "promises", "answers", "stays", "events"]


class Count(msgspec.Struct, frozen=True):
    """How many. It is the size of the list that `ask` asks for.

    of      what is counted: trips and customers are those of the list, anything else is its rows
    ask     criteria of `customers`, as in `step:call`
    define  the name of the definition
    """

    n: int
    of: Of
    ask: list[str]
    define: str


class Share(msgspec.Struct, frozen=True):
    """A share with its 95 % interval, of `n`."""

    value: float
    low: float
    high: float
    n: int


class Times(msgspec.Struct, frozen=True):
    """How long something took. Quantiles are None where there are fewer than 20 customers."""

    total_seconds: float
    p50_seconds: float | None
    p90_seconds: float | None


class Counting:
    """Makes counts of the trips that are looked at: all, or those of one segment."""

    def __init__(self, narrowed: Sequence[str] = ()) -> None:
        self._narrowed = list(narrowed)

    def __call__(self, n: int, of: Of, define: str, *ask: str) -> Count:
        """A count, and how its list is asked for."""
        return Count(n, of, [*ask, *self._narrowed], define)


def share(data: dict[str, Any] | None) -> Share | None:
    """A share, of measures as data."""
    return None if data is None else Share(data["value"], data["low"], data["high"], data["n"])


def times(data: dict[str, Any]) -> Times:
    """Times, of measures as data."""
    return Times(data["total_seconds"], data["p50_seconds"], data["p90_seconds"])
