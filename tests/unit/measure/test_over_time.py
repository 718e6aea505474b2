"""A period by when its trips began: the numbers are those of `measure` by the same segment, and so of its lists."""

from pathlib import Path
from typing import Any

import pytest

from desireline import api
from desireline.measure.over_time import COUNTED

MAP = Path(__file__).parents[3] / "examples" / "connection_down" / "connection_down.journey.yaml"


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("over_time")
    api.simulate_to(MAP, folder / "events.jsonl", customers=200, seed=3)
    api.import_events(folder / "events.jsonl", folder / "lake")
    return folder / "lake"


@pytest.mark.parametrize(
    ("period", "every"), [(None, "week"), ("2026-03", "week"), ("2026-03-02..2026-03-12", "day"), ("2025..2027", "week")]
)
def test_the_numbers_are_those_of_the_same_segment(lake: Path, period: str | None, every: str) -> None:
    found = api.over_time(MAP, lake, period=period)
    assert found.every == every
    segments: Any = api.measure(MAP, lake, period=period, segment=every).segments
    assert len(found.stretches) > 3
    for stretch in found.stretches:
        of = segments[stretch.began]
        assert (stretch.numbers.trips, stretch.numbers.customers) == (of.trips, of.customers)
        for family in COUNTED[1:]:
            mine = [(cell.at, cell.count, cell.trips, cell.customers) for cell in stretch.numbers.cells(family.name)]
            assert mine == [(cell.at, cell.count, cell.trips, cell.customers) for cell in of.cells(family.name)]
        asked = [("segment", f"{every}={stretch.began}")]
        assert len(api.customers(MAP, lake, asked, period=period)) == of.customers


def test_parts_of_weeks_are_known_as_such(lake: Path) -> None:
    found = api.over_time(MAP, lake, period="2026-03")
    assert [(stretch.began, stretch.whole) for stretch in found.stretches] == [
        ("2026-02-23", False),
        ("2026-03-02", True),
        ("2026-03-09", True),
        ("2026-03-16", True),
        ("2026-03-23", True),
        ("2026-03-30", False),
    ]


def test_nothing_has_no_stretches(lake: Path) -> None:
    assert api.over_time(MAP, lake, period="2020").stretches == ()
