"""The functions as a program calls them."""

import gc
from pathlib import Path

import pytest
from support.small_journeys import small_map

from desireline import api
from desireline.diagnostics import DesirelineError
from desireline.model import Map


@pytest.mark.parametrize("kind", [str, Path])
def test_one_file_is_imported_by_its_path(tmp_path: Path, kind: type[str] | type[Path]) -> None:
    (tmp_path / "a.csv").write_text("customer,time,event\nc1,2026-03-02T08:00:00Z,called\n")
    report = api.import_events(kind(tmp_path / "a.csv"), tmp_path / "lake", customer="customer", time="time", event="event")
    assert report.taken == 1


@pytest.mark.parametrize("share", [-0.1, 1.1, float("nan"), float("inf")])
def test_a_share_of_bad_rows_lies_between_none_and_all(share: float) -> None:
    with pytest.raises(DesirelineError, match=r"E216: max_bad_share is \S+, which is no share"):
        api.import_options(max_bad_share=share)


@pytest.mark.parametrize("share", [0, 1])
def test_no_bad_row_or_any_number_may_be_allowed(share: float) -> None:
    assert api.import_options(max_bad_share=share).max_bad_share == share


def test_a_relation_outlives_the_replay_of_a_file(tmp_path: Path) -> None:
    trips = api.replay(*_map_and_log(tmp_path)).trips.relation().filter("visits > 0")
    gc.collect()
    assert trips.project("customer").fetchall() == [("c1",)]


def test_what_stands_for_a_file_goes_with_the_last_who_reads_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    map_, log = _map_and_log(tmp_path)
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    trips = api.replay(map_, log).trips.relation()
    gc.collect()
    assert len(list((tmp_path / "temporary").iterdir())) == 1
    del trips
    gc.collect()
    assert list((tmp_path / "temporary").iterdir()) == []


def _map_and_log(folder: Path) -> tuple[Map, Path]:
    (folder / "a.csv").write_text("customer,time,event\nc1,2026-03-02T08:00:00Z,called\n")
    return small_map({"call": {"event": "called"}}), folder / "a.csv"
