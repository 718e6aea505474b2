"""Return over time: the share of customers who came back, by weeks since their first trip."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any, ClassVar

from desireline.measure.intervals import FEW_CUSTOMERS
from desireline.measure.returns import Cohort, Returns
from desireline.pictures.canvas import Canvas
from desireline.pictures.people import stretch
from desireline.pictures.picture import MARGIN, Picture
from desireline.pictures.terminal import Line, Rows
from desireline.pictures.wording import counted, day_and_time, share

MOST_COHORTS = 24
_ROW, _CELL = 28, 62
_STRONGEST = 0.45
"""How strong the colour of the largest share is: words on it stay legible."""
_MOST_WEEKS = 8
"""So many fit on a terminal."""
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class ReturnsPicture(Picture):
    """Cohorts of customers by the month of their first trip, and how many came back in which week after it."""

    title = "Return over time"
    definition: ClassVar[str] = (
        "Population: customers whose first trip that the lake knows of began in the period, by the month (UTC) in which it began. A cell:"
        " of those who were followed until the end of that week after their own first trip began, the share who began a further trip in "
        "it. Who has not been followed so long is left out of that week, above and below the line: never counted as lost. A cell of whom "
        "only a part was followed is hatched; one of whom nobody was is empty. Of fewer than 20 followed only counts are given."
    )

    def __init__(self, returns: Returns) -> None:
        self.returns = returns
        self.scope = scope = returns.scope
        count = sum(cohort.customers for cohort in returns.cohorts)
        first = f"{counted(count, 'customer')} whose first trip began {stretch(scope.period)}"
        self.whom = f"{first}, as of {day_and_time(scope.as_of_us)}."

    @property
    def weeks(self) -> int:
        """How many weeks there are."""
        return len(self.returns.cohorts[0].followed) if self.returns.cohorts else 0

    @cached_property
    def rows(self) -> list[Cohort]:
        """The cohorts that are drawn: the latest, and all of them together as the last."""
        cohorts = self.returns.cohorts
        if not cohorts:
            return []
        followed = tuple(sum(one.followed[week] for one in cohorts) for week in range(self.weeks))
        returned = tuple(sum(one.returned[week] for one in cohorts) for week in range(self.weeks))
        return [*cohorts[-MOST_COHORTS:], Cohort("all", sum(one.customers for one in cohorts), followed, returned)]

    def data(self) -> list[dict[str, Any]]:
        return [
            {
                "month": one.month,
                "customers": one.customers,
                "week": week + 1,
                "followed": one.followed[week],
                "returned": one.returned[week],
            }
            for one in self.returns.cohorts
            for week in range(self.weeks)
        ]

    @property
    def said(self) -> str:
        """What can be said at once, in one sentence."""
        if not self.rows:
            return "No customer's first trip began in the period: there is nobody who could come back. Ask for a longer period."
        if not any(self.rows[-1].followed):
            return "Nobody has been followed for a whole week yet: it cannot be said who comes back. Ask again later."
        if not any(self.rows[-1].returned):
            return "Nobody who was followed began a further trip in these weeks."
        left = len(self.returns.cohorts) + 1 - len(self.rows)
        return "Share of those followed who began a further trip in the week." + (
            f" {counted(left, 'earlier month')} left out." if left else ""
        )

    def draw(self, canvas: Canvas, y: float) -> float:
        width = canvas.width - 2 * MARGIN
        y = canvas.paragraph(MARGIN, y, self.said, ink="ink", most=width) + 10
        if not self.rows or not any(self.rows[-1].followed):
            return y
        named = 106
        shown = min(self.weeks, int((width - named) // 37))
        each = min(_CELL, (width - named) / shown)
        canvas.text(MARGIN, y + 4, "first trip in", size="small", ink="ink-3")
        for week in range(shown):
            canvas.text(MARGIN + named + (week + 0.5) * each, y + 4, f"wk {week + 1}", size="small", ink="ink-3", anchor="middle")
        y += 12
        most = max((r / f for one in self.rows for r, f in zip(one.returned, one.followed, strict=True) if f >= FEW_CUSTOMERS), default=1.0)
        for one in self.rows:
            if one.month == "all":
                y += 4
            canvas.text(MARGIN, y + 17, _month(one.month), size="note", bold=one.month == "all")
            canvas.text(MARGIN + named - 10, y + 17, f"{one.customers:,}", size="note", ink="ink-3", anchor="end")
            for week in range(shown):
                _draw_cell(canvas, (MARGIN + named + week * each, y, each - 2), one, week, most or 1.0)
            y += _ROW
        key = "Hatched: only some have been followed so long; the share is of those. Empty: nobody has."
        if shown < self.weeks:
            key += f" {shown} of {self.weeks} weeks fit here."
        return canvas.paragraph(MARGIN, y + 16, key, size="small", ink="ink-3", most=width)

    def lines(self) -> Iterable[Line]:
        yield self.said
        if not self.rows or not any(self.rows[-1].followed):
            return
        shown = range(min(self.weeks, _MOST_WEEKS))
        rows = [(_month(one.month), f"{one.customers:,}", *(_said(one, week) for week in shown)) for one in self.rows]
        yield Rows(("first trip in", "customers", *(f"wk {week + 1}" for week in shown)), rows)
        yield "~ only some have been followed so long; the share is of those"


def _said(one: Cohort, week: int) -> str:
    followed, returned = one.followed[week], one.returned[week]
    if not followed:
        return ""
    said = f"{returned:,}" if followed < FEW_CUSTOMERS else share(returned, followed)
    return f"~{said}" if followed < one.customers else said


def _month(month: str) -> str:
    if month == "all":
        return "all"
    year, number = month.rsplit("-", 1)
    return f"{_MONTHS[int(number) - 1]} {year}"


def _draw_cell(canvas: Canvas, at: tuple[float, float, float], one: Cohort, week: int, most: float) -> None:
    """One week of one cohort. `at`: its left end, its upper end and its width; `most`: the largest share that is drawn."""
    x, y, width = at
    followed, returned = one.followed[week], one.returned[week]
    part, rest = followed < one.customers, one.customers - followed
    hint = f"{_month(one.month)}, week {week + 1}: {returned:,} of {followed:,} followed came back; {rest:,} not followed so long"
    if not followed:
        canvas.box(x, y, width, _ROW - 3, line="line", radius=3, dashed=True, hint=hint)
        return
    few = followed < FEW_CUSTOMERS
    strength = 0.0 if few else _STRONGEST * min(1.0, returned / followed / most)
    places = [(x, y, width, _ROW - 3.0)]
    # The label stands on its own ground where the cell is hatched.
    places += [(x + width / 2 - 15, y + 5, 30.0, _ROW - 13.0)] if part else []
    for place, hatched in zip(places, (part, False), strict=False):
        canvas.box(*place, fill="sunken", radius=3, hint=hint)
        canvas.box(*place, fill="blue", strength=strength, hatched=hatched, radius=3, hint=hint)
    said = f"{returned:,}" if few else share(returned, followed)
    canvas.text(x + width / 2, y + 17, said, size="small", anchor="middle", hint=hint)
