"""What measures come to: the counts of all shards, with names put to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from desireline.events import EventLake
from desireline.measure.cube import Cube
from desireline.measure.data import measures_data
from desireline.measure.findings import Finding, findings_of
from desireline.measure.intervals import FEW_CUSTOMERS
from desireline.measure.notebook import measures_html
from desireline.measure.notes import notes_on
from desireline.measure.routes import Routes
from desireline.measure.seen import Scope
from desireline.measure.segments import Segment
from desireline.measure.tally import Events, Tally, completed
from desireline.model import LAST_US

MOST_SEGMENTS = 100
"""So many segments are given one by one; of the others their number and trips."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One number, or what several numbers say of the same rows.

    at           value of each dimension: dimension -> value
    count        rows; `trips` and `customers` the different ones among them
    total        the values of all rows together: microseconds, or how many of something; 0 where nothing was measured
    p50, p90     quantiles of the values; None: nothing was measured, or there are fewer than 20 customers
    """

    at: dict[str, str | None]
    count: int
    trips: int
    customers: int
    total: int
    p50: int | None
    p90: int | None


@dataclass(frozen=True)
class Numbers:
    """The numbers of some trips: all that are counted, or those of one segment.

    cubes  family of rows -> its counts, and `all`: the trips, not told apart
    """

    scope: Scope
    cubes: Mapping[str, Cube]

    def cells(self, family: str) -> list[Cell]:
        """The numbers of a family of rows (see `families`), those that are not 0, in the order of the map."""
        return list(cells_of(self.cubes[family]))

    def by(self, family: str, *dimensions: str) -> list[Cell]:
        """The numbers of a family by some of its dimensions only. Trips and customers that are in several cells count in each."""
        return list(cells_of(self.cubes[family].by(*dimensions)))

    def cell(self, family: str, **at: str | None) -> Cell:
        """One number of a family; counts are 0 where there is nothing."""
        found = [cell for cell in self.cells(family) if cell.at == at]
        return found[0] if found else Cell(dict(at), 0, 0, 0, 0, None, None)

    @property
    def trips(self) -> int:
        """Trips that made a visit in the period."""
        return int(self.cubes["all"].trips.sum())

    @property
    def customers(self) -> int:
        """Their customers."""
        return int(self.cubes["all"].customers.sum())

    @cached_property
    def findings(self) -> list[Finding]:
        """Where it hurts first."""
        return findings_of(self.cubes["waits"], self.cubes["long_waits"])


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Segments that are not given one by one: how many, and the trips that they have together."""

    values: int
    trips: int


@dataclass(frozen=True)
class Measures(Numbers):
    """A map's measures for a period, as of its end or of the moment asked about.

    routes    the different sequences of steps that trips took
    events    of the period, by name, whatever they are
    names     of events, in the order of the codes
    latest_us  the latest event until the moment asked about; None: there is none
    span      the earliest event of all and the latest, whatever is asked about; None: there are none
    segment   by what trips are told apart; None: they are not
    segments  segment -> the numbers of its trips, for the 100 segments with most trips; None: not known
    left_out  the other segments
    before    the same for the period to compare with
    """

    routes: Routes
    events: Events
    names: Sequence[str]
    latest_us: int | None
    segment: Segment | None = None
    segments: Mapping[str | None, Numbers] = field(default_factory=dict)
    left_out: LeftOut = LeftOut(0, 0)
    before: Measures | None = None
    span: tuple[int, int] | None = None

    @property
    def notes(self) -> list[str]:
        """What a reader should know before the numbers: what is missing, and what can be done about it."""
        return list(notes_on(self))

    def as_data(self) -> dict[str, Any]:
        """Plain data for JSON, durations in seconds."""
        return measures_data(self)

    @cached_property
    def data(self) -> Mapping[str, Any]:
        """The same, made once for all who only read it."""
        return self.as_data()

    def _repr_html_(self) -> str:
        return measures_html(self)


def measures_of(scope: Scope, tally: Tally, lake: EventLake, segment: Segment | None, before: Measures | None) -> Measures:
    """Put names to what was counted of all shards."""
    tally = completed(scope, tally)
    segments, left_out = _segments(scope, tally) if segment is not None else ({}, LeftOut(0, 0))
    first_us, last_us = lake.first_us, lake.latest_us(LAST_US)
    return Measures(
        scope=scope,
        cubes=tally.cubes,
        routes=tally.routes,
        events=tally.events,
        names=lake.names,
        latest_us=lake.latest_us(scope.as_of_us) if tally.latest_us is None else tally.latest_us,
        segment=segment,
        segments=segments,
        left_out=left_out,
        before=before,
        span=None if first_us is None or last_us is None else (first_us, last_us),
    )


def _segments(scope: Scope, tally: Tally) -> tuple[dict[str | None, Numbers], LeftOut]:
    """The segments with most trips, in their order, and what is left out."""
    every = tally.segmented["all"]
    values = every.dimensions[0].values
    # A segment may have nothing but trips that ended in the period, after their last visit.
    met = np.unique(np.concatenate([cube.coordinates()[0] for cube in tally.segmented.values()]))
    trips = np.zeros(len(values), dtype=np.int64)
    trips[every.cell] = every.trips
    ranked = met[np.argsort(-trips[met], kind="stable")]
    shown, rest = np.sort(ranked[:MOST_SEGMENTS]), ranked[MOST_SEGMENTS:]
    found = {values[index]: {name: cube.part(index) for name, cube in tally.segmented.items()} for index in shown.tolist()}
    return {value: Numbers(scope, cubes) for value, cubes in found.items()}, LeftOut(len(rest), int(trips[rest].sum()))


def cells_of(cube: Cube) -> Iterator[Cell]:
    """The cells of a cube with their names."""
    names = [dimension.name for dimension in cube.dimensions]
    columns = [
        [dimension.values[index] for index in indexes] for dimension, indexes in zip(cube.dimensions, cube.coordinates(), strict=True)
    ]
    totals, p50, p90 = cube.totals(), cube.quantiles(0.5).tolist(), cube.quantiles(0.9).tolist()
    for position in range(len(cube.cell)):
        customers = int(cube.customers[position])
        told = customers >= FEW_CUSTOMERS and p50[position] >= 0
        yield Cell(
            at={name: column[position] for name, column in zip(names, columns, strict=True)},
            count=int(cube.rows[position]),
            trips=int(cube.trips[position]),
            customers=customers,
            total=totals[position],
            p50=p50[position] if told else None,
            p90=p90[position] if told else None,
        )
