"""SARIF 2.1.0: what its schema asks of the parts that are written."""

import json

from jsonschema import Draft202012Validator

from desireline.diagnostics import Diagnostic, Edit, Example, Fix, Near, Span
from desireline.diagnostics.sarif import as_sarif

SPAN = Span("maps/a map.yaml", 1, 2, 3, 4)
REGION = {"startLine": 1, "startColumn": 2, "endLine": 3, "endColumn": 4}
EVERYTHING = Diagnostic(
    "J104", "head", SPAN, "label", "why", Fix("fix", (Edit(SPAN, "new"),)), (Near("n", SPAN), Near("m")), "hint", Example(("Monday",))
)


def exactly(**properties: object) -> dict[str, object]:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def optional(schema: dict[str, object], *names: str) -> dict[str, object]:
    required = schema["required"]
    assert isinstance(required, list)
    return {**schema, "required": [name for name in required if name not in names]}


def listed(schema: object) -> dict[str, object]:
    return {"type": "array", "items": schema}


# After https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json: the parts that are written, and no others.
TEXT = exactly(text={"type": "string"})
LINE = {"type": "integer", "minimum": 1}
ARTIFACT = exactly(uri={"type": "string", "pattern": "^[^ ]+$"})
REGION_SCHEMA = exactly(startLine=LINE, startColumn=LINE, endLine=LINE, endColumn=LINE)
LOCATION = optional(
    exactly(physicalLocation=exactly(artifactLocation=ARTIFACT, region=REGION_SCHEMA), id={"type": "integer", "minimum": -1}, message=TEXT),
    "id",
    "message",
)
REPLACEMENT = exactly(deletedRegion=REGION_SCHEMA, insertedContent=TEXT)
FIX = exactly(description=TEXT, artifactChanges=listed(exactly(artifactLocation=ARTIFACT, replacements=listed(REPLACEMENT))))
RESULT = optional(
    exactly(
        ruleId={"type": "string"},
        ruleIndex={"type": "integer", "minimum": -1},
        level={"enum": ["none", "note", "warning", "error"]},
        message=TEXT,
        locations=listed(LOCATION),
        relatedLocations=listed(LOCATION),
        fixes=listed(FIX),
    ),
    "locations",
    "relatedLocations",
    "fixes",
)
DRIVER = exactly(name={"type": "string"}, version={"type": "string"}, rules=listed(exactly(id={"type": "string"}, shortDescription=TEXT)))
RUN = exactly(tool=exactly(driver=DRIVER), columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]}, results=listed(RESULT))
LOG = {**exactly(version={"const": "2.1.0"}, runs=listed(RUN)), "additionalProperties": True}


def test_every_kind_of_finding_is_valid() -> None:
    log = as_sarif([EVERYTHING, Diagnostic("E101", "bare"), Diagnostic("J102", "é", SPAN, severity="warning")], "1.0")
    assert list(Draft202012Validator(LOG).iter_errors(json.loads(json.dumps(log)))) == []


def test_nothing_found_is_a_run_without_results() -> None:
    log = as_sarif([], "1.0")
    assert list(Draft202012Validator(LOG).iter_errors(log)) == []
    assert log["runs"] == [
        {"tool": {"driver": {"name": "desireline", "version": "1.0", "rules": []}}, "columnKind": "unicodeCodePoints", "results": []}
    ]


def test_a_result_says_what_the_finding_says() -> None:
    run = json.loads(json.dumps(as_sarif([EVERYTHING], "1.0")))["runs"][0]
    result = run["results"][0]
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == "J104"
    assert result["level"] == "note"
    assert result["message"]["text"] == "head\nwhy: why\nfix: fix\nfor example (times in UTC):\nMonday"
    place = {"artifactLocation": {"uri": "maps/a%20map.yaml"}, "region": REGION}
    assert result["locations"] == [{"physicalLocation": place}]
    assert result["relatedLocations"] == [{"physicalLocation": place, "id": 0, "message": {"text": "n"}}]
    assert result["fixes"][0]["artifactChanges"][0]["replacements"] == [{"deletedRegion": REGION, "insertedContent": {"text": "new"}}]
