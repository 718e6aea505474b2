"""The map with its measures: its stages side by side, and in each who came, what became of them, its steps and its promises."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any, ClassVar

from desireline.measure import Measures
from desireline.model.durations import readable_duration
from desireline.pictures.canvas import Canvas
from desireline.pictures.people import whom
from desireline.pictures.picture import MARGIN, NARROW, Picture
from desireline.pictures.stages import PromiseNumbers, StageNumbers, StepNumbers, stages_of
from desireline.pictures.terminal import Line, Rows
from desireline.pictures.theme import SIZES
from desireline.pictures.widths import in_rows, width_of
from desireline.pictures.wording import counted, name

NARROWEST_STAGE = 156
MOST_STEPS = 12
_LANE, _PAD = 82, 10
_NO_TRIPS = "No trip made a visit in the period: the map stands without numbers. Ask for a longer period, or see what is unmapped."
_LANES = {
    "Stage": (),
    "Trips": ("and what", "became of", "them"),
    "Time": ("share of all,", "in total"),
    "Steps": ("visits, time:", "median, 90%"),
    "Promises": ("kept of", "settled"),
}
"""The lanes, and what their numbers are."""
# What became of trips that came to a stage: its sign, how it is said, its colour, whether it is hatched.
_BECAME = {
    "moved_on": ("→", "moved on", "blue-3", False),
    "reached": ("↑", "reached", "blue", False),
    "other": ("•", "other end", "ink-3", False),
    "lost": ("↓", "lost", "orange-2", False),
    "gone_quiet": ("◌", "gone quiet", "orange-3", False),
    "still_there": ("◔", "still there", "sunken", True),
}


class MapPicture(Picture):
    """The stages of a map in columns, with what was measured."""

    definition: ClassVar[str] = (
        "Population: trips with a visit in the period. Trips of a stage: those with a visit in it that began in the period; each moved on"
        " (its last step is in another stage), ended from it, has gone quiet in it or is still there, as of the moment asked about: these"
        " add up to all of them, and nobody under way is counted as lost. Visits: those that began in the period. Times: stays that ended"
        " in the period, from entry to the next visit; median and 90% by nearest rank, at most 0.4% off, none of fewer than 20 customers."
        " Share of time: of the time between all visits. Promises: of those made in the period and settled (kept or broken), the share "
        "kept; void and pending ones are left out."
    )

    def __init__(self, measures: Measures) -> None:
        self.measures, self.scope = measures, measures.scope
        self.title = name(measures.scope.map.title)
        self.whom = whom(measures)

    @cached_property
    def stages(self) -> list[StageNumbers]:
        """The numbers that are shown, by stage."""
        return stages_of(self.measures)

    def data(self) -> list[dict[str, Any]]:
        return [row for stage in self.stages for row in stage.rows()]

    def draw(self, canvas: Canvas, y: float) -> float:
        width = canvas.width - 2 * MARGIN
        if not self.measures.trips:
            y = canvas.paragraph(MARGIN, y, _NO_TRIPS, ink="ink", most=width)
        y = self._key(canvas, y + 8)
        return self._stacked(canvas, y) if canvas.width < NARROW else self._side_by_side(canvas, y)

    def lines(self) -> Iterable[Line]:
        if not self.measures.trips:
            yield _NO_TRIPS
        yield Rows(("stage, step, promise", "visits", "trips", "total", "of all", "median", "kept"), self._table())

    def _table(self) -> Iterator[tuple[str, ...]]:
        for one in self.stages:
            yield f"{one.number} {one.stage.title}", "", f"{one.trips:,}", readable_duration(one.total_us), one.of_time, "", ""
            for step in one.steps:
                trips = 0 if step.visits is None else step.visits.trips
                median = "" if step.stays is None or step.stays.p50 is None else readable_duration(step.stays.p50)
                yield f"  {step.step.title}", f"{step.count:,}", f"{trips:,}", readable_duration(step.total_us), "", median, ""
            for promise in one.promises:
                yield f"  ∙ {promise.promise.title}", "", "", "", "", "", promise.said.removesuffix(" kept")

    def _side_by_side(self, canvas: Canvas, y: float) -> float:
        """Lanes across all stages, each as tall as its tallest cell."""
        each = max(NARROWEST_STAGE, (canvas.width - 2 * MARGIN - _LANE) / len(self.stages))
        canvas.width = max(canvas.width, 2 * MARGIN + _LANE + each * len(self.stages))
        top = y
        for lane, draw in self._lanes():
            foot = y + 34 + 13 * len(_LANES[lane])
            canvas.line(MARGIN, y, canvas.width - MARGIN, y)
            canvas.text(MARGIN, y + 19, lane, size="note", bold=True, ink="ink-2", most=_LANE - 6)
            for row, line in enumerate(_LANES[lane]):
                canvas.text(MARGIN, y + 34 + 13 * row, line, size="small", ink="ink-3", most=_LANE - 6)
            for place, stage in enumerate(self.stages):
                foot = max(foot, draw(canvas, stage, (MARGIN + _LANE + place * each + _PAD, y + 6, each - 2 * _PAD)))
            y = foot + 8
        for place in range(len(self.stages)):
            x = MARGIN + _LANE + place * each
            canvas.line(x, top, x, y)
        canvas.line(MARGIN, y, canvas.width - MARGIN, y)
        return y

    def _stacked(self, canvas: Canvas, y: float) -> float:
        """One stage below the other."""
        for stage in self.stages:
            canvas.line(MARGIN, y, canvas.width - MARGIN, y)
            for _, draw in self._lanes():
                y = draw(canvas, stage, (MARGIN, y + 4, canvas.width - 2 * MARGIN)) + 4
            y += 8
        return y

    def _lanes(self) -> Sequence[tuple[str, Callable[[Canvas, StageNumbers, tuple[float, float, float]], float]]]:
        lanes = [("Stage", _draw_head), ("Trips", self._draw_trips), ("Time", self._draw_time), ("Steps", self._draw_steps)]
        return [*lanes, ("Promises", _draw_promises)] if any(stage.promises for stage in self.stages) else lanes

    def _key(self, canvas: Canvas, y: float) -> float:
        x: float = MARGIN
        for _, said, fill, hatched in _BECAME.values():
            wide = 18 + width_of(said, SIZES["note"])
            if x + wide > canvas.width - MARGIN:
                x, y = MARGIN, y + 18
            canvas.box(x, y - 5, 12, 10, fill=fill, hatched=hatched, radius=2)
            canvas.text(x + 17, y + 4, said, ink="ink-2")
            x += wide + 14
        return y + 18

    def _draw_trips(self, canvas: Canvas, one: StageNumbers, at: tuple[float, float, float]) -> float:
        x, y, width = at
        canvas.text(x, y + 17, f"{one.trips:,}", size="number", bold=True)
        canvas.text(x + width, y + 16, "trip" if one.trips == 1 else "trips", ink="ink-3", anchor="end")
        left, y = x, y + 25
        canvas.box(x, y, width, 10, fill="sunken", radius=2)
        for state, (_, said, fill, hatched) in _BECAME.items():
            long = width * one.became[state] / one.trips if one.trips else 0
            if long:
                canvas.box(left, y, max(0.8, long - 0.8), 10, fill=fill, hatched=hatched, hint=f"{one.became[state]:,} {said}")
            left += long
        y += 25
        for state, (sign, said, _, _) in _BECAME.items():
            if one.became[state]:
                ink = "orange" if state == "lost" else "ink-2"
                canvas.text(x, y, sign, ink=ink)
                canvas.text(x + 15, y, said, ink=ink, most=width - 64)
                canvas.text(x + width, y, f"{one.became[state]:,}", ink=ink, anchor="end")
                y += 16
        return y - 6

    def _draw_time(self, canvas: Canvas, one: StageNumbers, at: tuple[float, float, float]) -> float:
        x, y, width = at
        most = max((stage.share_of_time for stage in self.stages), default=0.0) or 1.0
        canvas.text(x, y + 13, one.of_time, size="base", bold=True)
        canvas.text(x + width, y + 13, readable_duration(one.total_us), ink="ink-2", anchor="end")
        canvas.box(x, y + 20, width, 5, fill="sunken", radius=2)
        canvas.box(x, y + 20, width * one.share_of_time / most, 5, fill="blue-2", radius=2)
        return y + 27

    def _draw_steps(self, canvas: Canvas, one: StageNumbers, at: tuple[float, float, float]) -> float:
        """The steps in the order of the map; of many, those of most visits."""
        x, y, width = at
        most = max((step.count for stage in self.stages for step in stage.steps), default=0) or 1
        by_visits = sorted(one.steps, key=lambda step: -step.count)
        shown = by_visits[:MOST_STEPS] if len(one.steps) > MOST_STEPS + 1 else by_visits
        for step in one.steps:
            if step in shown:
                y = _draw_step(canvas, step, (x, y, width), most)
        rest = by_visits[len(shown) :]
        if rest:
            visits = counted(sum(step.count for step in rest), "visit")
            canvas.text(x, y + 15, f"{len(rest)} other steps, {visits}", size="small", ink="ink-3", most=width)
            y += 22
        if not one.steps:
            canvas.text(x, y + 15, "no steps", size="small", ink="ink-3")
            y += 22
        return y


def _draw_head(canvas: Canvas, one: StageNumbers, at: tuple[float, float, float]) -> float:
    x, y, width = at
    wide = canvas.text(x, y + 15, str(one.number), size="head", ink="ink-3")
    y = canvas.block(x + wide + 7, y + 15, name(one.stage.title), size="head", bold=True, most=width - wide - 7, rows=2)
    if one.stage.thinks:
        y = canvas.block(x, y, name(one.stage.thinks), said=True, ink="ink-2", most=width, rows=2)
    return y - 8


def _draw_step(canvas: Canvas, one: StepNumbers, at: tuple[float, float, float], most: int) -> float:
    x, y, width = at
    count = f"{one.count:,}"
    room = width - width_of(count, SIZES["note"]) - 13
    rows = len(in_rows(name(one.step.title), SIZES["note"], room, 2, bold=True))
    tall = 20 + 15 * (rows - 1)
    canvas.box(x, y + 1, max(2.0, width * one.count / most) if one.count else 0, tall, fill="blue-4", radius=3)
    canvas.text(x + width, y + 15, count, ink="ink-2", anchor="end")
    canvas.block(x + 5, y + 15, name(one.step.title), bold=True, most=room, rows=2)
    canvas.text(x + 5, y + tall + 13, _said(one), size="small", ink="ink-3", most=width - 5)
    return y + tall + 21


def _said(one: StepNumbers) -> str:
    """How long stays at a step took, or why that cannot be said."""
    if one.step.seen == "offline":
        return "offline: no event shows it"
    if one.step.aftercare:
        return "aftercare, beside trips"
    if not one.count:
        return "no events in the period"
    if one.stays is None:
        return "nobody has gone on from here"
    if one.stays.p50 is None or one.stays.p90 is None:
        return f"n {one.stays.customers}, {readable_duration(one.total_us)} in all"
    return f"{readable_duration(one.stays.p50)}, 90% by {readable_duration(one.stays.p90)}"


def _draw_promises(canvas: Canvas, one: StageNumbers, at: tuple[float, float, float]) -> float:
    x, y, width = at
    for promise in one.promises:
        y = _draw_promise(canvas, promise, (x, y, width)) + 12
    return y


def _draw_promise(canvas: Canvas, one: PromiseNumbers, at: tuple[float, float, float]) -> float:
    x, y, width = at
    y = canvas.block(x, y + 13, name(one.promise.title), most=width, rows=3) - 9
    canvas.box(x, y, width, 5, fill="sunken", radius=2)
    kept = width * one.states["kept"] / one.settled if one.settled else 0
    if one.settled:
        canvas.box(x, y, width, 5, fill="orange-2", radius=2, hint=f"{one.states['broken']:,} broken")
        canvas.box(x, y, kept, 5, fill="blue", radius=2, hint=f"{one.states['kept']:,} kept")
    canvas.text(x, y + 19, one.said, size="note", bold=True)
    below = [(f"▾ {one.states['broken']:,} broken", "orange"), (f"{one.states['pending']:,} pending", "ink-3")]
    for (said, ink), state in zip(below, ("broken", "pending"), strict=True):
        if one.states[state]:
            canvas.text(x, y + 34, said, size="note", ink=ink)
            y += 15
    return y + 19
