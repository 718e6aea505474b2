"""Applies the fixes of findings that have one meaning."""

from collections.abc import Iterable

from desireline.diagnostics.diagnostic import Diagnostic, Edit
from desireline.mapfile.nodes import TextSource


def fix_map(text: str, diagnostics: Iterable[Diagnostic]) -> str:
    """The text with the edits of all findings made. Where two would change the same stretch, the first in the text is made."""
    source = TextSource(text, "")
    edits = sorted((edit for found in diagnostics if found.fix for edit in found.fix.edits), key=lambda edit: edit.span)
    pieces: list[str] = []
    done = 0
    for edit in edits:
        start, end = _stretch(edit, source)
        if start >= done:
            pieces += [text[done:start], edit.text]
            done = end
    return "".join([*pieces, text[done:]])


def _stretch(edit: Edit, source: TextSource) -> tuple[int, int]:
    span = edit.span
    return source.position(span.line, span.column), source.position(span.end_line, span.end_column)
