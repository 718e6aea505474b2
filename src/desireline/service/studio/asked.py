"""Which trips the page asks about."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec


class AskedTrips(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The trips of a period, those of one segment, those that took some ways.

    value  of the segment; "" where it is not known; None: all of them
    only   criteria of the command `customers`: with, without, starts and ends, as in `with:call`
    """

    period: str | None = None
    segment: str | None = None
    value: str | None = None
    only: list[str] = []

    def chosen(self) -> list[str]:
        """The criteria by which they are chosen."""
        of_segment = [f"segment:{self.segment}={self.value}"] if self.segment and self.value is not None else []
        return [*of_segment, *self.only]


def criteria_of(asked: Sequence[str]) -> list[tuple[str, str]]:
    """Criteria as the address has them: word and value, as in `step:call`."""
    return [(word, text) for word, _, text in (one.partition(":") for one in asked)]
