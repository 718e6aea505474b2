"""How long it took: a histogram of the stays at a step, or of the waits from one step to the next."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any, ClassVar

from desireline.diagnostics import DesirelineError
from desireline.measure import Cell, Measures
from desireline.measure.histograms import Bin, bin_after, bin_before, histogram
from desireline.measure.refusals import unknown
from desireline.model.durations import readable_duration
from desireline.pictures.canvas import Canvas
from desireline.pictures.people import stretch, titles_of
from desireline.pictures.picture import MARGIN, Picture
from desireline.pictures.terminal import Line, Rows
from desireline.pictures.theme import SIZES
from desireline.pictures.widths import width_of
from desireline.pictures.wording import counted, day_and_time, round_duration, share

_HEIGHT, _BARS_WIDE, _FEWEST_BINS = 150, 40, 9


class TimesPicture(Picture):
    """The times of a step, or of the wait from one step to the next, in bins that grow longer."""

    definition: ClassVar[str] = (
        "Population: stays that ended in the period because the customer moved on, at the step or, for a wait, to the step named. Time: "
        "from the entry of the visit to the entry of the next. Bins grow longer from left to right, as their labels say; a time less than"
        " 0.8% below the end of a bin may be counted in the next. Median and 90% by: nearest rank, at most 0.4% off; none of fewer than "
        "20 customers. Left out: stays that are not over, which nobody knows the length of yet."
    )

    def __init__(self, measures: Measures, step: str, to: str | None = None) -> None:
        """`to`: only the stays that ended with going there. Raises DesirelineError where one of the steps is none of the map."""
        map_ = measures.scope.map
        known = [*map_.step_by_id, *map_.outcome_by_id]
        wrong = [unknown(place, "step", known) for place in (step, to) if place is not None and place not in known]
        if wrong:
            raise DesirelineError(wrong)
        self.measures, self.scope, self.step, self.to = measures, measures.scope, step, to
        titles = titles_of(map_)
        self.title = f"Time at {titles[step]}" if to is None else f"Time from {titles[step]} to {titles[to]}"

    @property
    def whom(self) -> str:  # type: ignore[override]  # the sentence needs the numbers
        """How many stays are counted, and whose."""
        scope, cell = self.measures.scope, self.cell
        stays = f"{counted(cell.count, 'stay')} of {counted(cell.customers, 'customer')} that ended {stretch(scope.period)}"
        return f"{stays}, as of {day_and_time(scope.as_of_us)}."

    @cached_property
    def cell(self) -> Cell:
        """The numbers of the stays."""
        at = {"step": self.step} if self.to is None else {"from": self.step, "to": self.to}
        return self.measures.cell("stays" if self.to is None else "waits", **at)

    @cached_property
    def bins(self) -> list[Bin]:
        """The bins, from the first that has a stay to the last."""
        cube = self.measures.cubes["stays" if self.to is None else "waits"]
        for position, cell in enumerate(self.measures.cells("stays" if self.to is None else "waits")):
            if cell.at == self.cell.at:
                return histogram(cube, position)
        return []

    def data(self) -> list[dict[str, Any]]:
        return [
            {
                "from_seconds": one.from_us / 1_000_000,
                "until_seconds": None if one.until_us is None else one.until_us / 1_000_000,
                "count": one.count,
            }
            for one in self.bins
        ]

    @property
    def said(self) -> str:
        """Half and nine tenths of the stays, in one sentence."""
        cell = self.cell
        if not cell.count:
            end = "here" if self.to is None else "so"
            return f"No stay ended {end} in the period: there is no time to show. Ask for a longer period, or for another step."
        if cell.p50 is None or cell.p90 is None:
            return f"Of {counted(cell.customers, 'customer')} only counts are given: a median needs 20."
        total = f"{readable_duration(cell.total)} of customers' time in all"
        return f"Half were over within {readable_duration(cell.p50)}, 90% within {readable_duration(cell.p90)}; {total}."

    def draw(self, canvas: Canvas, y: float) -> float:
        width = canvas.width - 2 * MARGIN
        y = canvas.paragraph(MARGIN, y, self.said, ink="ink", most=width)
        if not self.bins:
            return y
        top, foot, drawn = y + 26, y + 26 + _HEIGHT, self._drawn
        each = width / len(drawn)
        most = max(one.count for one in drawn)
        for place, one in enumerate(drawn):
            x, tall = MARGIN + place * each, max(1.0, _HEIGHT * one.count / most) if one.count else 0
            of = counted(one.count, "stay") + ("" if self.cell.p50 is None else f", {share(one.count, self.cell.count)}")
            canvas.box(x + 1, foot - tall, each - 2, tall, fill="blue-2", radius=2, hint=f"{_range(one)}: {of}")
            if one.count and each >= _BARS_WIDE:
                canvas.text(x + each / 2, foot - tall - 5, f"{one.count:,}", size="small", ink="ink-2", anchor="middle", most=each)
        canvas.line(MARGIN, foot, MARGIN + width, foot, ink="line-2")
        return self._marks(canvas, top, foot, self._labels(canvas, foot, each), each)

    @cached_property
    def _drawn(self) -> list[Bin]:
        """The bins with empty ones around them: of few alone it could not be seen where they lie."""
        bins = list(self.bins)
        while len(bins) < _FEWEST_BINS:
            before, after = bin_before(bins[0]), bin_after(bins[-1])
            bins = [*([before] if before else []), *bins, *([after] if after else [])]
        return bins

    def _labels(self, canvas: Canvas, foot: float, each: float) -> float:
        """The ends of the bins, such as do not touch each other; they begin under the end that they name."""
        free = -1.0
        ends = [one.from_us for one in self._drawn]
        ends += [last] if (last := self._drawn[-1].until_us) is not None else []
        for place, end_us in enumerate(ends):
            x, label = MARGIN + place * each, round_duration(end_us) if end_us else "0"
            wide = width_of(label, SIZES["small"])
            left = max(2.0, x - wide / 2)
            if left < free or left + wide > canvas.width:
                continue
            canvas.line(x, foot, x, foot + 4, ink="line-2")
            canvas.text(left, foot + 16, label, size="small", ink="ink-3")
            free = left + wide + 8
        return foot + 22

    def _marks(self, canvas: Canvas, top: float, foot: float, y: float, each: float) -> float:
        """Where half and nine tenths of the stays were over: a ring and a disc on a line of their own."""
        cell = self.cell
        if cell.p50 is None or cell.p90 is None:
            return y
        ends = [(cell.p50, "half", "raised"), (cell.p90, "90%", "ink")]
        places = [MARGIN + each * self._place(us) for us, _, _ in ends]
        canvas.line(places[0], y + 10, places[1], y + 10, ink="ink-3", width=2)
        for x, (_, _, fill) in zip(places, ends, strict=True):
            canvas.line(x, top, x, foot, ink="ink-3", dashed=True)
            canvas.dot(x, y + 10, 4, fill=fill, line="ink")
        labels = [f"{name} within {readable_duration(us)}" for us, name, _ in ends]
        if places[1] - places[0] > 12:
            self._beside(canvas, places[0], y + 14, labels[0], before=True)
            self._beside(canvas, places[1], y + 14, labels[1], before=False)
        return y + 24

    @staticmethod
    def _beside(canvas: Canvas, x: float, y: float, label: str, *, before: bool) -> None:
        """A label on one side of a mark; left out where it would leave the picture: the sentence above says it too."""
        wide = width_of(label, SIZES["small"])
        if before and x - 10 - wide > 0:
            canvas.text(x - 10, y, label, size="small", ink="ink-2", anchor="end")
        if not before and x + 10 + wide < canvas.width:
            canvas.text(x + 10, y, label, size="small", ink="ink-2")

    def _place(self, us: int) -> float:
        """How many bins lie before a time, with the part of its own."""
        for place, one in enumerate(self._drawn):
            if one.until_us is None or us < one.until_us:
                span = (one.until_us or 2 * one.from_us) - one.from_us
                return place + min(1.0, max(0.0, (us - one.from_us) / span))
        return float(len(self._drawn))

    def lines(self) -> Iterable[Line]:
        yield self.said
        most = max((one.count for one in self.bins), default=1)
        bars = ("█" * max(1 if one.count else 0, round(_MOST_BAR * one.count / most)) for one in self.bins)
        rows = [(_range(one), bar, f"{one.count:,}") for one, bar in zip(self.bins, bars, strict=True)]
        if rows:
            yield Rows(("time", "", "stays"), rows, texts=2)


_MOST_BAR = 30
"""Characters of the longest bar: beside its numbers it has room in a narrow terminal."""


def _range(one: Bin) -> str:
    if one.until_us is None:
        return f"{round_duration(one.from_us)} and more"
    return (
        f"under {round_duration(one.until_us)}" if not one.from_us else f"{round_duration(one.from_us)} to {round_duration(one.until_us)}"
    )
