"""What stands between the values of a text: comments and empty lines, each with the value that it belongs to."""

from dataclasses import dataclass, field

from desireline.mapfile.nodes import Mapping, Node, Scalar, Sequence


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment with its `#`, the column where it begins (from 0; also 0 after a `-`), and whether an empty line stands before it."""

    text: str
    column: int
    after_blank: bool = False


@dataclass(slots=True)
class Margin:
    """What stands around one leaf (a word or value).

    above       comments on lines of their own, between the leaf before and this one
    after_blank whether an empty line stands right before the leaf, after those comments
    beside      a comment after the leaf, on its line
    """

    above: list[Comment] = field(default_factory=list)
    after_blank: bool = False
    beside: Comment | None = None


@dataclass(slots=True)
class Margins:
    """The margins of all leaves, and what stands after the last of them."""

    of: dict[Scalar, Margin]
    below: Margin

    def comments(self) -> list[str]:
        """All comments in the order of the text."""
        listed: list[str] = []
        for margin in (*self.of.values(), self.below):
            listed += [comment.text for comment in margin.above]
            listed += [margin.beside.text] if margin.beside else []
        return listed


def leaves_of(node: Node) -> list[Scalar]:
    """Words and values of a tree that take any room, in the order of the text."""
    if isinstance(node, Scalar):
        return [node] if node.end > node.start else []
    if isinstance(node, Sequence):
        return [leaf for item in node.items for leaf in leaves_of(item)]
    return [leaf for key, value in node.entries for leaf in (*leaves_of(key), *leaves_of(value))]


def margins_of(root: Mapping, text: str) -> Margins:
    """Read the margins of a text."""
    margins = Margins({leaf: Margin() for leaf in leaves_of(root)}, Margin())
    before: Scalar | None = None
    for leaf, margin in margins.of.items():
        _read_gap(text, before, leaf.start, margin, margins)
        before = leaf
    _read_gap(text, before, len(text), margins.below, margins)
    return margins


def end_of(leaf: Scalar, text: str) -> int:
    """Where a leaf ends; the empty lines that follow a block of text are not part of it, unless it keeps them."""
    raw = text[leaf.start : leaf.end]
    if leaf.style in ("|", ">") and "+" not in raw.split("\n", 1)[0].split("#", 1)[0]:
        return leaf.start + len(raw.rstrip())
    return leaf.start + len(raw.rstrip("\n")) if leaf.style in ("|", ">") else leaf.end


def _read_gap(text: str, before: Scalar | None, end: int, margin: Margin, margins: Margins) -> None:
    """Read what stands between two leaves: the rest of the first one's line, lines of their own, and what leads to the second."""
    start = end_of(before, text) if before is not None else 0
    lines = text[start:end].split("\n")
    line_start = start
    blank = False
    for number, line in enumerate(lines):
        found = _comment_in(line, own_line=line_start == 0 or text[line_start - 1] == "\n")
        if found >= 0:
            column = line_start + found - (text.rfind("\n", 0, line_start + found) + 1)
            leads_on = number and line[:found].strip()
            comment = Comment(line[found:].rstrip(), 0 if leads_on else column, blank)
            if number == 0 and before is not None:
                margins.of[before].beside = comment
            else:
                margin.above.append(comment)
            blank = False
        elif number and not line.strip() and (number < len(lines) - 1):
            blank = True
        line_start += len(line) + 1
    margin.after_blank = blank


def _comment_in(line: str, *, own_line: bool) -> int:
    """Where a comment begins in a line that holds no value: a `#` at its beginning or after a blank; else -1."""
    position = line.find("#")
    while position >= 0:
        if (position == 0 and own_line) or (position > 0 and line[position - 1].isspace()):
            return position
        position = line.find("#", position + 1)
    return -1
