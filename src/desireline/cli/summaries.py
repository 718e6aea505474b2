"""What a replay came to, as tables of at most 80 columns."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from rich import box
from rich.table import Table

from desireline.cli.printing import counted
from desireline.model import IDENTIFY, candidates_by_name, format_instant

if TYPE_CHECKING:
    from desireline.model import Map
    from desireline.replay import Summary

DAY_US, HOUR_US, MINUTE_US, SECOND_US = 86_400_000_000, 3_600_000_000, 60_000_000, 1_000_000
MOST_ROWS = 8
"""Rows of a table that could go on; what is left out is said."""


def tables_of(summary: Summary, map_: Map) -> Iterator[Table]:
    """Trips by how they ended, visits by move, promises, the waits that cost most, and the events that belong nowhere."""
    yield _shares("trips", summary.trips, "how they ended")
    yield _shares("visits", summary.moves, "how they were come to")
    if summary.promises:
        yield _promises(summary)
    if summary.waits:
        yield _waits(summary)
    if summary.outside or summary.unmapped:
        yield _elsewhere(summary, candidates_by_name(map_).keys())


def headline(summary: Summary) -> str:
    """Two lines: what was asked, and of how much the tables speak."""
    moment = format_instant(summary.as_of_us)[:16].replace("T", " ")
    trips = sum(summary.trips.values())
    return (
        f"{summary.journey} (version {summary.version[:12]}) as of {moment} UTC\n"
        f"{counted(trips, 'trip')} of {counted(summary.customers, 'customer')} in {counted(summary.events, 'event')}"
    )


def readable(duration_us: int) -> str:
    """A duration as a person says it: two digits at least, in the largest unit that fits: `3.2 days`, `45 min`."""
    for unit_us, unit in ((365 * DAY_US, "years"), (DAY_US, "days"), (HOUR_US, "h"), (MINUTE_US, "min")):
        if abs(duration_us) >= 2 * unit_us:
            value = duration_us / unit_us
            return f"{value:,.0f} {unit}" if abs(value) >= 10 else f"{value:.1f} {unit}"
    return f"{duration_us / SECOND_US:.0f} s"


def _table(columns: Sequence[str], texts: int = 1) -> Table:
    """A table whose first columns hold text and whose others hold numbers."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for position, column in enumerate(columns):
        table.add_column(column, justify="left" if position < texts else "right", overflow="fold" if position < texts else "ellipsis")
    return table


def _shares(what: str, counts: dict[str, int], heading: str) -> Table:
    table = _table((f"{what}: {heading}", what, "share"))
    total = sum(counts.values())
    for name, count in counts.items():
        if count:
            table.add_row(name, f"{count:,}", _share(count, total))
    table.add_row("all", f"{total:,}", "", style="bold")
    return table


def _promises(summary: Summary) -> Table:
    table = _table(("promises", "kept", "broken", "void", "pending", "kept of settled"))
    for id_, by_state in summary.promises.items():
        settled = by_state["kept"] + by_state["broken"]
        counts = (f"{by_state[state]:,}" for state in ("kept", "broken", "void", "pending"))
        table.add_row(id_, *counts, _share(by_state["kept"], settled))
    return table


def _waits(summary: Summary) -> Table:
    table = _table(("waits that cost customers most in total", "times", "total", "of all", "mean"))
    for wait in summary.waits[:MOST_ROWS]:
        mean_us = wait.total_us // wait.times
        table.add_row(f"{wait.step} → {wait.next}", f"{wait.times:,}", readable(wait.total_us), f"{wait.share:.0%}", readable(mean_us))
    left = summary.waits[MOST_ROWS:]
    if left:
        total_us = sum(wait.total_us for wait in left)
        times, share = sum(wait.times for wait in left), sum(wait.share for wait in left)
        table.add_row(f"{len(left)} others", f"{times:,}", readable(total_us), f"{share:.0%}", "")
    return table


def _elsewhere(summary: Summary, named: Collection[str]) -> Table:
    table = _table(("events that belong to no trip", "why", "events"), texts=2)
    rows = [(name, count, "found no open trip") for name, count in summary.outside.items()]
    rows += [(name, count, _why_unmapped(name, named)) for name, count in summary.unmapped.items()]
    rows.sort(key=lambda row: -row[1])
    for name, count, why in rows[:MOST_ROWS]:
        table.add_row(name, why, f"{count:,}")
    if len(rows) > MOST_ROWS:
        table.add_row(f"{len(rows) - MOST_ROWS} others", "", f"{sum(row[1] for row in rows[MOST_ROWS:]):,}")
    return table


def _why_unmapped(name: str, named: Collection[str]) -> str:
    if name in named:
        return "no condition of the map held"
    return "says who a customer is" if name == IDENTIFY else "the map does not name it"


def _share(part: int, whole: int) -> str:
    """A share where there are enough to speak of one."""
    return f"{part / whole:.1%}" if whole >= 20 else ""
