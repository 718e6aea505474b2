"""Takes items of a list out of a map's text, and the word of the list with the last of them. Comments stay, on lines of their own."""

from collections.abc import Iterator
from collections.abc import Mapping as AnyMapping
from collections.abc import Set as AnySet

from desireline.diagnostics import Edit
from desireline.mapfile.mapfile import MapFile
from desireline.mapfile.margins import end_of, leaves_of, margins_of
from desireline.mapfile.nodes import Mapping, Node, Scalar, Sequence, TextSource
from desireline.mapfile.reading import Place

_Edits = tuple[Edit, ...]


def removals(file: MapFile, place: Place, gone: AnySet[int]) -> AnyMapping[int, _Edits]:
    """For each of some items of the list at a place the edit that removes it; none where it shares its lines with what must stay.

    Where all go, each has the edit that removes the word of the list: `fix_map` makes edits of one stretch once.
    """
    holder = _at(file.root, place[:-1])
    position = (
        next((n for n, (key, _) in enumerate(holder.entries) if key.text == place[-1]), None) if isinstance(holder, Mapping) else None
    )
    if not isinstance(holder, Mapping) or position is None:
        return dict.fromkeys(gone, ())
    key, listed = holder.entries[position]
    following = holder.entries[position + 1][0].start if position + 1 < len(holder.entries) else holder.end
    if any(node.anchor or not key.end <= node.start <= following for node in _nodes(listed)):
        return dict.fromkeys(gone, ())  # repeated elsewhere, or from elsewhere
    text = _Text(file)
    if not isinstance(listed, Sequence) or len(gone) == len(listed.items):
        return dict.fromkeys(gone, text.without_word(holder, position))
    return {item: text.without_item(listed, item, gone) for item in gone}


class _Text:
    """The text of a map. Each method gives the edit that takes something out of it; none where that has no single meaning."""

    def __init__(self, file: MapFile) -> None:
        self._text = file.text
        self._root = file.root
        self._source = TextSource(file.text, file.path)

    def without_word(self, holder: Mapping, position: int) -> _Edits:
        key, value = holder.entries[position]
        leaves = [key, *leaves_of(value)]
        if holder.flow and position:
            return self._cut(self._end(holder.entries[position - 1][1]), self._end(value), leaves)
        if holder.flow or self._text[self._line(key.start) : key.start].strip():  # right after the dash of the noun whose word it is
            return self._cut(key.start, holder.entries[position + 1][0].start, leaves) if position + 1 < len(holder.entries) else ()
        return self._lines(key.start, self._end(value), leaves)

    def without_item(self, listed: Sequence, position: int, gone: AnySet[int]) -> _Edits:
        item = listed.items[position]
        if not listed.flow:
            dash = self._text.rfind("-", self._line(item.start), item.start)
            return self._lines(dash, self._end(item), leaves_of(item)) if dash >= 0 else ()
        if any(earlier not in gone for earlier in range(position)):
            return self._cut(self._end(listed.items[position - 1]), self._end(item), leaves_of(item))
        return self._cut(item.start, listed.items[position + 1].start, leaves_of(item))

    def _cut(self, start: int, end: int, leaves: list[Scalar]) -> _Edits:
        """Without a stretch that holds nothing but these leaves."""
        return () if "#" in self._between(start, end, leaves) else (Edit(self._source.span(start, end), ""),)

    def _lines(self, start: int, end: int, leaves: list[Scalar]) -> _Edits:
        """Without the whole lines of a stretch, but for the comments on them."""
        first = self._line(start)
        last = self._text.find("\n", end)
        last = len(self._text) if last < 0 else last + 1
        behind = self._text[end:last].strip()
        if self._text[first:start].strip() or (behind and not behind.startswith("#")):
            return ()
        indent = self._text[first:start]
        return (Edit(self._source.span(first, last), "".join(f"{indent}{comment}\n" for comment in self._comments(leaves))),)

    def _comments(self, leaves: list[Scalar]) -> Iterator[str]:
        assert isinstance(self._root, Mapping)
        margins = margins_of(self._root, self._text).of
        for number, leaf in enumerate(leaves):
            if number:  # what stands above the first of them stands outside
                yield from (comment.text for comment in margins[leaf].above)
            beside = margins[leaf].beside
            if beside is not None:
                yield beside.text

    def _between(self, start: int, end: int, leaves: list[Scalar]) -> str:
        """What stands in a stretch beside its leaves."""
        pieces, done = [], start
        for leaf in leaves:
            pieces.append(self._text[done : leaf.start])
            done = leaf.end
        return "".join([*pieces, self._text[done:end]])

    def _line(self, position: int) -> int:
        return self._text.rfind("\n", 0, position) + 1

    def _end(self, node: Node) -> int:
        """Where a node ends, without what follows it in a block."""
        if isinstance(node, Scalar):
            return end_of(node, self._text)
        leaves = leaves_of(node)
        return node.end if node.flow or not leaves else self._end(_last(node))


def _last(node: Sequence | Mapping) -> Node:
    return node.items[-1] if isinstance(node, Sequence) else node.entries[-1][1]


def _nodes(node: Node) -> Iterator[Node]:
    yield node
    inner = node.items if isinstance(node, Sequence) else [value for _, value in node.entries] if isinstance(node, Mapping) else []
    for one in inner:
        yield from _nodes(one)


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
