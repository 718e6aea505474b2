"""Lists of customers as lines, one for each, and their sums."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click
from rich.cells import cell_len

from desireline.cli.printing import counted, print_message
from desireline.diagnostics.excerpt import visible
from desireline.model import format_instant
from desireline.model.durations import readable_duration

if TYPE_CHECKING:
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
    widths = [max(map(cell_len, column)) for column in columns]
    for name, *numbers in zip(*columns, strict=True) if shown else ():
        padded = name + " " * (widths[0] - cell_len(name))
        click.echo("  ".join([padded, *(number.rjust(width) for number, width in zip(numbers, widths[1:], strict=True))]))
    if shown < len(found):
        print_message(f"… and {counted(len(found) - shown, 'customer')} more; --limit says how many are printed")


def _columns(found: Customers, shown: int) -> Iterator[list[str]]:
    yield ["customer", *(visible(str(name)) for name in found.names[:shown])]
    if found.trips is not None:
        yield ["trips", *(f"{count:,}" for count in found.trips[:shown].tolist())]
    yield ["rows", *(f"{count:,}" for count in found.rows[:shown].tolist())]
    if found.total is not None:
        totals = found.total[:shown].tolist()
        yield ["time", *map(readable_duration, totals)] if found.unit == "time" else [str(found.unit), *(f"{total:,}" for total in totals)]


def _why_nobody(found: Customers) -> str:
    if len(found.alone) < 2 or not all(found.alone):
        nothing = [text for text, trips in zip(found.criteria, found.alone, strict=False) if not trips] or list(found.criteria)
        return f"nobody: in the period there is nothing for {' or '.join(f'`{text}`' for text in nothing)}"
    alone = ", ".join(f"`{text}` for {counted(trips, 'trip')}" for text, trips in zip(found.criteria, found.alone, strict=True))
    return f"nobody: each holds by itself ({alone}), but there is no trip for which all of them hold"
