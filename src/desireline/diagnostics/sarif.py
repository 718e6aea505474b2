"""Findings as SARIF 2.1.0, which code hosts and editors show beside the lines.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html; only what a consumer needs: rules, results, places, fixes.
"""

from collections.abc import Iterable, Mapping
from urllib.parse import quote

from desireline.diagnostics.codes import CATALOGUE
from desireline.diagnostics.data import Data
from desireline.diagnostics.diagnostic import Diagnostic, Edit, Severity, Span

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS: Mapping[Severity, str] = {"error": "error", "warning": "warning", "hint": "note"}


def as_sarif(diagnostics: Iterable[Diagnostic], version: str) -> Data:
    """The log of one run. `version`: that of Desireline. Columns count Unicode characters, as in spans."""
    listed = list(diagnostics)
    codes = sorted({d.code for d in listed})
    rules = [{"id": code, "shortDescription": {"text": CATALOGUE[code]}} for code in codes]
    driver = {"name": "desireline", "version": version, "rules": rules}
    results = [_result(d, codes.index(d.code)) for d in listed]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _result(diagnostic: Diagnostic, rule: int) -> Data:
    said = [diagnostic.headline, diagnostic.why and f"why: {diagnostic.why}"]
    if diagnostic.fix is not None:
        said.append(f"fix: {diagnostic.fix.message}")
    if diagnostic.example is not None:
        said.append("for example (times in UTC):\n" + "\n".join(diagnostic.example.lines))
    result: Data = {
        "ruleId": diagnostic.code,
        "ruleIndex": rule,
        "level": _LEVELS[diagnostic.severity],
        "message": {"text": "\n".join(filter(None, said))},
    }
    if diagnostic.span is not None:
        result["locations"] = [_location(diagnostic.span)]
    near = [{**_location(near.span), "id": n, "message": {"text": near.name}} for n, near in enumerate(diagnostic.near) if near.span]
    if near:
        result["relatedLocations"] = near
    if diagnostic.fix is not None and diagnostic.fix.edits:
        result["fixes"] = [{"description": {"text": diagnostic.fix.message}, "artifactChanges": _changes(diagnostic.fix.edits)}]
    return result


def _changes(edits: Iterable[Edit]) -> list[Data]:
    by_path: dict[str, list[Data]] = {}
    for edit in edits:
        by_path.setdefault(edit.span.path, []).append({"deletedRegion": _region(edit.span), "insertedContent": {"text": edit.text}})
    return [{"artifactLocation": {"uri": _uri(path)}, "replacements": replacements} for path, replacements in by_path.items()]


def _location(span: Span) -> Data:
    return {"physicalLocation": {"artifactLocation": {"uri": _uri(span.path)}, "region": _region(span)}}


def _region(span: Span) -> Data:
    return {"startLine": span.line, "startColumn": span.column, "endLine": span.end_line, "endColumn": span.end_column}


def _uri(path: str) -> str:
    return f"file://{quote(path)}" if path.startswith("/") else quote(path)
