"""Routes: the sequences of steps that most trips took, and the share of each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any, ClassVar

from desireline.measure import Measures
from desireline.measure.intervals import FEW_CUSTOMERS
from desireline.pictures.canvas import Canvas
from desireline.pictures.people import titles_of, whom
from desireline.pictures.picture import MARGIN, NARROW, Picture
from desireline.pictures.terminal import Line, Rows
from desireline.pictures.theme import SIZES
from desireline.pictures.widths import width_of
from desireline.pictures.wording import counted, share

MOST_ROUTES = 20
_ROW = 25
_MOST_LINES = 3
_ARROW = " → "


@dataclass(frozen=True, slots=True)
class Route:
    """The places of a route, and how many trips took it."""

    places: tuple[str, ...]
    trips: int


class RoutesPicture(Picture):
    """The routes that most trips took."""

    title = "Routes"
    definition: ClassVar[str] = (
        "Population: trips with a visit in the period. A route is the whole sequence of steps and outcomes that a trip took until the "
        "moment asked about; of a trip that is under way, as far as it has come. Share: of all these trips. Left out: nothing; the routes"
        f" that are not listed are one line. Of fewer than {FEW_CUSTOMERS} customers no shares are given."
    )

    def __init__(self, measures: Measures, most: int = MOST_ROUTES) -> None:
        self.measures, self.scope = measures, measures.scope
        self.whom = whom(measures)
        self.most = min(most, MOST_ROUTES)

    @cached_property
    def listed(self) -> list[Route]:
        """The routes of most trips."""
        routes, places = self.measures.routes, self.measures.scope.places
        return [
            Route(tuple(places[place] for place in routes.route(index)), int(routes.trips[index])) for index in routes.ranked(self.most)
        ]

    @property
    def others(self) -> tuple[int, int]:
        """How many routes are not listed, and how many trips took them."""
        return len(self.measures.routes.trips) - len(self.listed), self.measures.trips - sum(route.trips for route in self.listed)

    def data(self) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = [
            {"steps": list(route.places), "routes": 1, "trips": route.trips, "share": route.trips / self.measures.trips}
            for route in self.listed
        ]
        routes, trips = self.others
        if routes:
            rows.append({"steps": None, "routes": routes, "trips": trips, "share": trips / self.measures.trips})
        return rows

    @property
    def listed_of_all(self) -> str:
        """How much of everything is listed, in one sentence."""
        if not self.listed:
            return "No trip made a visit: there is no route to show."
        of, trips = len(self.measures.routes.trips), sum(route.trips for route in self.listed)
        taken = f"{self._share(trips)} of all trips" if self._share(trips) else f"{trips:,} of {counted(self.measures.trips, 'trip')}"
        return f"Listed: {len(self.listed)} of {counted(of, 'route')}, taken by {taken}."

    def draw(self, canvas: Canvas, y: float) -> float:
        width = canvas.width - 2 * MARGIN
        y = canvas.paragraph(MARGIN, y, self.listed_of_all, ink="ink", most=width) + 6
        for route in self.listed:
            y = self._row(canvas, y, route)
        routes, trips = self.others
        if routes:
            canvas.text(MARGIN, y + 12, counted(routes, "other route"), size="base", ink="ink-2")
            self._numbers(canvas, y + 12, trips)
            y += _ROW
        return y

    def lines(self) -> Iterable[Line]:
        yield self.listed_of_all
        rows = [(_ARROW.join(_runs(route.places)), f"{route.trips:,}", self._share(route.trips)) for route in self.listed]
        routes, trips = self.others
        if routes:
            rows.append((counted(routes, "other route"), f"{trips:,}", self._share(trips)))
        if rows:
            yield Rows(("route", "trips", "share"), rows)

    def _share(self, trips: int) -> str:
        return share(trips, self.measures.trips) if self.measures.customers >= FEW_CUSTOMERS else ""

    def _said(self, places: tuple[str, ...], most: float) -> tuple[str, str]:
        """A route in one line, its middle left out where it does not fit; and the whole of it."""
        titles = titles_of(self.measures.scope.map)
        pieces = [titles[place] + times for place, times in _runs_of(places)]
        whole = _ARROW.join(pieces)
        shown = pieces
        while len(shown) > 2 and width_of(_ARROW.join(shown), SIZES["base"]) > most - 8:
            kept = [piece for piece in shown if not piece.startswith("… ")]
            half = len(kept) // 2
            head, tail = kept[:half], kept[half + 1 :]
            shown = [*head, f"… {len(pieces) - len(head) - len(tail)} more …", *tail]
        return _ARROW.join(shown), whole

    def _row(self, canvas: Canvas, y: float, route: Route) -> float:
        width, narrow = canvas.width - 2 * MARGIN, canvas.width < NARROW
        left, bar = (MARGIN, width - 118) if narrow else (MARGIN + 0.68 * width, 0.32 * width - 118)
        if narrow:
            _, whole = self._said(route.places, width)
            line = canvas.block(MARGIN, y + 12, whole, most=width, rows=_MOST_LINES) + 1
        else:
            text, whole = self._said(route.places, 0.66 * width)
            canvas.text(MARGIN, y + 12, text, size="base", most=0.66 * width, hint=whole if text != whole else None)
            line = y + 12
        canvas.box(left, line - 9, max(1.5, bar * route.trips / self.listed[0].trips), 9, fill="blue-2", radius=2)
        self._numbers(canvas, line, route.trips)
        return line + _ROW - 12

    def _numbers(self, canvas: Canvas, y: float, trips: int) -> None:
        right = canvas.width - MARGIN
        canvas.text(right - 48, y, f"{trips:,}", size="base", bold=True, anchor="end")
        canvas.text(right, y, self._share(trips), size="base", ink="ink-2", anchor="end")


def _runs_of(places: tuple[str, ...]) -> list[tuple[str, str]]:
    """Visits to one step in a row are one: the step, and how often where it is more than once."""
    runs = [(place, sum(1 for _ in run)) for place, run in groupby(places)]
    return [(place, f" ×{times}" if times > 1 else "") for place, times in runs]


def _runs(places: tuple[str, ...]) -> list[str]:
    return [place + times for place, times in _runs_of(places)]
