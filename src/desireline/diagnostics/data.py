"""Findings as plain data, for `--json`: the same keys always, in the same order; what is absent is null or an empty list."""

from desireline.diagnostics.diagnostic import Diagnostic, Example, ExampleEvent, Fix, Span

Data = dict[str, object]


def as_data(diagnostic: Diagnostic) -> Data:
    """`code`, `severity`, `headline`, `span`, `label`, `why`, `fix` (`message`, `edits` of `span` and `text`), `near` (`name`, `span`),
    `example` (`lines`, `as_of`, `events` of `id`, `time`, `customer`, `name`, `channel`, `properties`).

    A span is `path`, `line`, `column`, `end_line`, `end_column`: counted from 1 in characters, the end exclusive.
    """
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity,
        "headline": diagnostic.headline,
        "span": _span(diagnostic.span),
        "label": diagnostic.label,
        "why": diagnostic.why,
        "fix": _fix(diagnostic.fix),
        "near": [{"name": near.name, "span": _span(near.span)} for near in diagnostic.near],
        "example": _example(diagnostic.example),
    }


def _example(example: Example | None) -> Data | None:
    if example is None:
        return None
    return {"lines": list(example.lines), "as_of": example.as_of, "events": [_event(event) for event in example.events]}


def _event(event: ExampleEvent) -> Data:
    return {
        "id": event.id,
        "time": event.time,
        "customer": event.customer,
        "name": event.name,
        "channel": event.channel,
        "properties": dict(event.properties),
    }


def _fix(fix: Fix | None) -> Data | None:
    if fix is None:
        return None
    return {"message": fix.message, "edits": [{"span": _span(edit.span), "text": edit.text} for edit in fix.edits]}


def _span(span: Span | None) -> Data | None:
    if span is None:
        return None
    return {
        "path": span.path,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }
