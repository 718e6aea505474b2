"""Customers are found by a part of their name."""

from pathlib import Path

import pytest

from desireline import api
from desireline.events import Lake
from desireline.events.finding import find_customers


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    lines = ["customer,time,event"] + [f"{name},2026-01-01T00:00:00Z,a" for name in ("Ann", "annika", "Bo", "50%_off")]
    (tmp_path / "e.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    api.import_events(tmp_path / "e.csv", tmp_path / "lake")
    return Lake.open(tmp_path / "lake")


def test_any_case_and_the_very_name_first(lake: Lake) -> None:
    assert find_customers(lake, "ANN", 9) == ["Ann", "annika"]
    assert find_customers(lake, "annika", 9) == ["annika"]
    assert find_customers(lake, "n", 1) == ["Ann"]


def test_signs_of_patterns_are_signs(lake: Lake) -> None:
    assert find_customers(lake, "%_", 9) == ["50%_off"]
    assert find_customers(lake, "_", 9) == ["50%_off"]
    assert find_customers(lake, "", 9) == []
