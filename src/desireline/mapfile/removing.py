"""Takes a word with its value out of a map's text, where that is one stretch."""

from desireline.diagnostics import Edit
from desireline.mapfile.mapfile import MapFile
from desireline.mapfile.nodes import Mapping, Node, Scalar, Sequence, TextSource
from desireline.mapfile.reading import Place


def removal(file: MapFile, place: Place) -> tuple[Edit, ...]:
    """The edit that removes the word at a place; none where it shares its lines with something that must stay."""
    node = _at(file.root, place[:-1])
    if not isinstance(node, Mapping):
        return ()
    source = TextSource(file.text, file.path)
    position = next((n for n, (key, _) in enumerate(node.entries) if key.text == place[-1]), None)
    if position is None:
        return ()
    key, value = node.entries[position]
    start, end = (node.entries[position - 1][1].end, value.end) if node.flow else _lines(file.text, key.start, value.end)
    text = file.text[start:end]
    if start >= end or (node.flow and (position == 0 or "#" in text or "\n" in text)) or (not node.flow and "#" in text):
        return ()
    return (Edit(source.span(start, end), ""),)


def _lines(text: str, start: int, end: int) -> tuple[int, int]:
    """The whole lines of a stretch; nothing where more stands before it on its first line, or behind it on its last."""
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    last = len(text) if last < 0 else last + 1
    alone = not text[first:start].strip() and not text[end:last].strip()
    return (first, last) if alone else (0, 0)


def _at(node: Node | None, place: Place) -> Node | None:
    for name in place:
        match node:
            case Mapping():
                node = node.get(str(name))
            case Sequence(items=items):
                node = next((item for position, item in enumerate(items) if name in (position, _id(item))), None)
            case _:
                return None
    return node


def _id(item: Node) -> str | None:
    own = item.get("id") if isinstance(item, Mapping) else None
    return own.text if isinstance(own, Scalar) else None
