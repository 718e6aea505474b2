"""The tables of a replay as files: whole, or as they were."""

import json
import stat
from pathlib import Path

import duckdb
import pytest
from support.full_disk import files_of_at_most
from support.small_journeys import happened, small_map

from desireline.diagnostics import DesirelineError
from desireline.events import MemoryLake
from desireline.model import LAST_US as NOW_US
from desireline.replay import replay, replay_to, summed_up

MAP = small_map({"a": {"promises": [{"id": "p", "title": "P", "within": "10m"}]}, "b": {}}, outcomes=["won"])
LAKE = MemoryLake([happened(name, minute, f"c{customer}") for customer in range(20) for minute, name in enumerate("aab")], shards=4)


def read(folder: Path, table: str) -> list[tuple[object, ...]]:
    return duckdb.sql(f"SELECT COLUMNS(*)::VARCHAR FROM read_parquet('{folder}/{table}/*.parquet')").fetchall()


def inside(folder: Path) -> list[str]:
    return [entry.name for entry in folder.iterdir()]


@pytest.mark.parametrize("table", ["trips", "visits", "promises", "asides"])
def test_the_files_say_what_the_tables_in_memory_say(tmp_path: Path, table: str) -> None:
    replay_to(MAP, LAKE, tmp_path / "out", now_us=NOW_US)
    held = getattr(replay(MAP, LAKE, now_us=NOW_US), table).relation().project("COLUMNS(*)::VARCHAR").fetchall()
    assert read(tmp_path / "out", table) == held


def test_the_report_names_version_moment_and_counts(tmp_path: Path) -> None:
    summary = replay_to(MAP, LAKE, tmp_path / "out", now_us=NOW_US)
    report = json.loads((tmp_path / "out" / "replay.json").read_text())
    assert (report["version"], report["as_of"], report["events"]) == (MAP.version, "2026-03-02T08:02:00.000000Z", 60)
    assert summary == summed_up(MAP, LAKE, now_us=NOW_US) == replay(MAP, LAKE, now_us=NOW_US).summary


def test_an_empty_lake_gives_empty_tables(tmp_path: Path) -> None:
    replay_to(MAP, MemoryLake([]), tmp_path / "out", now_us=NOW_US)
    assert [read(tmp_path / "out", table) for table in ("trips", "visits", "promises", "asides")] == [[], [], [], []]


def test_an_earlier_replay_is_replaced(tmp_path: Path) -> None:
    replay_to(MAP, LAKE, tmp_path / "out", now_us=NOW_US)
    replay_to(MAP, MemoryLake([happened("a", 0)]), tmp_path / "out", now_us=NOW_US)
    assert (len(read(tmp_path / "out", "trips")), inside(tmp_path)) == (1, ["out"])


def test_an_empty_folder_is_filled_and_missing_parents_are_made(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    replay_to(MAP, LAKE, tmp_path / "out", now_us=NOW_US)
    replay_to(MAP, LAKE, tmp_path / "deep" / "er", now_us=NOW_US)
    assert len(read(tmp_path / "out", "trips")) == len(read(tmp_path / "deep" / "er", "trips")) == 20


def test_other_things_are_not_touched(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.txt").write_text("mine")
    with pytest.raises(DesirelineError, match="R102"):
        replay_to(MAP, LAKE, tmp_path / "out", now_us=NOW_US)
    assert inside(tmp_path / "out") == ["thesis.txt"]


@pytest.mark.parametrize("other", ["other.txt", "trips/notes.txt", "mine/part-0000.parquet"])
def test_other_things_in_an_earlier_replay_are_not_touched(tmp_path: Path, other: str) -> None:
    replay_to(MAP, LAKE, tmp_path / "out", now_us=NOW_US)
    (tmp_path / "out" / other).parent.mkdir(exist_ok=True)
    (tmp_path / "out" / other).write_text("mine")
    with pytest.raises(DesirelineError, match="R102"):
        replay_to(MAP, LAKE, tmp_path / "out", now_us=NOW_US)
    assert (tmp_path / "out" / other).read_text() == "mine"


def test_a_file_of_that_name_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    with pytest.raises(DesirelineError, match="R102"):
        replay_to(MAP, LAKE, tmp_path / "out", now_us=NOW_US)


def test_where_nothing_can_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DesirelineError, match="R103"):
        replay_to(MAP, LAKE, tmp_path / "file" / "out", now_us=NOW_US)


def test_where_the_disk_is_full_the_earlier_replay_stays(tmp_path: Path) -> None:
    replay_to(MAP, MemoryLake([happened("a", 0)]), tmp_path / "out", now_us=NOW_US)
    with files_of_at_most(600), pytest.raises(DesirelineError, match=r"R103.*file too large"):
        replay_to(MAP, LAKE, tmp_path / "out", now_us=NOW_US)
    assert (len(read(tmp_path / "out", "trips")), inside(tmp_path)) == (1, ["out"])


BROKEN = [
    (duckdb.IOException, "IO Error: No files found that match the pattern"),
    (duckdb.InvalidInputException, "Invalid Input Error: No magic bytes found at end of file"),
    (duckdb.Error, "TProtocolException: Invalid data"),
]


@pytest.mark.parametrize(("kind", "said"), BROKEN)
def test_a_shard_that_cannot_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: type[duckdb.Error], said: str) -> None:
    def broken(*_: object) -> str:
        raise kind(said)

    monkeypatch.setattr("desireline.events.memory.MemoryShard.source_sql", broken)
    with pytest.raises(DesirelineError, match=f"R101: shard . of the lake cannot be read: {said}"):
        replay_to(MAP, LAKE, tmp_path / "out", now_us=NOW_US)
    assert inside(tmp_path) == []


def test_others_may_read_what_was_written(tmp_path: Path) -> None:
    replay_to(MAP, LAKE, tmp_path / "out", now_us=NOW_US)
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) & 0o055 == 0o055
