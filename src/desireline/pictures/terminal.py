"""What pictures are on a terminal. Names stand as they are: nothing in them is taken for markup."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text


@dataclass(frozen=True, slots=True)
class Rows:
    """A table. Its first columns (`texts`) hold text, the others numbers."""

    headings: Sequence[str]
    rows: Iterable[Sequence[str]]
    texts: int = 1


Line = str | Rows


def shown(line: Line) -> Table | Text:
    """A line or a table as rich shows it."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    if isinstance(line, str):
        return Text(line)
    made = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, show_header=any(line.headings))
    for place, heading in enumerate(line.headings):
        made.add_column(heading, justify="left" if place < line.texts else "right", overflow="fold")
    for row in line.rows:
        made.add_row(*map(Text, row))
    return made
