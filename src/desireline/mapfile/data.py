"""Maps as data (what JSON or a program gives) as the same tree that a text gives."""

from collections.abc import Mapping as AnyMapping

from desireline.mapfile.findings import Findings
from desireline.mapfile.limits import DEEPEST, MOST_NODES
from desireline.mapfile.nodes import DataSource, Mapping, Node, Scalar, Sequence, whole_number

_WHY_BOUND = "no map needs this, and reading it could exhaust the machine"


def node_of_data(data: object, source: DataSource, findings: Findings) -> Node:
    """The tree of some data. What no map can hold (objects of other kinds, endless nesting) is reported and read as empty."""
    return _DataReader(source, findings).read(data, "", 0)


class _DataReader:
    def __init__(self, source: DataSource, findings: Findings) -> None:
        self._source = source
        self._findings = findings
        self._count = 0

    def read(self, data: object, place: str, depth: int) -> Node:
        at = self._source.add(place or "the map")
        self._count += 1
        if depth > DEEPEST or self._count > MOST_NODES:
            return self._refused(at, depth)
        if isinstance(data, AnyMapping):
            return self._mapping(data, place, at, depth)
        if isinstance(data, (list, tuple)):
            return Sequence(at, at, [self.read(item, f"{place}[{i}]", depth + 1) for i, item in enumerate(data)])
        return self._scalar(data, at)

    def _refused(self, at: int, depth: int) -> Scalar:
        node = Scalar(at, at, "", "empty")
        if depth > DEEPEST:
            headline = f"values are nested more than {DEEPEST} deep"
            self._findings.add("J012", node, headline, why=_WHY_BOUND, fix="write the map flatter")
        elif self._count == MOST_NODES + 1:
            headline = f"the map has more than {MOST_NODES:,} values"
            self._findings.add("J013", node, headline, why=_WHY_BOUND, fix="split the journey into several maps")
        return node

    def _mapping(self, data: "AnyMapping[object, object]", place: str, at: int, depth: int) -> Mapping:
        node = Mapping(at, at)
        for key, value in data.items():
            if self._count > MOST_NODES:
                break
            if not isinstance(key, str):
                headline = f"a word is a {type(key).__name__}, not a text"
                self._findings.add("J014", node, headline, why="nobody could say what the value is", fix="write words as texts")
                continue
            inner = f"{place}.{key}" if place else key
            here = self._source.add(inner)
            node.entries.append((Scalar(here, here, key), self.read(value, inner, depth + 1)))
        return node

    def _scalar(self, data: object, at: int) -> Scalar:
        if data is None:
            return Scalar(at, at, "", "empty")
        if isinstance(data, bool):
            return Scalar(at, at, "true" if data else "false", "flag")
        if isinstance(data, int):
            return Scalar(at, at, _digits(data), "whole")
        if isinstance(data, float):
            return Scalar(at, at, repr(data), "number")
        if isinstance(data, str):
            return Scalar(at, at, data, "text", '"')
        node = Scalar(at, at, "", "empty")
        headline = f"a value is a {type(data).__name__}, which no map can hold"
        why = "it could not be written to a file that says the same"
        self._findings.add("J103", node, headline, why=why, fix="write it as text or number")
        return node


def _digits(number: int) -> str:
    """The digits of a number; for one far beyond every bound, those of another that is beyond them too."""
    return str(number) if abs(number) < 10**30 else f"{'-' if number < 0 else ''}1{'0' * 30}"


def data_of_node(node: Node) -> object:
    """The data that a tree stands for, as JSON would give it; what JSON cannot say (`.inf`) as text."""
    match node:
        case Mapping(entries=entries):
            return {key.text: data_of_node(value) for key, value in entries}
        case Sequence(items=items):
            return [data_of_node(item) for item in items]
        case Scalar(kind="flag", text=text):
            return text.lower() == "true"
        case Scalar(kind="whole", text=text):
            return whole_number(text)
        case Scalar(kind="number", text=text):
            return float(text) if text[-1].isdigit() or text[-1] == "." else text
        case Scalar(kind="empty" | "broken"):
            return None
        case _:
            return node.text
