"""Maps with one planted fault each beside what check says of them, and sound maps of many industries of which it says nothing.

Beside a map may stand the events that it is held against, `.events.json`. A case is named after the code that it shows.
`DESIRELINE_WRITE_GOLDEN=1` writes the expected texts anew, to be read before they are kept.
"""

import json
import os
from pathlib import Path

import pytest
from support.evidence import evidence_in

from desireline.check import check_map
from desireline.diagnostics import Diagnostic
from desireline.diagnostics.lines import lines_in
from desireline.diagnostics.terminal import as_plain
from desireline.mapfile import parse_map

HERE = Path(__file__).parent
CASES = sorted((HERE / "rules").glob("*.journey.yaml"))
SOUND = sorted((HERE / "sound").glob("*.journey.yaml"))


def case_name(path: Path) -> str:
    return path.name.removesuffix(".journey.yaml")


def findings_of(path: Path) -> tuple[Diagnostic, ...]:
    file = parse_map(path.read_text(encoding="utf-8"), path.name)
    assert file.diagnostics == ()
    events = path.with_name(f"{case_name(path)}.events.json")
    if file.map is None or not events.exists():
        return check_map(file)
    return check_map(file, evidence_in(json.loads(events.read_text(encoding="utf-8")), file.map))


@pytest.mark.parametrize("path", CASES, ids=case_name)
def test_what_is_said_of_a_planted_fault(path: Path) -> None:
    lines = lines_in(path.read_text(encoding="utf-8"))
    found = findings_of(path)
    said = as_plain(found, lambda _: lines)
    expected = path.with_name(f"{case_name(path)}.txt")
    if os.environ.get("DESIRELINE_WRITE_GOLDEN"):
        expected.write_text(said, encoding="utf-8")
    assert said == expected.read_text(encoding="utf-8")
    assert {d.code for d in found} == {case_name(path)[:4].upper()}


@pytest.mark.parametrize("path", SOUND, ids=case_name)
def test_nothing_is_said_of_a_sound_map(path: Path) -> None:
    assert findings_of(path) == ()
