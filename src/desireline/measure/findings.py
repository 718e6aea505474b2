"""Where it hurts first: waits ranked by the time that they cost all customers together."""

from __future__ import annotations

from dataclasses import dataclass

from desireline.measure.cube import Cube
from desireline.measure.families import THRESHOLDS_US
from desireline.measure.intervals import FEW_CUSTOMERS

MOST_OF_IT = 0.9


@dataclass(frozen=True, slots=True)
class LongWait:
    """Of a wait, the part of those who waited long: at least `at_least`. They bear nearly all of its time."""

    at_least: str
    count: int
    trips: int
    customers: int
    total_us: int


@dataclass(frozen=True, slots=True)
class Finding:
    """The wait from one step to the next, and what it costs.

    p50_us, p90_us  None: of fewer than 20 customers
    share  of the time between all visits
    long   the longest of some fixed lengths for which those who waited at least so long bear nine tenths of the time
    """

    from_: str
    to: str
    count: int
    trips: int
    customers: int
    total_us: int
    p50_us: int | None
    p90_us: int | None
    share: float
    long: LongWait | None


def findings_of(waits: Cube, long_waits: Cube) -> list[Finding]:
    """All waits by their total time, the largest first, those of equal time in the order of the map: not by a mean or a quantile of few."""
    totals = waits.totals()
    everything_us = sum(totals)
    ranked = sorted(range(len(totals)), key=lambda position: -totals[position])
    from_, to = waits.coordinates()
    places = waits.dimensions[0].values
    long_by_pair = _by_pair(long_waits)
    # Every wait has values: it is never -1, which says that there are none.
    p50, p90 = waits.quantiles(0.5).tolist(), waits.quantiles(0.9).tolist()
    return [
        Finding(
            from_=str(places[from_[position]]),
            to=str(places[to[position]]),
            count=int(waits.rows[position]),
            trips=int(waits.trips[position]),
            customers=int(waits.customers[position]),
            total_us=totals[position],
            p50_us=p50[position] if waits.customers[position] >= FEW_CUSTOMERS else None,
            p90_us=p90[position] if waits.customers[position] >= FEW_CUSTOMERS else None,
            share=totals[position] / everything_us if everything_us else 0.0,
            long=_long(long_by_pair.get((int(from_[position]), int(to[position])), []), totals[position]),
        )
        for position in ranked
    ]


def _by_pair(long_waits: Cube) -> dict[tuple[int, int], list[LongWait]]:
    found: dict[tuple[int, int], list[LongWait]] = {}
    lengths = tuple(THRESHOLDS_US)
    counts = zip(*long_waits.coordinates(), long_waits.rows, long_waits.trips, long_waits.customers, long_waits.totals(), strict=True)
    for from_, to, length, rows, trips, customers, total_us in counts:
        wait = LongWait(lengths[int(length)], int(rows), int(trips), int(customers), total_us)
        found.setdefault((int(from_), int(to)), []).append(wait)
    return found


def _long(waits: list[LongWait], total_us: int) -> LongWait | None:
    bearing = [wait for wait in waits if wait.total_us >= MOST_OF_IT * total_us]
    return bearing[-1] if bearing and total_us else None
