"""Broken maps beside what is said of them. `DESIRELINE_WRITE_GOLDEN=1` writes the expected texts anew, to be read before they are kept."""

import os
from pathlib import Path

import pytest

from desireline.diagnostics import DesirelineError, Diagnostic
from desireline.diagnostics.lines import lines_in
from desireline.diagnostics.terminal import as_plain
from desireline.mapfile import parse_map
from desireline.mapfile.source import decode

MAPS = Path(__file__).parent / "maps"
CASES = sorted(path.name.removesuffix(".journey.yaml") for path in MAPS.glob("*.journey.yaml"))


def findings_of(raw: bytes, name: str) -> tuple[Diagnostic, ...]:
    try:
        return parse_map(decode(raw, name), name).diagnostics
    except DesirelineError as error:
        return error.diagnostics


@pytest.mark.parametrize("case", CASES)
def test_what_is_said_of_a_broken_map(case: str) -> None:
    raw = (MAPS / f"{case}.journey.yaml").read_bytes()
    lines = lines_in(raw.decode("utf-8", "replace"))
    said = as_plain(findings_of(raw, f"{case}.journey.yaml"), lambda _: lines)
    expected = MAPS / f"{case}.txt"
    if os.environ.get("DESIRELINE_WRITE_GOLDEN"):
        expected.write_text(said, encoding="utf-8")
    assert said == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("case", CASES)
def test_each_finding_says_where_why_and_what_to_do(case: str) -> None:
    found = findings_of((MAPS / f"{case}.journey.yaml").read_bytes(), case)
    assert found
    for diagnostic in found:
        assert diagnostic.span is not None
        assert diagnostic.span.path == case
        assert diagnostic.why
        assert diagnostic.fix is not None
        assert "\n" not in diagnostic.headline
