"""Opening a lake, and a log in the place of one."""

import json
import os
from pathlib import Path

import duckdb
import pytest
from support.importing import import_files, open_log

from desireline.diagnostics import DesirelineError
from desireline.events import ImportOptions, Lake, SourceOptions


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "log.csv"
    path.write_text("customer,time,name\nann,2026-03-02T08:00:00Z,a\nzoe,2026-03-02T09:00:00Z,b\n", encoding="utf-8")
    return path


@pytest.fixture
def lake(log: Path, tmp_path: Path) -> Path:
    import_files([log], tmp_path / "lake")
    return tmp_path / "lake"


def _code(path: Path) -> str:
    with pytest.raises(DesirelineError) as error:
        Lake.open(path)
    return error.value.diagnostics[0].code


def test_no_lake(tmp_path: Path) -> None:
    assert _code(tmp_path) == "E201"
    assert _code(tmp_path / "nowhere") == "E201"
    (tmp_path / "file").touch()
    assert _code(tmp_path / "file") == "E201"


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"format": "delta", "version": 1}', '{"format": "desireline-lake", "version": "x"}', "\0\xff"]
)
def test_a_manifest_that_is_none(lake: Path, content: str) -> None:
    (lake / "manifest.json").write_text(content, encoding="latin-1")
    assert _code(lake) == "E202"


def test_a_newer_lake(lake: Path) -> None:
    manifest = json.loads((lake / "manifest.json").read_text(encoding="utf-8"))
    (lake / "manifest.json").write_text(json.dumps({**manifest, "version": 99, "files": "otherwise"}), encoding="utf-8")
    assert _code(lake) == "E203"


def test_a_shard_that_is_missing_or_cut(lake: Path) -> None:
    shard = Lake.open(lake).shards[0].path
    os.truncate(shard, 100)
    assert _code(lake) == "E204"
    shard.unlink()
    assert _code(lake) == "E204"


def test_an_import_never_touches_a_folder_of_other_things(log: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    (other / "shards").mkdir(parents=True)
    (other / "shards" / "mine.parquet").write_text("mine", encoding="utf-8")
    (other / "notes.txt").write_text("mine", encoding="utf-8")
    for place in (other, log):
        with pytest.raises(DesirelineError) as error:
            import_files([log], place)
        assert error.value.diagnostics[0].code == "E213"
    assert (other / "shards" / "mine.parquet").read_text(encoding="utf-8") == "mine"


def test_a_lake_in_a_folder_with_a_strange_name(log: Path, tmp_path: Path) -> None:
    home = tmp_path / "a [1] *?'\"{x} é"
    import_files([log], home)
    import_files([log], home, ImportOptions(source=SourceOptions(source="again")))
    with duckdb.connect() as con:
        assert con.execute(f"SELECT count(*) FROM {Lake.open(home).shards[0].source_sql(con)}").fetchone() == (4,)


def test_what_was_open_can_be_read_on_after_an_import(lake: Path, log: Path) -> None:
    before = Lake.open(lake)
    import_files([log], lake, ImportOptions(source=SourceOptions(source="again")))
    with duckdb.connect() as con:
        assert con.execute(f"SELECT count(*) FROM {before.shards[0].source_sql(con)}").fetchone() == (2,)
    assert Lake.open(lake).rows == 4


def test_only_what_counts_is_left_in_the_folder(lake: Path, log: Path) -> None:
    (lake / "shards" / "0000-000000-deadbeef.parquet").write_text("x", encoding="utf-8")
    (lake / "scratch-000000-deadbeef").mkdir()
    (lake / "manifest.json.000000-deadbeef").write_text("x", encoding="utf-8")
    import_files([log], lake)
    assert {path.name for path in lake.iterdir()} == {"manifest.json", "import.lock", "shards"}
    assert [path.name for path in (lake / "shards").iterdir()] == [Lake.open(lake).shards[0].path.name]


def test_a_log_stands_in_for_a_lake(log: Path) -> None:
    with open_log(log) as opened:
        place = opened.lake.path
        assert opened.lake.rows == 2
        assert opened.report is not None
    assert not place.exists()


def test_a_lake_is_opened_as_it_is(lake: Path) -> None:
    with open_log(lake) as opened:
        assert (opened.lake.rows, opened.report) == (2, None)
    assert Lake.open(lake).rows == 2


def test_a_lake_and_its_files_are_no_files_of_events(lake: Path, tmp_path: Path) -> None:
    for place in (lake, Lake.open(lake).shards[0].path):
        with pytest.raises(DesirelineError, match="lake") as error:
            import_files([place], tmp_path / "other")
        assert [found.code for found in error.value.diagnostics] == ["E126"]


def test_a_folder_is_no_file_of_events(log: Path, tmp_path: Path) -> None:
    with pytest.raises(DesirelineError) as error:
        import_files([log.parent], tmp_path / "lake")
    (found,) = error.value.diagnostics
    assert (found.code, "`log.csv`" in str(found.fix)) == ("E101", True)


def test_other_tools_read_the_shards(lake: Path) -> None:
    polars, pyarrow = pytest.importorskip("polars"), pytest.importorskip("pyarrow.parquet")
    path = Lake.open(lake).shards[0].path
    assert polars.read_parquet(path)["customer"].to_list() == ["ann", "zoe"]
    assert pyarrow.read_table(path)["id"].to_pylist() == ["log.csv-000000000000", "log.csv-000000000001"]


def test_an_empty_log_makes_an_empty_lake(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text("customer,time,name\n", encoding="utf-8")
    import_files([path], tmp_path / "lake")
    lake = Lake.open(tmp_path / "lake")
    assert (lake.rows, list(lake.shards), lake.latest_us(2**62)) == (0, [], None)
