"""Lists of customers as lines, one for each, and their sums."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import click
from rich.cells import cell_len

from desireline.cli.printing import counted, print_message
from desireline.diagnostics.excerpt import visible
from desireline.model import format_instant
from desireline.model.durations import readable_duration

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from desireline.measure import Customers


def print_sums(found: Customers) -> None:
    """What was asked, and the sums, to be held against the number; where nobody is listed, why."""
    from desireline.measure import ALWAYS

    scope = found.scope
    moment = format_instant(scope.as_of_us)[:16].replace("T", " ")
    period = "" if scope.period == ALWAYS else f", {scope.period}"
    print_message(f"{scope.map.journey} (version {scope.map.short_version}){period}, as of {moment} UTC: {', '.join(found.criteria)}")
    trips = "" if found.all_trips is None else f", {counted(found.all_trips, 'trip')}"
    total = found.total_of_all
    shown = "" if not total else f", {readable_duration(total) if found.unit == 'time' else counted(total, 'contact')} in all"
    print_message(f"{counted(len(found), 'customer')}{trips}, {counted(found.all_rows, 'row')}{shown}")
    if not len(found):
        print_message(_why_nobody(found))


def print_list(found: Customers, limit: int | None) -> None:
    """A line for each customer, most first."""
    shown = len(found) if limit is None else min(limit, len(found))
    columns = list(_columns(found, shown))
    if shown:
        padded = [_padded(columns[0], left=True), *(_padded(column) for column in columns[1:])]
        # All at once: there may be hundreds of thousands.
        click.echo("\n".join(map("  ".join, zip(*padded, strict=True))))
    if shown < len(found):
        print_message(f"… and {counted(len(found) - shown, 'customer')} more; --limit says how many are printed")


def _columns(found: Customers, shown: int) -> Iterator[list[str]]:
    listing = found.first(shown)
    yield ["customer", *map(_name, listing.names.tolist())]
    if listing.trips is not None:
        yield ["trips", *_texts(listing.trips, "{:,}".format)]
    yield ["rows", *_texts(listing.rows, "{:,}".format)]
    if listing.total is not None:
        said = readable_duration if found.unit == "time" else "{:,}".format
        yield ["time" if found.unit == "time" else str(found.unit), *_texts(listing.total, said)]


def _name(name: str) -> str:
    return name if name.isascii() and name.isprintable() else visible(name)


def _texts(values: NDArray[np.int64], said: Callable[[int], str]) -> list[str]:
    """Each value's text; that of values which stand side by side several times is made once."""
    import numpy as np

    begins = np.flatnonzero(np.append(True, values[1:] != values[:-1])) if len(values) else values
    texts = np.array([said(value) for value in values[begins].tolist()], dtype=object)
    listed: list[str] = np.repeat(texts, np.diff(begins, append=len(values))).tolist()
    return listed


def _padded(column: list[str], *, left: bool = False) -> list[str]:
    """As wide as its widest text is in the terminal."""
    if all(map(str.isascii, column)):
        width = max(map(len, column))
        return [text.ljust(width) for text in column] if left else [text.rjust(width) for text in column]
    widths = [cell_len(text) for text in column]
    gaps = [" " * (max(widths) - width) for width in widths]
    return [text + gap if left else gap + text for text, gap in zip(column, gaps, strict=True)]


def _why_nobody(found: Customers) -> str:
    if len(found.alone) < 2 or not all(found.alone):
        nothing = [text for text, trips in zip(found.criteria, found.alone, strict=False) if not trips] or list(found.criteria)
        return f"nobody: in the period there is nothing for {' or '.join(f'`{text}`' for text in nothing)}"
    alone = ", ".join(f"`{text}` for {counted(trips, 'trip')}" for text, trips in zip(found.criteria, found.alone, strict=True))
    return f"nobody: each holds by itself ({alone}), but there is no trip for which all of them hold"
