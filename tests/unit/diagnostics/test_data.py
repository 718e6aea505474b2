import json

from desireline.diagnostics import Diagnostic, Edit, Example, ExampleEvent, Fix, Near, Span, as_data

SPAN = Span("a.yaml", 1, 2, 3, 4)
SPAN_DATA = {"path": "a.yaml", "line": 1, "column": 2, "end_line": 3, "end_column": 4}


EVENT = {"id": "e1", "time": "2026-03-02T09:00:00.000000Z", "customer": "ann", "name": "call", "channel": None, "properties": {"case": 1}}
EXAMPLE = Example(
    ("Monday: a call",),
    (ExampleEvent(id="e1", time="2026-03-02T09:00:00.000000Z", customer="ann", name="call", properties=(("case", 1),)),),
    "2026-03-02T10:00:00.000000Z",
)


def test_everything_a_finding_says_is_in_its_data():
    finding = Diagnostic(
        "J104", "head", SPAN, "label", "why", Fix("fix", (Edit(SPAN, "new"),)), (Near("n", SPAN), Near("m")), "warning", EXAMPLE
    )
    assert as_data(finding) == {
        "code": "J104",
        "severity": "warning",
        "headline": "head",
        "span": SPAN_DATA,
        "label": "label",
        "why": "why",
        "fix": {"message": "fix", "edits": [{"span": SPAN_DATA, "text": "new"}]},
        "near": [{"name": "n", "span": SPAN_DATA}, {"name": "m", "span": None}],
        "example": {"lines": ["Monday: a call"], "as_of": "2026-03-02T10:00:00.000000Z", "events": [EVENT]},
    }


def test_a_bare_finding_has_the_same_keys():
    data = as_data(Diagnostic("E101", "head"))
    assert list(data) == ["code", "severity", "headline", "span", "label", "why", "fix", "near", "example"]
    assert (data["span"], data["fix"], data["near"]) == (None, None, [])


def test_it_is_json():
    assert json.loads(json.dumps(as_data(Diagnostic("E101", "é\n")))) == as_data(Diagnostic("E101", "é\n"))
