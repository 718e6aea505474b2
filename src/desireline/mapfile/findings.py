"""Collects what is wrong with a map, wherever it is found."""

from collections.abc import Iterable

from desireline.diagnostics.diagnostic import Diagnostic, Edit, Fix, Near, Severity, Span, ordered
from desireline.mapfile.limits import MOST_FINDINGS
from desireline.mapfile.nodes import Node, Scalar, Source, TextSource


class Findings:
    """The findings of one map. Each is placed at a node of its source, by the smallest stretch that says it."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self._found: list[Diagnostic] = []
        self._left_out = 0
        self._left_at: Span | None = None

    def add(
        self,
        code: str,
        at: Node,
        headline: str,
        *,
        label: str = "",
        why: str = "",
        fix: str | Fix | None = None,
        near: Iterable[Near] = (),
        span: Span | None = None,
        severity: Severity = "error",
    ) -> None:
        """Report one finding at a node, or at a smaller stretch of it."""
        span = span or self.span(at)
        if span is None:
            headline = f"{headline} (at {self.source.place(at.start)})"
        if isinstance(fix, str):
            fix = Fix(fix)
        if len(self._found) < MOST_FINDINGS:
            self._found.append(Diagnostic(code, headline, span, label, why, fix, tuple(near), severity))
        else:
            self._left_at = self._left_at or span
            self._left_out += 1

    def span(self, node: Node) -> Span | None:
        """The smallest stretch that shows a node: a value; of what runs over lines, the first line."""
        if isinstance(self.source, TextSource) and node.end > node.start:
            return self.source.span(node.start, min(node.end, self.source.end_of_line(node.start)))
        return self.source.span(node.start, node.end)

    def written(self, node: Node) -> str:
        """A stretch as it is written; empty where there is no text."""
        return self.source.text[node.start : node.end] if isinstance(self.source, TextSource) else ""

    def rewrite(self, message: str, node: Node, text: str) -> Fix:
        """A fix that writes something else in the place of a node; only a message where the node is not on one line of a text."""
        span = self.source.span(node.start, node.end)
        if span is None or span.line != span.end_line or span.column == span.end_column or not isinstance(node, Scalar):
            return Fix(message)
        return Fix(message, (Edit(span, text),))

    def __len__(self) -> int:
        return len(self._found)

    def listed(self) -> tuple[Diagnostic, ...]:
        """The findings in stable order: by place, then code. Where there are too many, one of them says how many more there are."""
        return ordered((*self._found, self._more()) if self._left_out else self._found)

    def _more(self) -> Diagnostic:
        return Diagnostic(
            "J017",
            f"the map has {self._left_out:,} more findings than the {MOST_FINDINGS:,} that are listed",
            self._left_at,
            "the first that is left out",
            "so many have few causes, and nobody reads them all",
            Fix("mend what is listed, and check again"),
        )
