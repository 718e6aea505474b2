"""The numbers at the head of the page. Each says of whom it is, how sure it is, and what it was before."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass

from desireline.measure import Measures, Numbers
from desireline.measure.intervals import FEW_CUSTOMERS, share_of
from desireline.model import GONE_QUIET, OPEN
from desireline.model.durations import readable_duration
from desireline.pictures.report.html import element
from desireline.pictures.wording import counted, name, percent, share, signed


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a whole: a share where there are enough customers, else a count. `noun`: what is counted."""

    part: int
    whole: int
    customers: int
    noun: str

    @property
    def said(self) -> str:
        """The number itself."""
        return share(self.part, self.whole) if self.customers >= FEW_CUSTOMERS and self.whole else f"{self.part:,}"

    @property
    def of(self) -> str:
        """Of how many, and how sure."""
        interval = share_of(self.part, self.whole)
        if interval is None:
            return f"of no {self.noun}s"
        of = f"{self.part:,} of {counted(self.whole, self.noun)}"
        if self.customers < FEW_CUSTOMERS:
            return of
        return f"{of}; 95% interval {percent(interval.low)} to {percent(interval.high)}"

    def change(self, before: Part | None) -> str | None:
        """What it was before, in points."""
        if before is None or not before.whole:
            return None
        if min(self.customers, before.customers) < FEW_CUSTOMERS or not self.whole:
            return f"before: {before.part:,} of {before.whole:,}"
        points = 100 * (self.part / self.whole - before.part / before.whole)
        return f"{signed(points, 1)} points; before {before.said}"


def tiles(measures: Measures) -> ET.Element:
    """The headline numbers."""
    before = measures.before
    made = [_trips_tile(measures, before)]
    for label, part, earlier in _parts(measures, before):
        made.append(_tile(label, part.said, part.of, part.change(earlier)))
    made += _time_tile(measures, before)
    return element("section", *made, css="tiles")


def _trips_tile(measures: Measures, before: Measures | None) -> ET.Element:
    change = None
    if before is not None:
        change = f"before {before.trips:,}"
        if min(measures.customers, before.customers) >= FEW_CUSTOMERS:
            change = f"{signed(100 * (measures.trips / before.trips - 1))}%; {change}"
    return _tile("Trips", f"{measures.trips:,}", f"of {counted(measures.customers, 'customer')}", change)


def _parts(measures: Measures, before: Measures | None) -> Iterator[tuple[str, Part, Part | None]]:
    kinds = {outcome.kind for outcome in measures.scope.map.outcomes}
    for kind, label in (("reached", "Reached"), ("lost", "Lost")):
        if kind in kinds:
            yield label, _ended(measures, kind), None if before is None else _ended(before, kind)
    for how, label in ((GONE_QUIET, "Gone quiet"), (OPEN, "Still under way")):
        yield label, _how(measures, how), None if before is None else _how(before, how)
    if measures.scope.promises:
        yield "Promises kept", kept(measures), None if before is None else kept(before)
    yield "Moves on the map", _expected(measures), None if before is None else _expected(before)


def _ended(numbers: Numbers, kind: str) -> Part:
    outcomes = {outcome.id for outcome in numbers.scope.map.outcomes if outcome.kind == kind}
    trips = sum(cell.trips for cell in numbers.cells("trips") if cell.at["how"] in outcomes)
    return Part(trips, numbers.trips, numbers.customers, "trip")


def _how(numbers: Numbers, how: str) -> Part:
    return Part(numbers.cell("trips", how=how).trips, numbers.trips, numbers.customers, "trip")


def kept(numbers: Numbers) -> Part:
    """Of all promises that were settled, those kept. The customers are those of the promise made to most: at least so many."""
    cells = [cell for cell in numbers.cells("promises") if cell.at["state"] in {"kept", "broken"}]
    part = sum(cell.count for cell in cells if cell.at["state"] == "kept")
    return Part(part, sum(cell.count for cell in cells), max((cell.customers for cell in cells), default=0), "settled promise")


def _expected(numbers: Numbers) -> Part:
    cells = [cell for cell in numbers.cells("kinds") if cell.at["kind"] not in {"start", "joined"}]
    part = sum(cell.count for cell in cells if cell.at["kind"] == "expected")
    return Part(part, sum(cell.count for cell in cells), numbers.customers, "move")


def _time_tile(measures: Measures, before: Measures | None) -> Iterator[ET.Element]:
    """How long trips took that reached the outcome which most reached."""
    reached = [outcome for outcome in measures.scope.map.outcomes if outcome.kind == "reached"]
    told = [(cell, outcome) for outcome in reached if (cell := measures.cell("trips", how=outcome.id)).p50 is not None]
    for cell, outcome in sorted(told, key=lambda pair: -pair[0].trips)[:1]:
        earlier = None if before is None else before.cell("trips", how=outcome.id).p50
        change = None if earlier is None else f"before {readable_duration(earlier)}"
        of = f"median of {counted(cell.trips, 'trip')}; 90% within {readable_duration(cell.p90 or 0)}"
        yield _tile(f"Time to “{name(outcome.title)}”", readable_duration(cell.p50 or 0), of, change)


def _tile(label: str, value: str, of: str, change: str | None) -> ET.Element:
    parts = [element("span", label), element("b", value), element("small", of)]
    if change is not None:
        parts.append(element("small", change, css="change"))
    return element("div", *parts, css="tile")
