"""What the tables of all commands share: how long they are, and how shares read in them."""

from __future__ import annotations

SECOND_US = 1_000_000
MOST_ROWS = 8
"""Rows of a table that could go on; what is left out is said."""
FEW = 20
"""Of fewer, no share is spoken of."""


def share_text(part: int, whole: int) -> str:
    """A share where there are enough to speak of one."""
    return f"{part / whole:.1%}" if whole >= FEW else ""


def others(count: int) -> str:
    """What stands for the rows that are left out."""
    return "1 other" if count == 1 else f"{count:,} others"
