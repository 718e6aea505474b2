"""A funnel over chosen steps: how many trips came how far, and what became of the others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from functools import cached_property
from typing import Any, ClassVar

from desireline.measure.funnel import Funnel, FunnelStep
from desireline.measure.intervals import FEW_CUSTOMERS
from desireline.model.durations import readable_duration
from desireline.pictures.canvas import Canvas
from desireline.pictures.people import stretch, titles_of
from desireline.pictures.picture import MARGIN, NARROW, Picture
from desireline.pictures.terminal import Line, Rows
from desireline.pictures.wording import counted, day_and_time, share

_BAR, _FALL = 26, 40


class FunnelPicture(Picture):
    """How many trips made some steps one after another."""

    title = "Funnel"
    definition: ClassVar[str] = (
        "Population: trips that made the first step in the period. A trip counts at a step where it made all steps above it and then this"
        " one, in this order, whatever else it did between, until the moment asked about. Those that did not go on are told apart: under "
        "way are trips that are still open and may go on; they are never counted as lost. Gone on: share of all trips at the step, and of"
        " those that are not under way. Time: from the step above. Left out: trips that made the first step at other times only; shares "
        f"and times of fewer than {FEW_CUSTOMERS} customers."
    )

    def __init__(self, funnel: Funnel) -> None:
        self.funnel = funnel
        self.scope = scope = funnel.scope
        first = self.rows[0]
        step = titles_of(scope.map)[first.step]
        trips = f"{counted(first.made, 'trip')} of {counted(first.customers, 'customer')} with a visit to {step}"
        self.whom = f"{trips} {stretch(scope.period)}, as of {day_and_time(scope.as_of_us)}."

    @cached_property
    def rows(self) -> list[FunnelStep]:
        """The steps."""
        return self.funnel.rows()

    def data(self) -> list[dict[str, Any]]:
        rows = []
        for row in self.rows:
            data = asdict(row)
            for name in ("p50", "p90"):
                us = data.pop(f"{name}_us")
                data[f"{name}_seconds"] = None if us is None else us / 1_000_000
            rows.append(data)
        return rows

    @property
    def said(self) -> str:
        """How many came through, in one sentence."""
        first, last = self.rows[0], self.rows[-1]
        if not first.made:
            return "No trip made the first step in the period. Ask for a longer period, or begin with another step."
        under_way = sum(row.under_way for row in self.rows)
        through = f"{last.made:,} of {counted(first.made, 'trip')} made {'both' if len(self.rows) == 2 else f'all {len(self.rows)}'} steps"
        if first.customers >= FEW_CUSTOMERS:
            through += f" ({share(last.made, first.made)})"
        return f"{through}; {under_way:,} {'is' if under_way == 1 else 'are'} still under way."

    def draw(self, canvas: Canvas, y: float) -> float:
        width = canvas.width - 2 * MARGIN
        y = canvas.paragraph(MARGIN, y, self.said, ink="ink", most=width) + 8
        first = self.rows[0]
        if not first.made:
            return y
        titles, narrow = titles_of(self.funnel.scope.map), canvas.width < NARROW
        named = 0.0 if narrow else 0.24 * width
        left = MARGIN + named
        bar = width - named - 64
        for number, row in enumerate(self.rows, 1):
            if narrow:
                canvas.text(MARGIN, y + 12, f"{number}  {titles[row.step]}", size="base", bold=True, most=width)
                y += 18
            else:
                canvas.text(MARGIN, y + 17, f"{number}  {titles[row.step]}", size="base", bold=True, most=named - 12)
            canvas.box(left, y, bar, _BAR, fill="sunken", radius=3)
            went, wait = bar * row.made / first.made, bar * row.under_way / first.made
            canvas.box(left, y, max(1.5, went) if row.made else 0, _BAR, fill="blue-3", radius=3)
            if row.under_way:
                canvas.box(left + went - wait, y, max(1.5, wait), _BAR, hatched=True)
            canvas.text(left + 8, y + 17, self._of_first(row), size="base", bold=True)
            if row.p50_us is not None:
                canvas.text(
                    canvas.width - MARGIN,
                    y + 17,
                    readable_duration(row.p50_us),
                    size="note",
                    ink="ink-2",
                    anchor="end",
                    hint="median since the step above",
                )
            y += _BAR
            if number < len(self.rows):
                y = canvas.paragraph(left + 8, y + 17, self._fell(row), size="note", ink="ink-2", most=bar - 8) + _FALL - 30
        key = "Hatched: still under way at this step. Right: median time since the step above."
        return canvas.paragraph(MARGIN, y + 24, key, size="small", ink="ink-3", most=width)

    def _of_first(self, row: FunnelStep) -> str:
        first = self.rows[0]
        return f"{row.made:,}" + (f" · {share(row.made, first.made)}" if first.customers >= FEW_CUSTOMERS and row is not first else "")

    def _fell(self, row: FunnelStep) -> str:
        """What became of those at a step that did not make the next."""
        outcomes = self.funnel.scope.map.outcome_by_id
        parts = [f"{row.went_on:,} went on"]
        settled = row.made - row.under_way
        if row.customers >= FEW_CUSTOMERS and settled:
            parts[0] += f" ({share(row.went_on, row.made)}; {share(row.went_on, settled)} of those not under way)"
        parts += [f"{row.under_way:,} under way"] if row.under_way else []
        parts += [f"{row.gone_quiet:,} gone quiet"] if row.gone_quiet else []
        parts += [f"{trips:,} ended: {outcomes[how].title}" for how, trips in row.ended.items()]
        return " · ".join(parts)

    def lines(self) -> Iterable[Line]:
        yield self.said
        headings = ("step", "trips", "of first", "went on", "under way", "gone quiet", "ended", "median since")
        yield Rows(headings, map(self._line, self.rows))

    def _line(self, row: FunnelStep) -> tuple[str, ...]:
        of = share(row.made, self.rows[0].made) if self.rows[0].customers >= FEW_CUSTOMERS else ""
        others = (f"{number:,}" for number in (row.went_on, row.under_way, row.gone_quiet, sum(row.ended.values())))
        return row.step, f"{row.made:,}", of, *others, "" if row.p50_us is None else readable_duration(row.p50_us)
