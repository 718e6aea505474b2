"""A graph of moves in the columns of the map: where each step stands, and along which way each move is drawn.

Steps keep the place that the map gives them, whatever moves are drawn: x by stage, y by their order in it. A move to the next column is one
curve; one that goes farther runs between the rows of steps, so that it is never drawn through a step.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desireline.model import Map
from desireline.pictures.canvas import Canvas
from desireline.pictures.ways import BOX_HEIGHT, ROW_HEIGHT, Box, Point, Way, way_of
from desireline.pictures.wording import counted, name

NARROWEST_COLUMN, WIDEST_COLUMN = 138, 260
MOST_ROWS = 7
HEADING, GUTTER = 34, 44
WIDEST, WIDEST_LOOP, THINNEST = 11.0, 6.0, 1.4
BADGE = 8.5
LOUD = 0.1
"""The least share that is drawn as wide as can be: where no move costs much, none is wide."""


@dataclass(frozen=True, slots=True)
class Edge:
    """A move. `weight`: its share of everything; `loud` colours are for those neither expected nor `quiet`."""

    rank: int
    from_: str
    to: str
    weight: float
    off_the_map: bool
    quiet: bool

    @property
    def ink(self) -> str:
        """The colour of its line."""
        if self.quiet:
            return "line-2"
        return "plum" if self.off_the_map else "blue-2"


@dataclass(frozen=True, slots=True)
class Column:
    """A stage, or the ends. `number`: as the map counts its stages; None: the ends, or a stage that goes on in a further column."""

    number: int | None
    title: str
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Graph:
    """What is drawn, with its places in pixels from its upper left corner."""

    map: Map
    columns: tuple[Column, ...]
    column_width: float
    boxes: Mapping[str, Box]
    edges: tuple[Edge, ...]
    visits: Mapping[str, int]
    height: float


def graph_of(map_: Map, edges: Sequence[Edge], visits: Mapping[str, int], width: float) -> Graph:
    """Lay out the moves and the steps and outcomes that they touch, at least so wide. `visits`: of each place."""
    touched = {place for edge in edges for place in (edge.from_, edge.to)}
    columns = tuple(part for column in _columns(map_, touched) for part in _side_by_side(column))
    column_width = min(WIDEST_COLUMN, max(NARROWEST_COLUMN, width / len(columns)))
    boxes = {}
    for index, column in enumerate(columns):
        for row, place in enumerate(column.places):
            x, y = index * column_width + GUTTER / 2, HEADING + ROW_HEIGHT * row + (ROW_HEIGHT - BOX_HEIGHT) / 2
            boxes[place] = Box(index, row, x, y, column_width - GUTTER)
    rows = max(len(column.places) for column in columns)
    return Graph(map_, columns, column_width, boxes, tuple(edges), visits, HEADING + ROW_HEIGHT * rows + 10)


def draw_graph(canvas: Canvas, graph: Graph, x: float, y: float) -> float:
    """Draw it with its upper left corner there; how far down it came."""
    _draw_columns(canvas, graph, x, y)
    heaviest = max(LOUD, *(edge.weight for edge in graph.edges))
    lanes: dict[int, int] = {}
    # The lightest are drawn last, so that no heavy one hides them.
    drawn = [(edge, way_of(graph.boxes[edge.from_], graph.boxes[edge.to], lanes).moved(x, y)) for edge in graph.edges]
    for edge, way in drawn:
        widest = WIDEST_LOOP if edge.from_ == edge.to else WIDEST
        _draw_edge(canvas, edge, way, THINNEST if edge.quiet else max(THINNEST, min(widest, WIDEST * edge.weight / heaviest)))
    boxes = [box.moved(x, y) for box in graph.boxes.values()]
    for place, box in zip(graph.boxes, boxes, strict=True):
        _draw_box(canvas, graph, place, box)
    taken: list[Point] = []
    for edge, way in drawn:
        at = _free(way, boxes, taken)
        if at is not None:
            taken.append(at)
            canvas.dot(*at, BADGE, fill="raised", line=edge.ink)
            canvas.text(at[0], at[1] + 3.7, str(edge.rank), size="small", ink="ink-2" if edge.quiet else "ink", anchor="middle")
    return y + graph.height


def _columns(map_: Map, touched: set[str]) -> list[Column]:
    columns = []
    for number, stage in enumerate(map_.stages, 1):
        places = tuple(step.id for step in map_.steps if step.stage == stage.id and step.id in touched)
        columns.append(Column(number, stage.title, places))
    ends = tuple(outcome.id for outcome in map_.outcomes if outcome.id in touched)
    return [*columns, Column(None, "Outcomes", ends)]


def _side_by_side(column: Column) -> list[Column]:
    """A stage of many steps as several columns, of which the first has its name; none of no steps."""
    parts = [column.places[begin : begin + MOST_ROWS] for begin in range(0, len(column.places), MOST_ROWS)]
    return [Column(column.number if not part else None, column.title if not part else "", places) for part, places in enumerate(parts)]


def _draw_columns(canvas: Canvas, graph: Graph, x: float, y: float) -> None:
    for index, column in enumerate(graph.columns):
        left = x + index * graph.column_width
        if index and column.title:
            canvas.line(left, y, left, y + graph.height)
        at = left + 10
        if column.number is not None:
            at += canvas.text(at, y + 14, str(column.number), size="base", ink="ink-3") + 7
        canvas.text(at, y + 14, name(column.title), size="base", bold=True, most=left + graph.column_width - 8 - at)


def _draw_edge(canvas: Canvas, edge: Edge, way: Way, width: float) -> None:
    canvas.curve(way.path(width), ink=edge.ink, width=width, dashed=edge.off_the_map)
    canvas.shape(way.head(width), fill=edge.ink)


def _draw_box(canvas: Canvas, graph: Graph, place: str, box: Box) -> None:
    outcome = graph.map.outcome_by_id.get(place)
    title = name(graph.map.step_by_id[place].title if outcome is None else outcome.title)
    fill = "raised" if outcome is None else {"reached": "blue-4", "lost": "orange-4"}.get(outcome.kind, "sunken")
    canvas.box(box.x, box.y, box.width, BOX_HEIGHT, fill=fill, line="line-2", radius=4)
    sign = "" if outcome is None else {"reached": "↑ ", "lost": "↓ "}.get(outcome.kind, "")
    y = canvas.block(box.x + 8, box.y + 17, sign + title, bold=True, most=box.width - 14, rows=2)
    canvas.text(box.x + 8, y, counted(graph.visits.get(place, 0), "visit"), size="small", ink="ink-3", most=box.width - 14)


def _free(way: Way, boxes: Sequence[Box], taken: Sequence[Point]) -> Point | None:
    """The place on the way that is nearest to its middle and free of steps and of other numbers; None: there is none."""
    points = way.points()
    middle = len(points) // 2
    for index in sorted(range(3, len(points) - 3), key=lambda index: abs(index - middle)):
        x, y = points[index]
        if any(box.near(x, y, BADGE + 1) for box in boxes):
            continue
        if all((x - a) ** 2 + (y - b) ** 2 > (2 * BADGE + 2) ** 2 for a, b in taken):
            return x, y
    return None
