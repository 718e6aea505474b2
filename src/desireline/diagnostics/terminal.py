"""Findings as a terminal shows them: the headline, the marked text, what was perhaps meant, why it matters, what to do."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from rich.cells import cell_len

from desireline.diagnostics.diagnostic import Diagnostic, Near, Span
from desireline.diagnostics.excerpt import excerpt, visible

if TYPE_CHECKING:
    from rich.text import Text

LinesOf = Callable[[str], Sequence[str] | None]
"""The lines of a file by its path; None where there is none to show."""
Role = Literal["error", "warning", "hint", "headline", "frame", "path", "source", "mark", "word", "note", "end"]
STYLES: dict[Role, str] = {
    "error": "bold red",
    "warning": "bold yellow",
    "hint": "bold cyan",
    "headline": "bold",
    "frame": "blue",
    "path": "",
    "source": "",
    "mark": "bold red",
    "word": "bold",
    "note": "",
    "end": "",
}
WIDTH = 100
_MOST_LINES = 4


class Piece(NamedTuple):
    """A run of text with what it is, which says how it may be coloured."""

    text: str
    role: Role


def as_plain(diagnostics: Iterable[Diagnostic], lines_of: LinesOf, width: int = WIDTH) -> str:
    """The findings as plain text, an empty line between them, a line end after the last."""
    return "\n".join("".join(piece.text for piece in pieces(d, lines_of, width)) for d in diagnostics)


def as_styled(diagnostics: Iterable[Diagnostic], lines_of: LinesOf, width: int = WIDTH) -> "Text":
    """The same text with colours, for a rich console. It is to be printed with `soft_wrap=True`."""
    from rich.text import Text

    text = Text()
    for position, diagnostic in enumerate(diagnostics):
        text.append("\n" if position else "")
        for piece in pieces(diagnostic, lines_of, width):
            text.append(piece.text, STYLES[piece.role])
    return text


def pieces(diagnostic: Diagnostic, lines_of: LinesOf, width: int = WIDTH) -> Iterator[Piece]:
    """One finding, line by line, in at most `width` cells a line as far as it can be broken."""
    span = diagnostic.span
    page = _Page(3 if span is None else max(len(str(span.end_line)) + 1, 3), width)
    yield from page.headline(diagnostic)
    label, lines = diagnostic.label, None if span is None else lines_of(span.path)
    if span is not None:
        yield from page.place(span)
        if lines is not None and 1 <= span.line <= len(lines):
            yield from page.marked(span, visible(label), lines)
            label = ""
    near = "; ".join(_near(n, None if span is None else span.path) for n in diagnostic.near)
    fix = diagnostic.fix.message if diagnostic.fix is not None else ""
    for word, note in (("note:", label), ("near:", near), ("why: ", diagnostic.why), ("fix: ", fix)):
        if note:
            yield from page.note(word, visible(note))
    if diagnostic.example is not None:
        yield from page.listed("for example (times in UTC):", map(visible, diagnostic.example.lines))


@dataclass(frozen=True, slots=True)
class _Page:
    """Where lines begin and how long they may be. `gutter`: the cells before the `|`."""

    gutter: int
    width: int

    @property
    def room(self) -> int:
        """Cells to the right of `| `."""
        return max(self.width - self.gutter - 2, 20)

    @property
    def margin(self) -> Piece:
        """The `| ` of a line without a number."""
        return Piece(" " * self.gutter + "| ", "frame")

    def empty(self) -> Piece:
        """A line with nothing but its `|`."""
        return Piece(" " * self.gutter + "|\n", "frame")

    def headline(self, diagnostic: Diagnostic) -> Iterator[Piece]:
        """How bad it is, its code and its headline, which runs on under itself."""
        tag, indent = f"{diagnostic.severity}[{diagnostic.code}]", self.gutter + 2
        first, *others = _wrapped(visible(diagnostic.headline), self.width - indent, self.width - len(tag) - 2)
        yield Piece(tag, diagnostic.severity)
        yield Piece(f": {first}\n", "headline")
        for line in others:
            yield Piece(" " * indent + f"{line}\n", "headline")

    def place(self, span: Span) -> Iterator[Piece]:
        """Where the span is."""
        yield Piece(" " * (self.gutter - 1) + "--> ", "frame")
        yield Piece(f"{visible(span.path)}:{span.line}:{span.column}\n", "path")

    def marked(self, span: Span, label: str, lines: Sequence[str]) -> Iterator[Piece]:
        """The lines of the span with the mark under them."""
        numbers = _lines_of_span(span, len(lines))
        yield self.empty()
        for number in numbers:
            if number is None:
                yield Piece(" " * (self.gutter - 1) + "...\n", "frame")
            else:
                yield from self.line(span, number, lines[number - 1], label if number == numbers[-1] else "")
        yield self.empty()

    def line(self, span: Span, number: int, line: str, label: str) -> Iterator[Piece]:
        """A source line with its number, and under it the mark."""
        start = span.column - 1 if number == span.line else len(line) - len(line.lstrip())
        end = span.end_column - 1 if number == span.end_line else len(line.rstrip())
        part = excerpt(line.rstrip("\r\n"), start, end, self.room)
        yield Piece(f"{number:>{self.gutter - 1}} | ", "frame")
        yield Piece(f"{part.text}\n", "source")
        yield self.margin
        mark = " " * part.mark_start + "^" * part.mark_cells
        beside = len(mark) + 1 + cell_len(label) <= self.room
        yield Piece(f"{mark} {label}\n" if label and beside else f"{mark}\n", "mark")
        if label and not beside:
            texts = _wrapped(label, self.room)
            indent = max(0, min(part.mark_start, self.room - max(map(cell_len, texts))))
            for text in texts:
                yield self.margin
                yield Piece(" " * indent + f"{text}\n", "mark")

    def note(self, word: str, note: str) -> Iterator[Piece]:
        """A `= word: …` line, and the lines that it runs on into."""
        indent = self.gutter + 2 + len(word) + 1
        first, *others = _wrapped(note, max(self.width - indent, 20))
        yield Piece(" " * self.gutter + "= ", "frame")
        yield Piece(f"{word} ", "word")
        yield Piece(f"{first}\n", "note")
        for line in others:
            yield Piece(" " * indent + f"{line}\n", "note")

    def listed(self, word: str, notes: Iterable[str]) -> Iterator[Piece]:
        """A `= word:` line, and each note under it on lines of its own."""
        indent = self.gutter + 4
        yield Piece(" " * self.gutter + "= ", "frame")
        yield Piece(f"{word}\n", "word")
        for note in notes:
            for position, line in enumerate(_wrapped(note, max(self.width - indent, 20))):
                yield Piece(" " * (indent + 2 * bool(position)) + f"{line}\n", "note")


def _lines_of_span(span: Span, lines: int) -> list[int | None]:
    """The numbers of the lines to show; None: some are left out there."""
    last = min(span.end_line, lines)
    if last > span.line and span.end_column == 1:
        last -= 1
    numbers: list[int | None] = [*range(span.line, last + 1)]
    return numbers if len(numbers) <= _MOST_LINES else [*numbers[: _MOST_LINES - 2], None, numbers[-1]]


def _wrapped(text: str, cells: int, first_cells: int | None = None) -> list[str]:
    """The text in lines of at most `cells` cells (the first: `first_cells`), broken at spaces; a longer word stands alone."""
    room = cells if first_cells is None else first_cells
    if cell_len(text) <= room:
        return [text]
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if lines[-1] and cell_len(longer) > room:
            lines.append(word)
            room = cells
        else:
            lines[-1] = longer
    return lines


def _near(near: Near, path: str | None) -> str:
    if near.span is None:
        return f"`{near.name}`"
    elsewhere = "" if near.span.path == path else f"{near.span.path}:"
    return f"`{near.name}`, declared at {elsewhere}{near.span.line}:{near.span.column}"
