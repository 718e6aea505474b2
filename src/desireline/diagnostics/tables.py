"""Tables on a terminal, in as many columns as it has: texts fold between words, no id and no number is cut, and columns that find no
room stand in a table below, beside the same first columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich import box
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType
from rich.table import Column, Table
from rich.text import Text

_WIDE, _TIGHT = 3, 2
"""Blanks between columns: where there is room, and where it is scarce."""


def table_with(headings: Sequence[str], texts: int = 1) -> Table:
    """A table without rows. Its first columns (`texts`) hold texts, the others numbers."""
    table = _framed(_WIDE)
    table.show_header = any(headings)
    for place, heading in enumerate(headings):
        table.add_column(Text(heading), justify="left" if place < texts else "right")
    return table


class Fitted:
    """A table of `table_with` as it fits the terminal. Nothing in it is taken for markup."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterable[RenderableType]:
        if self._table.title is not None:
            yield Text(str(self._table.title), style="italic")
        for place, part in enumerate(_fitted(self._table, options.max_width)):
            if place:
                yield ""
            yield part


class _Fitting:
    """A column, how wide it is unfolded, and how narrow it can be: its longest word, and the whole of a number."""

    def __init__(self, column: Column) -> None:
        self.heading, self.is_text = str(column.header), column.justify == "left"
        self.cells = [str(cell) for cell in column.cells]
        lines = [line for text in (self.heading, *self.cells) for line in text.split("\n")]
        self.natural = _longest(lines)
        self.least = max(_longest((" ".join(lines) if self.is_text else self.heading).split()), 0 if self.is_text else _longest(self.cells))
        self.width = self.natural


def _fitted(table: Table, width: int) -> Iterator[Table]:
    columns = [_Fitting(column) for column in table.columns]
    if _room([column.natural for column in columns], _WIDE) <= width:
        yield _made(table, columns, _WIDE)
        return
    texts = [column for column in columns if column.is_text]
    # A word longer than this is folded all the same: beside it, no number would have room.
    while sum(column.least for column in texts) > max(2 * width // 3, len(texts)):
        max(texts, key=lambda column: column.least).least -= 1
    for numbers in _parts(texts, [column for column in columns if not column.is_text], width):
        part = [*texts, *numbers]
        _widen(part, width - _room([column.least for column in part], _TIGHT))
        yield _made(table, part, _TIGHT)


def _longest(texts: Iterable[str]) -> int:
    return max(map(cell_len, texts), default=0)


def _room(widths: Sequence[int], gap: int) -> int:
    return sum(widths) + gap * (len(widths) - 1)


def _parts(texts: list[_Fitting], numbers: list[_Fitting], width: int) -> Iterator[list[_Fitting]]:
    """The columns of numbers, as many together as have room beside the texts."""
    part: list[_Fitting] = []
    for column in numbers:
        if part and _room([each.least for each in (*texts, *part, column)], _TIGHT) > width:
            yield part
            part = []
        part.append(column)
    yield part


def _widen(columns: list[_Fitting], left: int) -> None:
    """What is left of the line goes to the texts, as far as they need it, then to the headings of numbers that it unfolds."""
    left = max(0, left)
    for column in columns:
        wanted = column.natural - column.least
        if column.is_text:
            most = column.least + min(left, wanted)
            folded = [_folded(text, most) for text in (column.heading, *column.cells)]
            column.width = min(most, _longest("\n".join(folded).split("\n")))
        else:
            column.width = column.least + (wanted if wanted <= left else 0)
        left -= column.width - column.least


def _made(table: Table, columns: list[_Fitting], gap: int) -> Table:
    made = _framed(gap)
    made.show_header = table.show_header
    for column in columns:
        heading = Text(_folded(column.heading, column.width))
        made.add_column(heading, justify="left" if column.is_text else "right", overflow="fold", width=column.width)
    for place, row in enumerate(table.rows):
        made.add_row(*(Text(_folded(column.cells[place], column.width)) for column in columns), style=row.style)
    return made


def _framed(gap: int) -> Table:
    return Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 1, 0, gap - _TIGHT))


def _folded(text: str, width: int) -> str:
    """Its lines folded between words; what goes on stands below its beginning."""
    return "\n".join(part for line in text.split("\n") for part in _parts_of(line, width))


def _parts_of(line: str, width: int) -> Iterator[str]:
    if cell_len(line) <= width:
        yield line
        return
    words = line.split() or [""]
    indent = line[: len(line) - len(line.lstrip())]
    part = indent + words[0]
    for word in words[1:]:
        if cell_len(f"{part} {word}") > width:
            yield part
            part = indent + word
        else:
            part = f"{part} {word}"
    yield part
