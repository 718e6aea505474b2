"""The tree that a map is read from, whether it came as YAML text or as data, and where its parts stand."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Literal, Protocol

from desireline.diagnostics.diagnostic import Span
from desireline.diagnostics.lines import line_starts

ScalarKind = Literal["text", "whole", "number", "flag", "empty", "broken"]


@dataclass(slots=True, eq=False)
class Scalar:
    """A single value. `text`: as written, without quotes. `kind`: what a value written without quotes is by YAML 1.2's core schema;
    `broken`: it could not be read, which was reported.
    """

    start: int
    end: int
    text: str
    kind: ScalarKind = "text"
    style: str = ""
    anchor: str = ""


@dataclass(slots=True, eq=False)
class Sequence:
    """A list. `flow`: written in brackets."""

    start: int
    end: int
    items: list[Node] = field(default_factory=list)
    flow: bool = False
    anchor: str = ""


@dataclass(slots=True, eq=False)
class Mapping:
    """Words and their values. A word that stands twice is kept once, as first written."""

    start: int
    end: int
    entries: list[tuple[Scalar, Node]] = field(default_factory=list)
    flow: bool = False
    anchor: str = ""

    def get(self, word: str) -> Node | None:
        """The value of a word, if it is there."""
        return next((value for key, value in self.entries if key.text == word), None)


Node = Scalar | Sequence | Mapping


def nothing_there(node: Node) -> bool:
    """Whether nothing stands where a value could, as in `title:` and the end of the line."""
    return isinstance(node, Scalar) and node.kind == "empty" and node.end <= node.start


def value_or_key(key: Scalar, value: Node) -> Node:
    """A value; where nothing stands there, an empty one at its word, so that there is something to show."""
    return Scalar(key.start, key.end, "", "empty") if nothing_there(value) else value


def whole_number(text: str) -> int:
    """The number of a text of digits; of one too long for any bound, one that is beyond them too."""
    if text.startswith(("0o", "0x")):
        return int(text[:22], 0)
    return int(text) if len(text) <= 30 else (-(10**30) if text.startswith("-") else 10**30)


class Source(Protocol):
    """Where nodes stand."""

    def span(self, start: int, end: int) -> Span | None:
        """The stretch between two positions; None where there is no text."""

    def place(self, start: int) -> str:
        """Where a position is, in words, for sources without text; else empty."""


class TextSource:
    """The text of a file. Positions are indexes of characters."""

    def __init__(self, text: str, path: str) -> None:
        self.text = text
        self.path = path
        self._line_starts = line_starts(text)

    def span(self, start: int, end: int) -> Span:
        """The stretch between two positions, in lines and columns."""
        line, column = self._line_and_column(start)
        end_line, end_column = self._line_and_column(max(start, end))
        return Span(self.path, line, column, end_line, end_column)

    def place(self, start: int) -> str:  # noqa: ARG002 - a span says it better
        """Empty: a text has spans."""
        return ""

    def end_of_line(self, position: int) -> int:
        """Where the line of a position ends, without its break and blanks."""
        stop = len(self.text)
        line = bisect_right(self._line_starts, position)
        if line < len(self._line_starts):
            stop = self._line_starts[line]
        return max(position, position + len(self.text[position:stop].rstrip()))

    def position(self, line: int, column: int) -> int:
        """The index of the character at a line and column, both from 1."""
        return self._line_starts[line - 1] + column - 1

    def _line_and_column(self, position: int) -> tuple[int, int]:
        line = bisect_right(self._line_starts, position)
        return line, position - self._line_starts[line - 1] + 1


class DataSource:
    """Data without a text. Positions number the values, and each has a place such as `steps[3].next[0]`."""

    def __init__(self) -> None:
        self._places: list[str] = []

    def add(self, place: str) -> int:
        """Number one more value."""
        self._places.append(place)
        return len(self._places) - 1

    def span(self, start: int, end: int) -> None:  # noqa: ARG002 - there is no text
        """None: data has no text."""
        return

    def place(self, start: int) -> str:
        """The place of a value, as a path into the data."""
        return self._places[start]
