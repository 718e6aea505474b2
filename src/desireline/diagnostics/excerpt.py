"""A stretch of a source line as a terminal shows it, with what is marked in it, measured in cells rather than characters."""

import unicodedata
from dataclasses import dataclass

from rich.cells import cell_len

TAB_CELLS = 4
_ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The visible text of one line. Its mark begins `mark_start` cells into it and is `mark_cells` wide."""

    text: str
    mark_start: int
    mark_cells: int


def excerpt(line: str, start: int, end: int, cells: int) -> Excerpt:
    """Show `line`, of which the characters `start` to `end` (exclusive, from 0) are marked, in at most `cells` cells.

    Tabs become spaces; characters that would move the cursor or turn the direction of writing become visible. A long line is cut
    with `…` so that the beginning of the mark is seen. An empty mark is one cell wide.
    """
    shown, at = _shown(line)
    start = min(start, len(line))
    end = max(start, min(end, len(line)))
    first, last = at[start], at[end]
    if sum(map(cell_len, shown)) > cells:
        return _cut(shown, first, last, cells)
    text = "".join(shown)
    before = cell_len("".join(shown[:first]))
    return Excerpt(text, before, max(1, cell_len("".join(shown[:last])) - before))


def visible(text: str, tab: str = " ") -> str:
    """A text in which nothing moves the cursor, breaks the line or turns the direction of writing."""
    return "".join(tab if c == "\t" else _visible(c) for c in text)


def _shown(line: str) -> tuple[list[str], list[int]]:
    """The line as single visible characters, and for each character of the line (and its end) where it begins among them."""
    shown: list[str] = []
    at: list[int] = []
    column = 0
    for character in line:
        at.append(len(shown))
        text = " " * (TAB_CELLS - column % TAB_CELLS) if character == "\t" else _visible(character)
        shown.extend(text)
        column += cell_len(text)
    return shown, [*at, len(shown)]


def _visible(character: str) -> str:
    if character.isascii():
        return character if character.isprintable() else chr(0x2400 + ord(character)) if character != "\x7f" else "␡"
    if unicodedata.category(character) in ("Cc", "Zl", "Zp", "Cs") or unicodedata.bidirectional(character) in _TURNING:
        return "�"
    return character


_TURNING = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})


def _cut(shown: list[str], first: int, last: int, cells: int) -> Excerpt:
    """The part of a long line that begins as far left as still shows the mark, or at least its beginning."""
    room = max(cells - 2, 1)
    begin = first
    reach = cell_len("".join(shown[first:last]))
    while begin > 0 and reach + cell_len(shown[begin - 1]) <= room * 2 // 3:
        begin -= 1
        reach += cell_len(shown[begin])
    if cell_len("".join(shown[: max(last, first + 1)])) <= room:
        begin = 0
    end, width = begin, 0
    while end < len(shown) and width + cell_len(shown[end]) <= room:
        width += cell_len(shown[end])
        end += 1
    head = _ELLIPSIS if begin else ""
    tail = _ELLIPSIS if end < len(shown) else ""
    mark_start = len(head) + cell_len("".join(shown[begin:first]))
    mark_cells = cell_len("".join(shown[first : min(last, end)]))
    return Excerpt(head + "".join(shown[begin:end]) + tail, mark_start, max(1, mark_cells))
