"""Moves by the time that they cost all customers together: a graph of the few that bear most of it, and a list that says how much."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from desireline.measure import Finding, Measures
from desireline.measure.intervals import FEW_CUSTOMERS
from desireline.model.durations import readable_duration
from desireline.pictures.canvas import Canvas
from desireline.pictures.graph import Edge, draw_graph, graph_of
from desireline.pictures.people import titles_of, whom
from desireline.pictures.picture import MARGIN, NARROW, Picture
from desireline.pictures.terminal import Line, Rows
from desireline.pictures.wording import counted, share

MOST_MOVES = 20
_ROW, _TALL_ROW = 24, 46
_KEY = (("as the map expects", "blue-2", False), ("off the map", "plum", True), (f"fewer than {FEW_CUSTOMERS} customers", "line-2", False))


@dataclass(frozen=True, slots=True)
class Drawn:
    """A move that is drawn. `expected`: how many of its visits were come to as the map expects."""

    rank: int
    finding: Finding
    expected: int

    @property
    def off_the_map(self) -> bool:
        """Whether the map expects less than half of them."""
        return 2 * self.expected < self.finding.count

    @property
    def quiet(self) -> bool:
        """Whether so few customers made it that it is never drawn loud."""
        return self.finding.customers < FEW_CUSTOMERS


class MovesPicture(Picture):
    """The moves that cost customers most time in total."""

    title = "Moves by total time"
    definition: ClassVar[str] = (
        "Population: moves from one visit of a trip to its next, made in the period. Weight: the time from the entry of the first visit "
        "to that of the second, added up over all customers who made the move (people × time). Shares are of that time over all moves. "
        "Median and 90% by: nearest rank in fixed logarithmic buckets, at most 0.4% off. Left out: last visits, which nobody has left "
        f"yet; medians of fewer than {FEW_CUSTOMERS} customers; the moves that are not drawn, whose share is printed."
    )

    def __init__(self, measures: Measures, most: int = MOST_MOVES) -> None:
        self.measures, self.scope = measures, measures.scope
        self.whom = whom(measures)
        self.most = min(most, MOST_MOVES)

    @cached_property
    def drawn(self) -> list[Drawn]:
        """The moves that are drawn, those of most time first; such as cost none are not."""
        expected = {(cell.at["from"], cell.at["to"]): cell.count for cell in self.measures.cells("moves") if cell.at["kind"] == "expected"}
        findings = [finding for finding in self.measures.findings[: self.most] if finding.total_us]
        return [Drawn(rank, one, expected.get((one.from_, one.to), 0)) for rank, one in enumerate(findings, 1)]

    @property
    def share_of_time(self) -> float:
        """Of the time of all moves, that of those drawn."""
        return sum(move.finding.share for move in self.drawn)

    @property
    def share_of_moves(self) -> float:
        """Of all moves, those drawn."""
        made = sum(finding.count for finding in self.measures.findings)
        return sum(move.finding.count for move in self.drawn) / made if made else 0.0

    @property
    def drawn_of_all(self) -> str:
        """How much of everything is drawn, in one sentence."""
        of, kinds = self.measures.findings, len(self.drawn)
        if not of:
            return "No customer has gone on from a first visit: there is no move to draw."
        if not kinds:
            return "All moves were made in the instant of the visit before: there is no time to draw."
        drawn = f"Drawn: {kinds} of {counted(len(of), 'different move')}"
        if self._few:
            return f"{drawn}. Of {counted(self.measures.customers, 'customer')} only counts are given."
        return f"{drawn}, with {share(self.share_of_time, 1)} of all time and {share(self.share_of_moves, 1)} of all moves."

    def data(self) -> list[dict[str, Any]]:
        return [
            {
                "rank": move.rank,
                "from": move.finding.from_,
                "to": move.finding.to,
                "count": move.finding.count,
                "expected": move.expected,
                "trips": move.finding.trips,
                "customers": move.finding.customers,
                "total_seconds": move.finding.total_us / 1_000_000,
                "share_of_time": move.finding.share,
                "p50_seconds": _seconds(move.finding.p50_us),
                "p90_seconds": _seconds(move.finding.p90_us),
            }
            for move in self.drawn
        ]

    def draw(self, canvas: Canvas, y: float) -> float:
        y = canvas.paragraph(MARGIN, y, self.drawn_of_all, ink="ink", most=canvas.width - 2 * MARGIN)
        if not self.drawn:
            return y
        if canvas.width < NARROW:
            return self._list_narrow(canvas, y + 8)
        y = self._key(canvas, y + 6)
        edges = [Edge(one.rank, one.finding.from_, one.finding.to, one.finding.share, one.off_the_map, one.quiet) for one in self.drawn]
        width = canvas.width - 2 * MARGIN
        graph = graph_of(self.measures.scope.map, edges, self._visits, width)
        canvas.width = max(canvas.width, len(graph.columns) * graph.column_width + 2 * MARGIN)
        y = draw_graph(canvas, graph, MARGIN, y + 4)
        return self._list_wide(canvas, y + 20, width)

    def lines(self) -> Iterable[Line]:
        yield self.drawn_of_all
        if self.drawn:
            yield Rows(("", "from", "to", "total", "of all", "people", "median", "90% by"), map(self._line, self.drawn), texts=3)

    def _line(self, move: Drawn) -> tuple[str, ...]:
        one = move.finding
        return str(move.rank), one.from_, one.to, readable_duration(one.total_us), self._of_all(one), f"{one.customers:,}", *_quantiles(one)

    @property
    def _few(self) -> bool:
        return self.measures.customers < FEW_CUSTOMERS

    def _of_all(self, one: Finding) -> str:
        return "" if self._few else share(one.share, 1)

    @cached_property
    def _visits(self) -> Mapping[str, int]:
        return {str(cell.at["step"]): cell.count for cell in self.measures.cells("visits")}

    @cached_property
    def _titles(self) -> Mapping[str, str]:
        return titles_of(self.measures.scope.map)

    def _said(self, move: Drawn) -> str:
        from_, to = self._titles[move.finding.from_], self._titles[move.finding.to]
        return f"{from_} · again" if move.finding.from_ == move.finding.to else f"{from_} → {to}"

    def _key(self, canvas: Canvas, y: float) -> float:
        x: float = MARGIN
        for said, ink, dashed in _KEY:
            canvas.curve(f"M{x} {y} H{x + 24}", ink=ink, width=4 if ink != "line-2" else 1.5, dashed=dashed)
            x += 30
            x += canvas.text(x, y + 4, said, ink="ink-2") + 20
        canvas.text(x, y + 4, "width: total time", ink="ink-3")
        return y + 16

    def _list_wide(self, canvas: Canvas, y: float, width: float) -> float:
        bar, said = MARGIN + 0.44 * width, 0.44 * width - 44
        right = [MARGIN + part * width for part in (0.73, 0.79, 0.865, 0.935, 1.0)]
        heads = ("total time", "of all", "customers", "median", "90% by")
        for x, head in zip(right, heads, strict=True):
            canvas.text(x, y, head, size="small", ink="ink-3", anchor="end")
        canvas.line(MARGIN, y + 7, MARGIN + width, y + 7)
        y += 7
        most = self.drawn[0].finding.share
        for move in self.drawn:
            middle = y + _ROW / 2 + 4
            self._badge(canvas, MARGIN + 9, middle - 4, move)
            canvas.text(MARGIN + 26, middle, self._said(move), size="base", most=said)
            canvas.box(bar, middle - 9, max(1.5, 0.17 * width * move.finding.share / most), 9, fill=_ink(move), radius=2)
            self._numbers(canvas, right, middle, move.finding)
            y += _ROW
        return y

    def _list_narrow(self, canvas: Canvas, y: float) -> float:
        width, most = canvas.width - 2 * MARGIN, self.drawn[0].finding.share
        for move in self.drawn:
            one = move.finding
            total = readable_duration(one.total_us)
            self._badge(canvas, MARGIN + 9, y + 9, move)
            wide = canvas.text(MARGIN + width, y + 13, total, size="note", bold=True, anchor="end")
            canvas.text(MARGIN + 26, y + 13, self._said(move), size="note", most=width - wide - 36)
            canvas.box(MARGIN + 26, y + 20, max(1.5, (width - 26) * one.share / most), 5, fill=_ink(move), radius=2)
            median, _ = _quantiles(one)
            people = counted(one.customers, "customer") + (f", half over {median}" if one.p50_us else "")
            of_all = "" if self._few else f"{self._of_all(one)} of all · "
            canvas.text(MARGIN + 26, y + 36, f"{of_all}{people}", size="small", ink="ink-3", most=width - 26)
            y += _TALL_ROW
        return y

    @staticmethod
    def _badge(canvas: Canvas, x: float, y: float, move: Drawn) -> None:
        canvas.dot(x, y, 8.5, fill="raised", line=_ink(move))
        canvas.text(x, y + 3.7, str(move.rank), size="small", ink="ink-2" if move.quiet else "ink", anchor="middle")

    def _numbers(self, canvas: Canvas, right: list[float], y: float, one: Finding) -> None:
        median, ninety = _quantiles(one)
        said = (readable_duration(one.total_us), self._of_all(one), f"{one.customers:,}", median, ninety)
        for place, (x, text) in enumerate(zip(right, said, strict=True)):
            canvas.text(x, y, text, size="base", bold=place == 0, ink="ink" if place < 3 else "ink-2", anchor="end")


def _ink(move: Drawn) -> str:
    if move.quiet:
        return "line-2"
    return "plum" if move.off_the_map else "blue-2"


def _quantiles(one: Finding) -> tuple[str, str]:
    if one.p50_us is None or one.p90_us is None:
        return "", ""
    return readable_duration(one.p50_us), readable_duration(one.p90_us)


def _seconds(us: int | None) -> float | None:
    return None if us is None else us / 1_000_000
