"""What pictures are on a terminal. Names stand as they are: nothing in them is taken for markup."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import RenderableType


@dataclass(frozen=True, slots=True)
class Rows:
    """A table. Its first columns (`texts`) hold text, the others numbers."""

    headings: Sequence[str]
    rows: Iterable[Sequence[str]]
    texts: int = 1


Line = str | Rows


def shown(line: Line) -> RenderableType:
    """A line or a table as rich shows it."""
    from rich.text import Text

    from desireline.diagnostics.tables import Fitted, table_with

    if isinstance(line, str):
        return Text(line)
    made = table_with(line.headings, line.texts)
    for row in line.rows:
        made.add_row(*map(Text, row))
    return Fitted(made)
