"""Who is behind a number: the customers whose trips and rows it counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from desireline.diagnostics import DesirelineError
from desireline.events import EventLake
from desireline.events.shard import literal
from desireline.measure.criteria import Asked, criteria_of
from desireline.measure.data import scope_data
from desireline.measure.definitions import Unit
from desireline.measure.journeys import KeptJourneys
from desireline.measure.narrowing import names_of, narrowed, needs_of
from desireline.measure.notebook import customers_html
from desireline.measure.period import ALWAYS, Period
from desireline.measure.ranking import Counts, Found, Listing, Named, Names, Ranking
from desireline.measure.reading import look_at, run_of, scope_of
from desireline.measure.refusals import no_such_file, not_written, unknown
from desireline.measure.seen import Scope, Seen
from desireline.measure.selection import (
    Counted,
    Criterion,
    InSegment,
    Narrowing,
    OfEvents,
    by_trip,
    looked_at,
    of_promises,
    of_trips,
)
from desireline.measure.ways import rows_of
from desireline.model import Map
from desireline.replay import OpenShard, Progress, Run, run_starts

SECOND_US = 1_000_000


@dataclass(frozen=True)
class Customers:
    """Those whom a number counts, most first: by total where something was measured, else by rows, then by name.

    criteria  as they were asked for. The first one's rows are listed; the others hold for the same trips
    alone     where nobody is listed: for how many trips each of several criteria holds by itself
    unit      what `total` is: microseconds (`time`), contacts; None where nothing is measured
    names, trips, rows, total   of each customer. Events that touched no trip have no trips: None
    """

    scope: Scope
    criteria: tuple[str, ...]
    unit: Unit | None
    ranking: Ranking
    alone: tuple[int, ...] = ()

    def __len__(self) -> int:
        return len(self.ranking)

    @property
    def names(self) -> Names:
        """Of all of them."""
        return self.ranking.whole.names

    @property
    def trips(self) -> Counts | None:
        """Of each customer."""
        return self.ranking.whole.trips

    @property
    def rows(self) -> Counts:
        """Of each customer."""
        return self.ranking.whole.rows

    @property
    def total(self) -> Counts | None:
        """Of each customer, in the unit."""
        return self.ranking.whole.total

    def first(self, limit: int | None) -> Listing:
        """The first of them. `limit`: how many at most; None: all."""
        return self.ranking.whole if limit is None else self.ranking.first(limit)

    @cached_property
    def all_trips(self) -> int | None:
        """The trips of all of them."""
        return None if self.ranking.trips is None else int(self.ranking.trips.sum())

    @cached_property
    def all_rows(self) -> int:
        """The rows of all of them."""
        return int(self.ranking.rows.sum())

    @cached_property
    def total_of_all(self) -> int | None:
        """The values of all rows together."""
        return None if self.ranking.total is None else sum(self.ranking.total.tolist())

    def as_data(self, limit: int | None = None) -> dict[str, Any]:
        """Plain data for JSON, times in seconds. `limit`: how many customers at most; the sums are those of all."""
        return {
            **scope_data(self.scope),
            "criteria": list(self.criteria),
            "customers": len(self),
            "trips": self.all_trips,
            "rows": self.all_rows,
            **self._total_data(self.total_of_all),
            "list": [*self._lines(self.first(limit))],
        }

    def write(self, path: Path) -> None:
        """Write the list to a file of CSV or Parquet, times in seconds.

        Raises DesirelineError where the file's ending is neither, or it cannot be written.
        """
        kind = format_of(path)
        import duckdb

        columns = {"customer": self.names, "trips": self.trips, "rows": self.rows, **self._total_column()}
        with duckdb.connect() as con:
            con.register("list", {name: column for name, column in columns.items() if column is not None})
            try:
                con.execute(
                    f"COPY (SELECT * REPLACE (CAST(customer AS VARCHAR) AS customer) FROM list) TO {literal(str(path))} (FORMAT {kind})"
                )
            except (duckdb.IOException, OSError) as error:
                raise DesirelineError(not_written(path, error)) from None

    def _repr_html_(self) -> str:
        return customers_html(self)

    def _total_column(self) -> dict[str, NDArray[Any]]:
        if self.total is None or self.unit is None:
            return {}
        return {"total_seconds": self.total / SECOND_US} if self.unit == "time" else {f"total_{self.unit}": self.total}

    def _lines(self, listing: Listing) -> Iterator[dict[str, Any]]:
        for index, name in enumerate(listing.names):
            counts = {} if listing.trips is None else {"trips": int(listing.trips[index])}
            total = self._total_data(None if listing.total is None else int(listing.total[index]))
            yield {"customer": name, **counts, "rows": int(listing.rows[index]), **total}

    def _total_data(self, total: int | None) -> dict[str, float | int]:
        if total is None or self.unit is None:
            return {}
        return {"total_seconds": total / SECOND_US} if self.unit == "time" else {f"total_{self.unit}": total}


def format_of(path: Path) -> str:
    """As what a list is written to a file, in DuckDB's words. Raises DesirelineError where the file's ending names no format."""
    kind = {".csv": "csv, HEADER", ".parquet": "parquet"}.get(path.suffix.lower())
    if kind is None:
        raise DesirelineError(no_such_file(path))
    return kind


def customers(
    map_: Map,
    lake: EventLake,
    asked: Sequence[Asked] = (),
    period: Period = ALWAYS,
    *,
    now_us: int,
    as_of_us: int | None = None,
    threads: int = 2,
    progress: Progress | None = None,
    kept_in: Path | None = None,
) -> Customers:
    """The customers behind a number: those who made a trip for which all that is asked holds.

    asked  words and what stands behind them (see `criteria.WORDS`), such as `("step", "call")`; none: every trip that is counted. The
           first word that asks for rows says which are listed; all others narrow them to trips for which they hold as well
    kept_in  the lake's folder: where measures have kept what its shards come to, no event is read
    For the others see `measure`.

    Raises DesirelineError where what is asked for is nothing of the map's, or a shard of the lake cannot be read.
    """
    run = run_of(map_, lake, period, now_us, as_of_us)
    scope = scope_of(run, period)
    criteria = criteria_of(asked, scope, lake.names)
    kept = None if kept_in is None else KeptJourneys.of(lake, kept_in, map_.version)
    if isinstance(criteria, OfEvents):
        return together(scope, [criteria], listed(run, scope, criteria, threads, progress))
    shards = listed(run, scope, criteria, threads, progress, kept=kept)
    alone = []
    if len(criteria) > 1 and not any(len(found.rows) for found, _ in shards):
        alone = [sum(trips_in(found) for found, _ in listed(run, scope, [criterion], threads, None, kept=kept)) for criterion in criteria]
        _refuse_values_of_nobody(map_, [criterion for criterion, trips in zip(criteria, alone, strict=True) if not trips])
    return replace(together(scope, criteria, shards), alone=tuple(alone))


def listed(
    run: Run,
    scope: Scope,
    criteria: Sequence[Criterion] | OfEvents,
    threads: int,
    progress: Progress | None,
    *,
    kept: KeptJourneys | None = None,
) -> list[Named]:
    """Whom each shard has."""
    every = [criteria] if isinstance(criteria, OfEvents) else criteria
    run = run if any(of_promises(criterion, scope) for criterion in every) else run.without_promises()
    needs = needs_of(criteria, run.rules.plan, scope)
    met = not any(criterion.looks_back for criterion in every)
    settled = all(isinstance(criterion, Counted) and not criterion.family.moving for criterion in every)

    def found(whole: OpenShard, _: int) -> Named:
        if kept is not None and not isinstance(criteria, OfEvents):
            held = kept.shard(scope, whole.source, whole.shard, settled=settled, met=met)
            if held is not None:
                found = found_in(held.seen, whole, criteria)
                return found, lambda: held.names.at(found.customer)
        opened = narrowed(whole, needs)
        seen = look_at(run, opened, scope)
        found = whose_events(seen, criteria) if isinstance(criteria, OfEvents) else found_in(seen, opened, criteria)
        names = names_of(opened, found.customer)
        return found, lambda: names

    return run.each_shard(found, threads, progress)


def found_in(seen: Seen, opened: OpenShard, criteria: Sequence[Criterion]) -> Found:
    """The customers of one shard who made a trip for which all criteria hold, with the rows of the first."""
    seen = looked_at(seen, opened, [criterion for criterion in criteria if isinstance(criterion, Narrowing)])
    counted = [criterion for criterion in criteria if not isinstance(criterion, Narrowing)]
    every = [criterion.rows(seen, opened) for criterion in counted] or [rows_of(np.arange(seen.journeys.trips))]
    if len(every) == 1:
        rows = by_trip(every[0])
    else:
        holds = np.zeros((len(every), seen.journeys.trips), dtype=np.bool_)
        for held, found in zip(holds, every, strict=True):
            held[found.trip] = True
        rows = of_trips(every[0], np.all(holds, axis=0))
    whose = seen.customer[rows.trip]
    begins = np.flatnonzero(run_starts(whose))
    total = None
    if rows.value is not None:
        total = np.add.reduceat(rows.value, begins) if len(begins) else rows.value
    trips = np.add.reduceat(run_starts(rows.trip), begins, dtype=np.int64) if len(begins) else begins
    return Found(whose[begins], trips, np.diff(begins, append=len(whose)), total)


def whose_events(seen: Seen, events: OfEvents) -> Found:
    """The customers of one shard who had some events."""
    customer, count = np.unique(events.customers(seen), return_counts=True)
    return Found(customer, None, count, None)


def trips_in(found: Found) -> int:
    """How many trips of a shard these are."""
    return 0 if found.trips is None else int(found.trips.sum())


def together(scope: Scope, asked: Sequence[Criterion | OfEvents], shards: Sequence[Named]) -> Customers:
    """The customers of all shards."""
    return Customers(scope, tuple(criterion.text for criterion in asked), asked[0].unit, Ranking(shards))


def _refuse_values_of_nobody(map_: Map, criteria: Sequence[Criterion]) -> None:
    """Events may carry values that are not declared: only where no trip has one, it is taken for a mistake."""
    for criterion in criteria:
        if isinstance(criterion, InSegment) and criterion.value is not None:
            declared = {**map_.fields, **map_.traits}.get(criterion.segment.name)
            if declared is not None and declared.kind == "one_of" and criterion.value not in declared.values:
                raise DesirelineError(unknown(criterion.value, f"`{criterion.segment.name}` called", declared.values))
