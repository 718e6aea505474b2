"""Where everything of a map stands, by the words that lead to it."""

from dataclasses import dataclass, field

from desireline.diagnostics.diagnostic import Span
from desireline.mapfile.nodes import Mapping, Node, Scalar, Sequence, TextSource
from desireline.mapfile.reading import Place


@dataclass(slots=True)
class Spans:
    """Spans of values, and of the words (or keys) before them."""

    values: dict[Place, Span] = field(default_factory=dict)
    words: dict[Place, Span] = field(default_factory=dict)


def spans_of(root: Node | None, source: TextSource) -> Spans:
    """The spans of all that is in a tree. What an alias repeats is where it is first written."""
    spans = Spans()
    if root is not None:
        _add(root, (), source, spans)
    return spans


def _add(node: Node, place: Place, source: TextSource, spans: Spans) -> None:
    shown = node.get("id") if isinstance(node, Mapping) else None
    at = shown or node
    end = at.end if isinstance(at, Scalar) else min(at.end, source.end_of_line(at.start))
    spans.values.setdefault(place, source.span(at.start, end))
    if isinstance(node, Mapping):
        for key, value in node.entries:
            inner = (*place, key.text)
            spans.words.setdefault(inner, source.span(key.start, key.end))
            _add(value, inner, source, spans)
    elif isinstance(node, Sequence):
        for position, item in enumerate(node.items):
            _add(item, (*place, _own_name(item, position)), source, spans)


def _own_name(item: Node, position: int) -> str | int:
    own = item.get("id") if isinstance(item, Mapping) else None
    return own.text if isinstance(own, Scalar) and own.kind == "text" else position
