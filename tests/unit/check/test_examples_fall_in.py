"""Every example customer really falls in: the engine, given their events, shows the fault that the finding speaks of."""

from pathlib import Path

import pytest
from support.fallen import SHOWS, fallen

from desireline.check import check_map
from desireline.diagnostics import Diagnostic
from desireline.mapfile import parse_map
from desireline.model import Map, format_instant, parse_instant_us

CASES = sorted((Path(__file__).parents[2] / "golden" / "rules").glob("*.journey.yaml"))


def findings() -> list[tuple[str, Map, Diagnostic]]:
    found = []
    for path in CASES:
        file = parse_map(path.read_text(encoding="utf-8"), path.name)
        assert file.map is not None
        found += [(path.name, file.map, d) for d in check_map(file) if d.code in SHOWS and d.example is not None and d.example.events]
    return found


FINDINGS = findings()


@pytest.mark.parametrize(("name", "map_", "found"), FINDINGS, ids=[f"{name}-{d.code}" for name, _, d in FINDINGS])
def test_an_example_customer_falls_in(name: str, map_: Map, found: Diagnostic) -> None:
    assert SHOWS[found.code](fallen(map_, found))


def test_each_of_these_rules_has_an_example_somewhere() -> None:
    assert {d.code for _, _, d in FINDINGS} == SHOWS.keys()


def test_lines_and_events_tell_the_same() -> None:
    for _, _, found in FINDINGS:
        example = found.example
        assert example is not None
        told = [line.split("  ")[0] for line in example.lines]
        visits = [e for e in example.events if e.name != "identify"]
        assert len(told) == len(visits) + 1
        assert format_instant(parse_instant_us(visits[-1].time)) == visits[-1].time
