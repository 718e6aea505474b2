"""The way along which a move is drawn from one box to another, as a chain of cubic curves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import hypot
from typing import TypeAlias

Point: TypeAlias = tuple[float, float]
Curve: TypeAlias = tuple[Point, Point, Point, Point]
BOX_HEIGHT, ROW_HEIGHT = 54, 88
LANE = 7
_LANES = (0, 1, -1, 2, -2)
_NEAREST, _APART = 16, 6
_SAMPLES = 24


@dataclass(frozen=True, slots=True)
class Box:
    """A step or outcome: its column and row, and its upper left corner."""

    column: int
    row: int
    x: float
    y: float
    width: float

    def moved(self, x: float, y: float) -> Box:
        """The same, farther right and down."""
        return replace(self, x=self.x + x, y=self.y + y)

    def near(self, x: float, y: float, distance: float) -> bool:
        """Whether a point is inside, or at most so far outside."""
        return -distance < x - self.x < self.width + distance and -distance < y - self.y < BOX_HEIGHT + distance

    @property
    def top(self) -> float:
        """The upper end of its row."""
        return self.y - (ROW_HEIGHT - BOX_HEIGHT) / 2


@dataclass(frozen=True, slots=True)
class Way:
    """Curves, each beginning where the one before ends."""

    curves: tuple[Curve, ...]

    def moved(self, x: float, y: float) -> Way:
        """The same, farther right and down."""
        return Way(tuple(tuple((a + x, b + y) for a, b in curve) for curve in self.curves))  # type: ignore[misc]  # four stay four

    def path(self, width: float) -> str:
        """As an SVG path, for a line of a width: it ends where the arrow's head begins."""
        *before, (p0, p1, p2, end) = self.curves
        dx, dy = _direction(p2, end)
        size = _head(width)
        last: Curve = (p0, p1, p2, (end[0] - dx * size, end[1] - dy * size))
        x, y = self.curves[0][0]
        drawn = " ".join(f"C{_xy(a)} {_xy(b)} {_xy(c)}" for _, a, b, c in (*before, last))
        return f"M{x:.1f},{y:.1f} {drawn}"

    def head(self, width: float) -> list[Point]:
        """The arrow's head, as a triangle."""
        *_, (_, _, p2, (x, y)) = self.curves
        (dx, dy), size = _direction(p2, (x, y)), _head(width)
        half = max(3.2, 0.62 * width)
        foot_x, foot_y = x - dx * (size + 0.5), y - dy * (size + 0.5)
        return [(x, y), (foot_x - dy * half, foot_y + dx * half), (foot_x + dy * half, foot_y - dx * half)]

    def points(self) -> list[Point]:
        """Places along it."""
        return [_at(curve, step / _SAMPLES) for curve in self.curves for step in range(_SAMPLES)]


def way_of(from_: Box, to: Box, lanes: dict[int, int]) -> Way:
    """The way from one box to another. `lanes`: how many ways run above each row and beside each column already."""
    if from_ == to:
        return _loop(from_)
    if from_.column == to.column:
        return _within(from_, to, lanes)
    forward = from_.column < to.column
    start = (from_.x + from_.width, from_.y + 0.36 * BOX_HEIGHT) if forward else (from_.x, from_.y + 0.7 * BOX_HEIGHT)
    end = (to.x, to.y + 0.36 * BOX_HEIGHT) if forward else (to.x + to.width, to.y + 0.7 * BOX_HEIGHT)
    if abs(from_.column - to.column) == 1:
        return Way((_swung(start, end),))
    gap = (from_.row + to.row + 1) // 2 if forward else (from_.row + to.row) // 2 + 1
    lane = lanes.get(gap, 0)
    lanes[gap] = lane + 1
    y = from_.top + (gap - from_.row) * ROW_HEIGHT + LANE * _LANES[lane % len(_LANES)]
    # The gutters beside the two boxes, each as wide as what is left free of the column.
    turn = 46 if forward else -46
    first, last = (start[0] + turn, y), (end[0] - turn, y)
    return Way((_swung(start, first), _straight(first, last), _swung(last, end)))


def _loop(box: Box) -> Way:
    x, y = box.x + box.width, box.y
    return Way(
        (
            ((x - 26, y), (x - 30, y - 19), (x + 19, y - 19), (x + 17, y + 2)),
            ((x + 17, y + 2), (x + 16, y + 13), (x + 8, y + 14), (x, y + 14)),
        )
    )


def _within(from_: Box, to: Box, lanes: dict[int, int]) -> Way:
    """Straight to the next row; around the rows between on the side, down on the right and up on the left, each farther out."""
    down = from_.row < to.row
    if abs(from_.row - to.row) == 1:
        x = from_.x + (0.36 if down else 0.7) * from_.width
        start, end = (x, from_.y + BOX_HEIGHT * down), (x, to.y + BOX_HEIGHT * (not down))
        return Way((_straight(start, end),))
    # Columns have negative numbers here, rows have not.
    side, key = (from_.width, -2 * from_.column - 1) if down else (0, -2 * from_.column - 2)
    lane = lanes.get(key, 0)
    lanes[key] = lane + 1
    out = (_NEAREST + _APART * (lane % len(_LANES))) * (1 if down else -1)
    start, end = (from_.x + side, from_.y + 0.8 * BOX_HEIGHT), (to.x + side, to.y + 0.2 * BOX_HEIGHT)
    if not down:
        start, end = (from_.x + side, from_.y + 0.2 * BOX_HEIGHT), (to.x + side, to.y + 0.85 * BOX_HEIGHT)
    return Way(((start, (start[0] + out, start[1]), (end[0] + out, end[1]), end),))


def _swung(start: Point, end: Point) -> Curve:
    reach = 0.5 * (end[0] - start[0])
    return start, (start[0] + reach, start[1]), (end[0] - reach, end[1]), end


def _straight(start: Point, end: Point) -> Curve:
    (a, b), (c, d) = start, end
    return start, (a + (c - a) / 3, b + (d - b) / 3), (a + 2 * (c - a) / 3, b + 2 * (d - b) / 3), end


def _head(width: float) -> float:
    return 5 + 0.45 * width


def _direction(before: Point, end: Point) -> Point:
    dx, dy = end[0] - before[0], end[1] - before[1]
    length = hypot(dx, dy) or 1.0
    return dx / length, dy / length


def _at(curve: Sequence[Point], t: float) -> Point:
    weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
    return sum(w * x for w, (x, _) in zip(weights, curve, strict=True)), sum(w * y for w, (_, y) in zip(weights, curve, strict=True))


def _xy(point: Point) -> str:
    return f"{point[0]:.1f},{point[1]:.1f}"
