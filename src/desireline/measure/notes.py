"""What a reader should know before the numbers: what is missing, and what can be done about it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from desireline.measure.intervals import FEW_CUSTOMERS
from desireline.measure.period import ALWAYS
from desireline.model import OPEN, format_instant

YEAR_US = 365 * 86_400_000_000

if TYPE_CHECKING:
    from desireline.measure.result import Measures


def notes_on(measures: Measures) -> Iterator[str]:
    """Sentences, the most important first; none where all is as usual."""
    events = _counted(measures.events.all)
    if not events:
        yield _no_events(measures)
    elif not measures.trips:
        yield (
            f"no trip: of all events ({events:,}) {_counted(measures.events.unmapped):,} match nothing on the map and "
            f"{_counted(measures.events.outside):,} found no trip; hold their names against `event:` of the steps, "
            "or see what `desireline discover --update` proposes"
        )
    else:
        yield from _on_trips(measures)
    if events and measures.before is not None and not _counted(measures.before.events.all):
        yield f"nothing to compare with: {_no_events(measures.before)}"
    clock = None if measures.span is None else _unset_clock(measures.span)
    if clock is not None and measures.trips:
        yield clock
    left_out = measures.left_out
    if left_out.values and measures.segment is not None:
        name, shown = measures.segment.name, len(measures.segments)
        yield (
            f"`{name}` has {shown + left_out.values:,} values: the {shown} with most trips are given; the others have {left_out.trips:,} "
            f"trips together, and `desireline customers --segment {_argument(name)}` lists those of any"
        )


def _argument(name: str) -> str:
    """As a shell takes it: names of fields may have blanks."""
    return f"{name}=VALUE" if name.isidentifier() else f"'{name}=VALUE'"


def _counted(events: NDArray[np.int64]) -> int:
    return int(events.sum())


def _no_events(measures: Measures) -> str:
    if measures.scope.period == ALWAYS:
        return f"no event up to {_minute(measures.scope.as_of_us)} UTC: name a later moment, import some events, or name another log"
    if measures.span is None:
        return f"no event lies in the period {measures.scope.period}, and there are none at all: import some, or name another log"
    first, last = map(_minute, measures.span)
    return (
        f"no event lies in the period {measures.scope.period}: there are events from {first} until {last} UTC; ask for a period among them"
    )


def _minute(moment_us: int) -> str:
    return format_instant(moment_us)[:16].replace("T", " ")


def _unset_clock(span: tuple[int, int]) -> str | None:
    """Clocks that were never set begin in 1970, and so does a time that was read in too small a unit."""
    if span[0] >= YEAR_US or span[1] - span[0] < 2 * YEAR_US:
        return None
    return (
        f"the earliest event is of {_minute(span[0])} UTC, the latest of {_minute(span[1])}: a clock that was not set, or a time read in "
        "the wrong unit, and waits that long are none; import that source again with its --time-unit, or ask for a --period after it"
    )


def _on_trips(measures: Measures) -> Iterator[str]:
    map_ = measures.scope.map
    if measures.customers < FEW_CUSTOMERS:
        yield f"fewer than {FEW_CUSTOMERS} customers: counts and sums only, no shares of them or their trips, no quantiles, no intervals"
    open_ = measures.cell("trips", how=OPEN).trips
    if open_ == measures.trips:
        yield "all trips are still under way: none of them is counted as lost, and nothing can be said of outcomes yet"
    if map_.trip.quiet_us is None and open_:
        yield "`quiet: never`: customers who left without a word count as under way; say after how long a trip has gone quiet"
    if not map_.outcomes:
        yield "the map has no outcomes: how trips ended cannot be told"
