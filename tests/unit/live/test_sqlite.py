"""The file: what is refused, and what is undone."""

import sqlite3
from pathlib import Path

import pytest

from desireline.diagnostics import DesirelineError
from desireline.live import SqliteStore


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
