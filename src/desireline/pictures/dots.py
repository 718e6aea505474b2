"""A dotted chart: a line for each customer, a dot for each visit, at the time when it began."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from desireline.measure.dots import Dots, DottedCustomer
from desireline.model import GONE_QUIET, OPEN, format_instant
from desireline.pictures.canvas import Canvas
from desireline.pictures.dates import ticks
from desireline.pictures.people import stretch, titles_of
from desireline.pictures.picture import MARGIN, NARROW, Picture
from desireline.pictures.terminal import Line, Rows
from desireline.pictures.widths import width_of
from desireline.pictures.wording import counted, date, day_and_time

_ROW = 8.0
_OFF_THE_MAP = {"back", "jump", "skip", "repeat"}
_KEY = (
    ("expected", "as the map expects"),
    ("off", "off the map"),
    ("reached", "reached"),
    ("lost", "lost"),
    ("other", "ended otherwise"),
)


class DotsPicture(Picture):
    """When single customers made their visits."""

    title = "Dotted chart"
    definition: ClassVar[str] = (
        "Population: customers with a visit in the period; where there are more than are drawn, those whose names have the smallest MD5, "
        "the same on every machine and whatever comes later. A line is a customer, by the first visit in the period; a dot is a visit, at"
        " the moment (UTC) when it began; a thin line joins the first and the last of a trip. Left out: visits outside the period, events"
        " that are no visits, and dots that would lie on one of the same kind."
    )

    def __init__(self, dots: Dots) -> None:
        self.dots = dots
        self.scope = scope = dots.scope
        drawn = len(dots.customers)
        whole = f"All {counted(dots.of, 'customer')}" if dots.of else "No customer"
        which = whole if drawn == dots.of else f"A sample of {drawn:,} of {counted(dots.of, 'customer')}"
        self.whom = f"{which} with a visit {stretch(scope.period)}, as of {day_and_time(scope.as_of_us)}."

    def data(self) -> list[dict[str, Any]]:
        return [
            {
                "customer": one.customer,
                "trip": dot.trip,
                "how": one.hows[dot.trip],
                "step": dot.place,
                "move": dot.move,
                "entered": format_instant(dot.entered_us),
            }
            for one in self.dots.customers
            for dot in one.visits
        ]

    def draw(self, canvas: Canvas, y: float) -> float:
        width = canvas.width - 2 * MARGIN
        if not self.dots.customers:
            return canvas.paragraph(MARGIN, y, _NOBODY, ink="ink", most=width)
        y = self._key(canvas, y + 4)
        from_us = min(one.visits[0].entered_us for one in self.dots.customers)
        until_us = max(one.visits[-1].entered_us for one in self.dots.customers)
        span = max(1, until_us - from_us)
        top, foot = y + 6, y + 6 + _ROW * len(self.dots.customers)
        for tick in ticks(from_us, until_us, int(width // 96)):
            x = MARGIN + 4 + (width - 8) * (tick.at_us - from_us) / span
            canvas.line(x, top, x, foot + 4)
            if x + 4 + width_of(tick.label, 10.5) < canvas.width:
                canvas.text(x + 3, foot + 14, tick.label, size="small", ink="ink-3")
        for number, one in enumerate(self.dots.customers):
            xs = [MARGIN + 4 + (width - 8) * (dot.entered_us - from_us) / span for dot in one.visits]
            self._customer(canvas, top + _ROW * (number + 0.5), one, xs)
        foot = canvas.paragraph(
            MARGIN, foot + 34, f"From {day_and_time(from_us)} to {day_and_time(until_us)}.", ink="ink-3", size="small", most=width
        )
        return foot - 8

    def _customer(self, canvas: Canvas, y: float, one: DottedCustomer, xs: list[float]) -> None:
        ends: dict[int, tuple[float, float]] = {}
        for dot, x in zip(one.visits, xs, strict=True):
            ends[dot.trip] = (ends.get(dot.trip, (x, x))[0], x)
        for begin, end in ends.values():
            canvas.line(begin, y, end, y, ink="line-2")
        titles, taken = titles_of(self.dots.scope.map), set()
        for dot, x in zip(one.visits, xs, strict=True):
            outcome = self.dots.scope.map.outcome_by_id.get(dot.place)
            kind = outcome.kind if outcome is not None else "off" if dot.move in _OFF_THE_MAP else "expected"
            if (kind, round(x)) not in taken:
                taken.add((kind, round(x)))
                _mark(canvas, x, y, kind, f"{titles[dot.place]}, {day_and_time(dot.entered_us)}")

    @staticmethod
    def _key(canvas: Canvas, y: float) -> float:
        x: float = MARGIN
        for kind, said in _KEY:
            wide = 14 + width_of(said, 11.5)
            if x + wide > canvas.width - MARGIN:
                x, y = MARGIN, y + 18
            _mark(canvas, x + 4, y, kind, None)
            canvas.text(x + 12, y + 4, said, ink="ink-2")
            x += wide + (16 if canvas.width >= NARROW else 10)
        return y + 14

    def lines(self) -> Iterable[Line]:
        if not self.dots.customers:
            yield _NOBODY
            return
        yield Rows(
            ("customer", "first visit", "last visit", "ended", "visits", "trips"), map(_line, self.dots.customers[:_MOST_LINES]), texts=4
        )
        more = len(self.dots.customers) - _MOST_LINES
        if more > 0:
            yield f"{more:,} more in the sample"


_MOST_LINES = 20
_NOBODY = "No customer made a visit in the period: there is nothing to draw. Ask for a longer period."


def _line(one: DottedCustomer) -> tuple[str, ...]:
    first, last = date(one.visits[0].entered_us), date(one.visits[-1].entered_us)
    return one.customer, first, last, ", ".join(_said(how) for how in one.hows[:3]), f"{len(one.visits):,}", f"{len(one.hows):,}"


def _said(how: str) -> str:
    return {OPEN: "under way", GONE_QUIET: "gone quiet"}.get(how, how)


def _mark(canvas: Canvas, x: float, y: float, kind: str, hint: str | None) -> None:
    """Shapes tell kinds apart as well as colours do: a disc, a lozenge, and triangles up and down for what was reached and lost."""
    if kind == "expected":
        canvas.dot(x, y, 2.4, fill="blue-2", hint=hint)
    elif kind == "off":
        canvas.shape([(x - 3.4, y), (x, y - 3.4), (x + 3.4, y), (x, y + 3.4)], fill="plum", hint=hint)
    elif kind == "reached":
        canvas.shape([(x - 3.8, y + 3), (x, y - 3.8), (x + 3.8, y + 3)], fill="blue", hint=hint)
    elif kind == "lost":
        canvas.shape([(x - 3.8, y - 3), (x, y + 3.8), (x + 3.8, y - 3)], fill="orange", hint=hint)
    else:
        canvas.box(x - 2.6, y - 2.6, 5.2, 5.2, fill="ink-3", hint=hint)
