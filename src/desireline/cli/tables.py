"""What the tables of all commands share: their look, and how durations and shares read in them."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.table import Table

DAY_US, HOUR_US, MINUTE_US, SECOND_US = 86_400_000_000, 3_600_000_000, 60_000_000, 1_000_000
MOST_ROWS = 8
"""Rows of a table that could go on; what is left out is said."""
FEW = 20
"""Of fewer, no share is spoken of."""


def readable(duration_us: int) -> str:
    """A duration as a person says it: two digits at least, in the largest unit that fits: `3.2 days`, `45 min`."""
    for unit_us, unit in ((365 * DAY_US, "years"), (DAY_US, "days"), (HOUR_US, "h"), (MINUTE_US, "min")):
        if abs(duration_us) >= 2 * unit_us:
            value = duration_us / unit_us
            return f"{value:,.0f} {unit}" if abs(value) >= 10 else f"{value:.1f} {unit}"
    return f"{duration_us / SECOND_US:.0f} s"


def table_with(columns: Sequence[str], texts: int = 1) -> Table:
    """A table whose first columns hold text and whose others hold numbers."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for position, column in enumerate(columns):
        table.add_column(column, justify="left" if position < texts else "right", overflow="fold" if position < texts else "ellipsis")
    return table


def share_text(part: int, whole: int) -> str:
    """A share where there are enough to speak of one."""
    return f"{part / whole:.1%}" if whole >= FEW else ""
