"""What a reader should know before the numbers: what is missing, and what can be done about it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from desireline.measure.intervals import FEW_CUSTOMERS
from desireline.measure.period import ALWAYS
from desireline.model import OPEN, format_instant

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
    left_out = measures.left_out
    if left_out.values and measures.segment is not None:
        name, shown = measures.segment.name, len(measures.segments)
        yield (
            f"`{name}` has {shown + left_out.values:,} values: the {shown} with most trips are given; the others have {left_out.trips:,} "
            f"trips together, and `desireline customers --segment {name}=VALUE` lists those of any"
        )


def _counted(events: NDArray[np.int64]) -> int:
    return int(events.sum())


def _no_events(measures: Measures) -> str:
    if measures.scope.period == ALWAYS:
        return "no events at all: import some, or name another log"
    latest = "there are none" if measures.latest_us is None else f"the latest one is of {format_instant(measures.latest_us)[:16]}"
    return f"no event lies in the period {measures.scope.period}: until the moment asked about {latest}; ask for another period"


def _on_trips(measures: Measures) -> Iterator[str]:
    map_ = measures.scope.map
    if measures.customers < FEW_CUSTOMERS:
        yield f"fewer than {FEW_CUSTOMERS} customers: counts only, no shares, quantiles or intervals"
    open_ = measures.cell("trips", how=OPEN).trips
    if open_ == measures.trips:
        yield "all trips are still under way: none of them is counted as lost, and nothing can be said of outcomes yet"
    if map_.trip.quiet_us is None and open_:
        yield "`quiet: never`: customers who left without a word count as under way; say after how long a trip has gone quiet"
    if not map_.outcomes:
        yield "the map has no outcomes: how trips ended cannot be told"
