"""The customers whom a number counts, as the page lists them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from desireline.measure import Customers


class Listed(msgspec.Struct, frozen=True):
    """One customer. `trips` None: events that are of no trip; `total_seconds` None: nothing is measured in time."""

    customer: str
    trips: int | None
    rows: int
    total_seconds: float | None


class CustomersView(msgspec.Struct, frozen=True):
    """Those whom a number counts, most first. `listed`: the first of them; the sums are those of all."""

    criteria: list[str]
    customers: int
    trips: int | None
    rows: int
    listed: list[Listed]


def customers_view(found: Customers, most: int) -> CustomersView:
    """The first of those found."""
    data = found.as_data(most)
    listed = [Listed(row["customer"], row.get("trips"), row["rows"], row.get("total_seconds")) for row in data["list"]]
    return CustomersView(data["criteria"], data["customers"], data["trips"], data["rows"], listed)
