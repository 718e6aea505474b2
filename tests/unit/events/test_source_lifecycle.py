"""Lifecycle transitions in the names of events."""

from pathlib import Path

import pytest
from support.source_reading import opened, refused


def _names(tmp_path: Path, *rows: str, **options: object) -> list[object]:
    text = "time,customer,name,lifecycle\n" + "".join(f"2026-03-02T08:00:00Z,ann,{row}\n" for row in rows)
    return opened(tmp_path / "log.csv", text, **options).column("name")


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        (["w,start", "w,complete"], ["w", "w.done"]),
        (["w,schedule", "w,start", "w,COMPLETE"], ["w.schedule", "w", "w.done"]),
        (["w,schedule", "w,complete"], ["w.schedule", "w"]),
        (["w,suspend", "w,resume"], ["w.suspend", "w.resume"]),
        (["w,start", "w,resume"], ["w", "w.resume"]),
        (["w,complete", "v,start"], ["w", "v"]),
        (["w,start", "w,complete", "w,"], ["w", "w.done", "w"]),
    ],
)
def test_names_by_transition(tmp_path: Path, rows: list[str], names: list[str]) -> None:
    assert _names(tmp_path, *rows) == names
    assert _names(tmp_path, *rows, mixed=True) == [row.split(",")[0] for row in rows]


def test_the_transition_stays_a_property(tmp_path: Path) -> None:
    text = "time,customer,name,lifecycle\n2026-03-02T08:00:00Z,ann,w,start\n2026-03-02T08:00:00Z,ann,w,complete\n"
    assert opened(tmp_path / "log.csv", text).column("lifecycle") == ["start", "complete"]


def test_a_column_that_is_no_lifecycle_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desireline.events.sources.lifecycle.MOST_PAIRS", 10)
    text = "time,customer,name,lifecycle\n" + "".join(f"2026-03-02T08:00:00Z,ann,w,{each}\n" for each in range(20))
    assert refused(tmp_path / "log.csv", text).code == "E125"


def test_a_column_that_is_only_called_so_is_left_alone(tmp_path: Path) -> None:
    assert _names(tmp_path, "w,start", "w,churned") == ["w", "w"]
    assert _names(tmp_path, "w,start", "w,churned", lifecycle="lifecycle") == ["w", "w.churned"]
