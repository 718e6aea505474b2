"""What the tables of all commands share: their look, and how durations and shares read in them."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.table import Table

SECOND_US = 1_000_000
MOST_ROWS = 8
"""Rows of a table that could go on; what is left out is said."""
FEW = 20
"""Of fewer, no share is spoken of."""


def table_with(columns: Sequence[str], texts: int = 1) -> Table:
    """A table whose first columns hold text and whose others hold numbers."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for position, column in enumerate(columns):
        table.add_column(column, justify="left" if position < texts else "right", overflow="fold" if position < texts else "ellipsis")
    return table


def share_text(part: int, whole: int) -> str:
    """A share where there are enough to speak of one."""
    return f"{part / whole:.1%}" if whole >= FEW else ""


def others(count: int) -> str:
    """What stands for the rows that are left out."""
    return "1 other" if count == 1 else f"{count:,} others"
