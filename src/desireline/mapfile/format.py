"""Formats a map's text: indentation, spaces, quotes and empty lines. Comments, the order of words and the meaning stay as they are."""

from dataclasses import dataclass, field

from desireline.diagnostics.diagnostic import DesirelineError, Diagnostic, Fix
from desireline.mapfile.compose import compose
from desireline.mapfile.findings import Findings
from desireline.mapfile.grammar import Nouns
from desireline.mapfile.language import MAP, STEP
from desireline.mapfile.limits import LARGEST_BYTES
from desireline.mapfile.mapfile import MapFile
from desireline.mapfile.margins import Comment, Margin, Margins, end_of, leaves_of, margins_of
from desireline.mapfile.nodes import Mapping, Node, Scalar, Sequence, TextSource, nothing_there

WIDTH = 140
"""The longest line that braces and brackets are kept on; what is longer is written as a list or words below each other."""
INDENT = 2
_STEPS = next(word.name for word in MAP.words if isinstance(word.value, Nouns) and word.value.noun is STEP)


def refuse_no_map(file: MapFile) -> None:
    """Raise DesirelineError where a file is no YAML, or holds something that does not call itself a journey."""
    broken = [found for found in file.diagnostics if found.code.startswith("J0") and found.severity == "error"]
    if broken:
        raise DesirelineError(broken)
    if ("journey",) not in file.word_spans:
        raise DesirelineError(
            Diagnostic(
                "J006",
                f"`{file.path}` is no map: it has no word `journey`",
                why="only maps are laid out; other files stay as they are",
                fix=Fix("name a map, or begin this one with `journey:` and its id"),
            )
        )


def format_map(text: str) -> str:
    """The text, formatted; as it is where it is no YAML, or where formatting could change what it says.

    Formatting twice is formatting once, and the map means the same: its version is equal.
    """
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    try:
        return _formatted(plain)
    except _UnsafeError:
        return text


def _formatted(text: str) -> str:
    """The formatted text, made sure to hold the same values and comments, and to be formatted as itself."""
    root = _tree(text)
    margins = margins_of(root, text)
    formatted = _Writer(text, margins).write(root)
    again = _tree(formatted)
    margins_again = margins_of(again, formatted)
    if not _same(root, again) or margins.comments() != margins_again.comments():
        raise _UnsafeError
    if _Writer(formatted, margins_again).write(again) != formatted:
        raise _UnsafeError
    return formatted


class _UnsafeError(Exception):
    """The text holds something whose formatting could change what it says."""


def _tree(text: str) -> Mapping:
    findings = Findings(TextSource(text, ""))
    root = compose(text, findings, follow=False) if len(text) <= LARGEST_BYTES else None
    first_line = text.lstrip().split("\n", 1)[0]
    if not isinstance(root, Mapping) or not root.entries or len(findings) or first_line.startswith(("---", "%")) or "\n..." in text:
        raise _UnsafeError
    return root


def _same(one: Node, other: Node) -> bool:
    """Whether two trees hold the same values, repeats and marks."""
    if one.anchor != other.anchor:
        return False
    if isinstance(one, Scalar) and isinstance(other, Scalar):
        return (one.text, one.kind, one.style == "*") == (other.text, other.kind, other.style == "*")
    if isinstance(one, Sequence) and isinstance(other, Sequence):
        return len(one.items) == len(other.items) and all(map(_same, one.items, other.items))
    if isinstance(one, Mapping) and isinstance(other, Mapping) and len(one.entries) == len(other.entries):
        return all(_same(a[0], b[0]) and _same(a[1], b[1]) for a, b in zip(one.entries, other.entries, strict=True))
    return False


_Blocks = tuple[tuple[int, int], ...]


@dataclass(slots=True)
class _Line:
    """One line to be written, and what belongs to it.

    leaves       the words and values that it holds
    blocks       for each block around it: the column where the block was written, and the indentation it gets
    more         further lines of a block of text
    column       where the line began before
    opens_block  whether it is a word alone, with all that it holds below it
    """

    indent: int
    text: str
    leaves: list[Scalar]
    blocks: _Blocks
    more: list[str] = field(default_factory=list)
    column: int = 0
    opens_block: bool = False
    after_blank: bool = False


class _Writer:
    def __init__(self, text: str, margins: Margins) -> None:
        self._text = text
        self._margins = margins

    def write(self, root: Mapping) -> str:
        written: list[str] = []
        before = _Line(0, "", [], ())
        for line in self._block(root, 0, ()):
            margin = self._margin_above(line)
            self._above(written, margin, line, before)
            written.append(self._with_beside(line))
            written.extend(line.more)
            before = line
        self._above(written, self._margins.below, _Line(0, "", [], ()), before)
        return "\n".join(written).strip("\n") + "\n"

    def _above(self, written: list[str], margin: Margin, line: _Line, before: _Line) -> None:
        """Write the empty lines and comments above a line; none right below the word that a block belongs to."""
        wanted = [*((comment.after_blank, comment) for comment in margin.above), (margin.after_blank, None)]
        if line.after_blank and not any(blank for blank, _ in wanted):
            wanted[0] = (True, wanted[0][1])
        for position, (blank, comment) in enumerate(wanted):
            if blank and written and written[-1] and not (before.opens_block and position == 0):
                written.append("")
            if comment is not None:
                written.append(" " * _indent_of(comment, line, before.blocks) + comment.text)

    def _margin_above(self, line: _Line) -> Margin:
        if not line.leaves:
            return Margin()
        for leaf in line.leaves[1:]:
            if self._margins.of[leaf].above:
                raise _UnsafeError
        return self._margins.of[line.leaves[0]]

    def _with_beside(self, line: _Line) -> str:
        text = " " * line.indent + line.text
        beside = [(leaf, found) for leaf in line.leaves if (found := self._margins.of[leaf].beside)]
        if not beside:
            return text
        leaf, comment = beside[0]
        if len(beside) > 1 or (line.more and leaf is line.leaves[-1]):
            raise _UnsafeError
        return f"{text}{' ' * max(2, comment.column - len(text))}{comment.text}"

    def _block(self, node: Mapping | Sequence, indent: int, blocks: _Blocks) -> list[_Line]:
        """The lines of words or items below each other."""
        if not node.flow:
            blocks = (*blocks, (self._column(node), indent))
        elif isinstance(node, Mapping) and any(nothing_there(value) for _, value in node.entries):
            raise _UnsafeError
        if isinstance(node, Sequence):
            return [line for item in node.items for line in self._item(item, indent, blocks)]
        return [line for key, value in node.entries for line in self._entry(key, value, indent, blocks)]

    def _entry(self, key: Scalar, value: Node, indent: int, blocks: _Blocks) -> list[_Line]:
        head = f"{self._inline(key)}{' ' if key.style == '*' else ''}:"
        inline = self._fitting(value, indent + len(head) + 1)
        if inline is not None:
            return [self._whole(f"{head} {inline}", [key, *leaves_of(value)], value, indent, blocks)]
        assert not isinstance(value, Scalar)
        mark = f" &{value.anchor}" if value.anchor else ""
        below = self._block(value, indent + INDENT, blocks)
        if indent == 0 and key.text == _STEPS and isinstance(value, Sequence):
            self._part(value, below)
        return [_Line(indent, head + mark, [key], blocks, column=_column(blocks), opens_block=True), *below]

    def _item(self, item: Node, indent: int, blocks: _Blocks) -> list[_Line]:
        inline = self._fitting(item, indent + INDENT)
        if inline is not None:
            return [self._whole(f"- {inline}", leaves_of(item), item, indent, blocks)]
        if isinstance(item, Scalar) or item.anchor:
            raise _UnsafeError
        first, *others = self._block(item, indent + INDENT, blocks)
        first.text = f"- {first.text}"
        first.indent = indent
        first.column = _column(blocks)
        return [first, *others]

    def _whole(self, text: str, leaves: list[Scalar], value: Node, indent: int, blocks: _Blocks) -> _Line:
        """The line of a value that stands on it, or begins there and runs over several."""
        return _Line(indent, text.rstrip(), leaves, blocks, self._further_lines(value, indent), _column(blocks))

    def _part(self, steps: Sequence, lines: list[_Line]) -> None:
        """An empty line between steps, where one of them takes more than a line."""
        first_leaves = {id(leaves_of(item)[0]): item for item in steps.items if leaves_of(item)}
        starts = [i for i, line in enumerate(lines) if line.leaves and id(line.leaves[0]) in first_leaves]
        lengths = [end - start for start, end in zip(starts, [*starts[1:], len(lines)], strict=True)]
        for position in range(1, len(starts)):
            lines[starts[position]].after_blank = max(lengths[position - 1 : position + 1]) > 1

    def _fitting(self, node: Node, column: int) -> str | None:
        """The node as it is written on one line (a text over several lines: its first), if it fits there and has no comments inside."""
        if isinstance(node, Scalar):
            return self._inline(node)
        if not node.flow and (node.items if isinstance(node, Sequence) else node.entries):
            return None
        leaves = leaves_of(node)
        commented = any(self._margins.of[leaf].above for leaf in leaves[1:]) or any(self._margins.of[leaf].beside for leaf in leaves[:-1])
        if commented or any("\n" in self._raw(leaf) for leaf in leaves):
            return None
        inline = self._inline(node)
        return inline if column + len(inline) <= WIDTH or not leaves else None

    def _inline(self, node: Node) -> str:
        mark = f"&{node.anchor} " if node.anchor else ""
        if isinstance(node, Scalar):
            return mark + self._scalar(node)
        if isinstance(node, Sequence):
            return f"{mark}[{', '.join(self._in_flow(item) for item in node.items)}]"
        return f"{mark}{{{', '.join(f'{self._in_flow(key)}: {self._in_flow(value)}' for key, value in node.entries)}}}"

    def _in_flow(self, node: Node) -> str:
        text = self._inline(node)
        if not text:
            raise _UnsafeError
        return text

    def _scalar(self, scalar: Scalar) -> str:
        first = self._raw(scalar).split("\n", 1)[0].rstrip()
        if scalar.style == "'" and "\n" not in self._raw(scalar) and scalar.text.isprintable() and not {'"', "\\"} & set(scalar.text):
            return f'"{scalar.text}"'
        return first

    def _further_lines(self, node: Node, indent: int) -> list[str]:
        """The lines after the first of a text that runs over several."""
        if not isinstance(node, Scalar):
            return []
        header, *lines = self._raw(node).split("\n")
        if node.style not in ("|", ">"):
            return [" " * (indent + INDENT) + line.strip() if line.strip() else "" for line in lines]
        if any(character.isdigit() for character in header.split("#", 1)[0]):
            raise _UnsafeError
        margin = next((len(line) - len(line.lstrip(" ")) for line in lines if line.strip()), 0)
        return [(" " * (indent + INDENT) + line[margin:]).rstrip() if line.strip() else "" for line in lines]

    def _raw(self, scalar: Scalar) -> str:
        return self._text[scalar.start : end_of(scalar, self._text)]

    def _column(self, node: Node) -> int:
        return node.start - (self._text.rfind("\n", 0, node.start) + 1)


def _indent_of(comment: Comment, line: _Line, blocks: _Blocks) -> int:
    """How far a comment on a line of its own is indented: as the line below it, or as the block above it to which it was indented."""
    within = [indent for column, indent in blocks if line.column < column <= comment.column]
    return within[-1] if within else line.indent


def _column(blocks: _Blocks) -> int:
    return blocks[-1][0] if blocks else 0
