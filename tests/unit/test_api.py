"""The functions as a program calls them."""

from pathlib import Path

import pytest

from desireline import api


@pytest.mark.parametrize("kind", [str, Path])
def test_one_file_is_imported_by_its_path(tmp_path: Path, kind: type[str] | type[Path]) -> None:
    (tmp_path / "a.csv").write_text("customer,time,event\nc1,2026-03-02T08:00:00Z,called\n")
    report = api.import_events(kind(tmp_path / "a.csv"), tmp_path / "lake", customer="customer", time="time", event="event")
    assert report.taken == 1
