"""An import counts as a whole or not at all, whatever happens on the way."""

import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from support.importing import import_files, open_log

from desireline.diagnostics import DesirelineError
from desireline.events import ImportOptions, Lake
from desireline.events.locking import locked

IMPORT = """
import sys
import tempfile
from desireline.diagnostics import DesirelineError
from desireline.events import import_files
try:
    import_files([sys.argv[1]], sys.argv[2], progress=lambda stage, done, total: print(stage, flush=True), clock_us=2_000_000_000_000_000)
except DesirelineError as error:
    print(error.diagnostics[0].code)
"""


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """Synthetic events, enough of them to be caught while they are imported."""
    path = tmp_path / "many.parquet"
    duckdb.connect().execute(
        "COPY (SELECT 'c' || (i % 5000) AS customer, make_timestamptz(1700000000000000 + i * 1000000) AS time, 'n' || (i % 7) AS name, "
        f"md5(i::VARCHAR) AS text FROM range(150000) AS r(i)) TO '{path}' (FORMAT parquet)"
    )
    return path


@pytest.fixture
def lake(tmp_path: Path) -> Path:
    """A lake of three events."""
    events = [{"id": str(n), "time": "2026-03-02T08:00:00Z", "customer": f"c{n}", "name": "a"} for n in range(3)]
    path = tmp_path / "few.jsonl"
    path.write_text("".join(json.dumps(event) + "\n" for event in events), encoding="utf-8")
    import_files([path], tmp_path / "lake")
    return tmp_path / "lake"


def _whole(lake: Path) -> int:
    """How many events can be read of the lake that the manifest names."""
    with duckdb.connect() as con:
        counts = [con.execute(f"SELECT count(*) FROM {shard.source_sql(con)}").fetchone() for shard in Lake.open(lake).shards]
    found = sum(count[0] for count in counts if count)
    assert found == Lake.open(lake).rows
    return found


@pytest.mark.parametrize("stage", ["ordering", "writing"])
def test_a_killed_import_leaves_the_lake_as_it_was(lake: Path, log: Path, stage: str) -> None:
    with subprocess.Popen([sys.executable, "-c", IMPORT, str(log), str(lake)], stdout=subprocess.PIPE, text=True) as importing:
        assert importing.stdout is not None
        for line in importing.stdout:
            if line.startswith(stage):
                importing.kill()
                break
    assert importing.returncode == -signal.SIGKILL
    assert _whole(lake) == 3
    assert import_files([log], lake).taken == 150_000
    assert _whole(lake) == 150_003
    assert not list(lake.glob("scratch-*"))


def test_a_file_system_that_takes_no_more_leaves_the_lake_as_it_was(lake: Path, log: Path) -> None:
    def little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))

    importing = subprocess.run(
        [sys.executable, "-c", IMPORT, str(log), str(lake)], preexec_fn=little_room, capture_output=True, text=True, check=False
    )
    assert importing.stdout.split()[-1:] == ["E211"], importing.stderr
    assert _whole(lake) == 3
    assert sorted(path.name for path in lake.iterdir()) == ["import.lock", "manifest.json", "shards"]
    assert len(list((lake / "shards").iterdir())) == 1


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of a few megabytes."""
    place = tmp_path / "small"
    place.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(place)], capture_output=True, check=False)
    if made.returncode != 0:
        pytest.skip("a small file system can be mounted by root only")
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


def test_a_full_disk_leaves_the_lake_as_it_was(small_disk: Path, lake: Path, log: Path) -> None:
    few = lake.parent / "few.jsonl"
    import_files([few], small_disk / "lake")
    with pytest.raises(DesirelineError) as error:
        import_files([log], small_disk / "lake")
    assert error.value.diagnostics[0].code == "E211"
    assert _whole(small_disk / "lake") == 3
    assert import_files([few], small_disk / "lake").duplicates == 3


def test_a_full_folder_for_temporary_files_is_called_so(small_disk: Path, log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for place in (small_disk, small_disk / "none"):
        monkeypatch.setattr(tempfile, "tempdir", str(place))
        with pytest.raises(DesirelineError) as error:
            open_log(log)
        (found,) = error.value.diagnostics
        assert (found.code, str(place) in found.label, "TMPDIR" in str(found.fix)) == ("E211", True, True)
    assert not list(small_disk.iterdir())


def test_two_imports_at_once_are_refused(lake: Path, log: Path) -> None:
    with locked(lake), pytest.raises(DesirelineError) as error:
        import_files([log], lake)
    found = error.value.diagnostics[0]
    assert (found.code, str(os.getpid()) in found.headline) == ("E205", True)
    assert import_files([log], lake).taken == 150_000


def test_the_lock_of_a_dead_process_holds_nobody_up(lake: Path) -> None:
    holding = "import sys, time\nfrom pathlib import Path\nfrom desireline.events.locking import locked\n"
    holding += "with locked(Path(sys.argv[1])):\n    print('held', flush=True)\n    time.sleep(60)\n"
    with subprocess.Popen([sys.executable, "-c", holding, str(lake)], stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(DesirelineError):
            import_files([lake.parent / "few.jsonl"], lake)
        holder.kill()
    assert import_files([lake.parent / "few.jsonl"], lake).duplicates == 3


def test_an_import_that_is_interrupted_cleans_up(lake: Path, log: Path) -> None:
    def interrupt(stage: str, done: int, total: int | None) -> None:
        if stage == "writing":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_files([log], lake, progress=interrupt)
    assert _whole(lake) == 3
    assert sorted(path.name for path in lake.iterdir()) == ["import.lock", "manifest.json", "shards"]
    assert len(list((lake / "shards").iterdir())) == 1


def test_an_import_that_is_stopped_while_it_reads_cleans_up(lake: Path, tmp_path: Path) -> None:
    text = "customer,time,event\n" + "".join(f"c{n % 99},2026-01-01T{n // 60 % 24:02}:{n % 60:02}:00Z,e{n}\n" for n in range(200_000))
    (tmp_path / "many.csv").write_text(text, encoding="utf-8")

    def stop(stage: str, done: int, total: int | None) -> None:
        # Told by the thread that watches: the query under way is interrupted.
        raise InterruptedError(stage)

    with pytest.raises(InterruptedError):
        import_files([tmp_path / "many.csv"], lake, progress=stop)
    assert _whole(lake) == 3
    assert sorted(path.name for path in lake.iterdir()) == ["import.lock", "manifest.json", "shards"]


def test_progress_is_counted(log: Path, tmp_path: Path) -> None:
    told: list[tuple[str, int, int | None]] = []
    import_files([log], tmp_path / "new", ImportOptions(rows_per_shard=20_000), progress=lambda *what: told.append(what))
    assert told[-1] == ("writing", 8, 8)
    assert ("ordering", 150_000, 150_000) in told


def test_readers_are_not_held_up_by_the_lock(lake: Path) -> None:
    with locked(lake):
        assert Lake.open(lake).rows == 3
