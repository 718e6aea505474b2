"""The file: what is refused, and what is undone."""

import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from support import opening_at_once
from support.memory import MEMORY

from desireline.diagnostics import DesirelineError
from desireline.live import SqliteStore
from desireline.live.sqlite import store as store_module

ROUNDS = 25


def test_a_newer_store_is_refused(tmp_path: Path) -> None:
    SqliteStore(tmp_path / "store.db").close()
    con = sqlite3.connect(tmp_path / "store.db")
    con.execute("PRAGMA user_version = 99")
    con.close()
    with pytest.raises(DesirelineError, match=r"L102: .* is of version 99"):
        SqliteStore(tmp_path / "store.db")


def test_a_file_of_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("some words, no database at all, and more of them\n" * 30)
    con = sqlite3.connect(tmp_path / "other.db")
    con.execute("CREATE TABLE t (x)")
    con.close()
    for name in ("text.db", "other.db"):
        with pytest.raises(DesirelineError, match=r"L101"):
            SqliteStore(tmp_path / name)


def test_a_place_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DesirelineError, match=r"L103: .* unable to open"):
        SqliteStore(tmp_path / "no" / "store.db")


def test_it_writes_through_to_the_disk(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "store.db")
    settings = [store._con.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous", "foreign_keys")]
    assert settings == ["wal", 2, 1]
    store.close()


def test_processes_that_open_a_new_file_at_the_same_moment_both_have_it() -> None:
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        command = [sys.executable, opening_at_once.__file__, folder]
        both = [
            subprocess.Popen([*command, me, other, str(ROUNDS)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            for me, other in (("one", "other"), ("other", "one"))
        ]
        assert [process.communicate(timeout=120)[0] for process in both] == [b"", b""]
        assert len(list(Path(folder).glob("*.db"))) == ROUNDS


def test_a_file_that_somebody_else_keeps_writing_to_is_refused_in_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "BUSY_SECONDS", 0.05)
    with sqlite3.connect(tmp_path / "store.db", isolation_level=None) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(DesirelineError, match=r"L103: .* another process has been writing to it for more than 0.05 seconds"):
            SqliteStore(tmp_path / "store.db")
        other.execute("ROLLBACK")
    other.close()
    SqliteStore(tmp_path / "store.db").close()
