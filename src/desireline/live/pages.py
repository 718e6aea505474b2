"""Lists are given in pages: so many rows, and no more bytes than memory has room for whoever asks."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Row = TypeVar("Row")
PAGE_BYTES = 1_000_000
"""How much a page holds of what grows without bound: it ends with the row that brings it there."""
WITHOUT_END = 2**62


def within(rows: Iterable[Row], most_bytes: int | None, size_of: Callable[[Row], int]) -> Iterator[Row]:
    """Rows up to the one with which they have so many bytes; None: all. The first is always among them."""
    left = WITHOUT_END if most_bytes is None else most_bytes
    for row in rows:
        yield row
        left -= size_of(row)
        if left <= 0:
            return
