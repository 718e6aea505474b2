"""What a replay came to, as tables of at most 80 columns."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from rich.table import Table

from desireline.cli.printing import counted
from desireline.cli.tables import FEW, MOST_ROWS, others, share_text
from desireline.diagnostics.tables import table_with
from desireline.model import IDENTIFY, candidates_by_name, format_instant
from desireline.model.durations import readable_duration

if TYPE_CHECKING:
    from desireline.model import Map
    from desireline.replay import Summary


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


def notes_on(summary: Summary) -> Iterator[str]:
    """What a reader should know before the tables: why they are empty, or have no shares."""
    trips = sum(summary.trips.values())
    if not summary.events:
        moment = format_instant(summary.as_of_us)[:16].replace("T", " ")
        yield f"no event up to {moment} UTC: name a later --as-of, import some events, or name another log"
    elif not trips:
        yield "no trip: see below why; `desireline check MAP --events LOG` says which names of events may have been meant"
    elif trips < FEW:
        yield f"of fewer than {FEW} no shares are told"


def _shares(what: str, counts: dict[str, int], heading: str) -> Table:
    table = table_with((f"{what}: {heading}", what, "share"))
    total = sum(counts.values())
    for name, count in counts.items():
        if count:
            table.add_row(name, f"{count:,}", share_text(count, total))
    table.add_row("all", f"{total:,}", "", style="bold")
    return table


def _promises(summary: Summary) -> Table:
    table = table_with(("promises", "kept", "broken", "void", "pending", "kept of settled"))
    for id_, by_state in summary.promises.items():
        settled = by_state["kept"] + by_state["broken"]
        counts = (f"{by_state[state]:,}" for state in ("kept", "broken", "void", "pending"))
        table.add_row(id_, *counts, share_text(by_state["kept"], settled))
    return table


def _waits(summary: Summary) -> Table:
    table = table_with(("waits that cost customers most in total", "times", "total", "of all", "mean"))
    for wait in summary.waits[:MOST_ROWS]:
        mean_us = wait.total_us // wait.times
        table.add_row(
            f"{wait.step} → {wait.next}",
            f"{wait.times:,}",
            readable_duration(wait.total_us),
            f"{wait.share:.0%}",
            readable_duration(mean_us),
        )
    left = summary.waits[MOST_ROWS:]
    if left:
        total_us = sum(wait.total_us for wait in left)
        times, share = sum(wait.times for wait in left), sum(wait.share for wait in left)
        table.add_row(others(len(left)), f"{times:,}", readable_duration(total_us), f"{share:.0%}", "")
    return table


def _elsewhere(summary: Summary, named: Collection[str]) -> Table:
    table = table_with(("events that belong to no trip", "why", "events"), texts=2)
    rows = [(name, count, "found no open trip") for name, count in summary.outside.items()]
    rows += [(name, count, _why_unmapped(name, named)) for name, count in summary.unmapped.items()]
    rows.sort(key=lambda row: -row[1])
    for name, count, why in rows[:MOST_ROWS]:
        table.add_row(name, why, f"{count:,}")
    if len(rows) > MOST_ROWS:
        table.add_row(others(len(rows) - MOST_ROWS), "", f"{sum(row[1] for row in rows[MOST_ROWS:]):,}")
    return table


def _why_unmapped(name: str, named: Collection[str]) -> str:
    if name in named:
        return "no condition of the map held"
    return "says who a customer is" if name == IDENTIFY else "the map does not name it"
