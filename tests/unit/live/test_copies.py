"""Copies of a store's file, made while it runs, and put back when it does not."""

import sqlite3
import threading
from pathlib import Path

import pytest
from support.live_stores import assert_states_are_what_events_come_to
from support.small_journeys import BEGIN_US, MINUTE_US, happened, small_map

from desireline.diagnostics import DesirelineError
from desireline.live import Runtime, SqliteStore, VirtualClock, back_up, put_back
from desireline.live.sqlite import copies

MAP = small_map({"ask": {"do": [{"id": "tell", "call": "crm"}]}, "look": {}}, ["won"])
CLOCK = VirtualClock(BEGIN_US + 10_000 * MINUTE_US)


def _filled(path: Path, minutes: int) -> Path:
    store = SqliteStore(path)
    Runtime([MAP], store, CLOCK).take([happened("ask", minute, f"c{minute % 7}") for minute in range(minutes)])
    store.close()
    return path


def _events(path: Path) -> int:
    store = SqliteStore(path)
    with store.snapshot() as tx:
        count = tx.events.count()
    store.close()
    return count


def test_a_copy_made_under_load_is_whole_and_holds_up_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copies, "PAGES", 2)
    store = SqliteStore(_filled(tmp_path / "live.db", 300))
    runtime, enough = Runtime([MAP], store, CLOCK), threading.Event()
    taken = [0]

    def write() -> None:
        while not enough.is_set():
            runtime.take([happened("ask", 1_000 + taken[0], "ann")])
            taken[0] += 1

    writing = threading.Thread(target=write)
    writing.start()
    done = [back_up(tmp_path / "live.db", tmp_path / f"{n}.db") for n in range(4)]
    enough.set()
    writing.join()
    store.close()
    assert taken[0] > 0
    for copied in done:
        assert 300 <= copied.events <= 300 + taken[0]
        store = SqliteStore(copied.path)
        copy = Runtime([MAP], store, CLOCK)
        copy.tick()
        assert_states_are_what_events_come_to(copy, CLOCK.now_us())
        store.close()


def test_a_copy_is_one_file_and_put_back_is_the_store(tmp_path: Path) -> None:
    live, copy = _filled(tmp_path / "live.db", 5), tmp_path / "copies" / "copy.db"
    copy.parent.mkdir()
    back_up(live, copy)
    assert [path.name for path in copy.parent.iterdir() if "open" not in path.name] == ["copy.db"]
    _filled(live, 9)
    with pytest.raises(DesirelineError, match=r"L122: .* exists"):
        put_back(copy, live)
    assert put_back(copy, live, replace=True).events == 5
    assert _events(live) == 5
    assert put_back(copy, tmp_path / "new.db").events == 5
    assert _events(tmp_path / "new.db") == 5


def test_a_store_in_use_is_not_replaced_beneath(tmp_path: Path) -> None:
    live = _filled(tmp_path / "live.db", 5)
    back_up(live, tmp_path / "copy.db")
    store = SqliteStore(live)
    with pytest.raises(DesirelineError, match=r"L123: the store .* is in use"):
        put_back(tmp_path / "copy.db", live, replace=True)
    store.close()
    assert put_back(tmp_path / "copy.db", live, replace=True).events == 5


def test_what_an_ended_process_left_in_the_log_is_not_taken_for_the_copys(tmp_path: Path) -> None:
    live = _filled(tmp_path / "live.db", 5)
    back_up(live, tmp_path / "copy.db")
    con = sqlite3.connect(live, isolation_level=None)
    con.execute("INSERT INTO audit (at_us, kind, about, said) VALUES (1, 'k', 'a', 's')")
    log = Path(f"{live}-wal").read_bytes()
    con.close()
    Path(f"{live}-wal").write_bytes(log)
    put_back(tmp_path / "copy.db", live, replace=True)
    assert not Path(f"{live}-wal").exists()
    assert _events(live) == 5


def test_damaged_newer_and_foreign_files_are_refused(tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    back_up(_filled(tmp_path / "live.db", 300), copy)
    whole = copy.read_bytes()
    copy.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(DesirelineError, match="L124"):
        put_back(copy, tmp_path / "new.db")
    copy.write_bytes(whole[:8192] + b"\xff" * 8192 + whole[16384:])
    with pytest.raises(DesirelineError, match="L124"):
        put_back(copy, tmp_path / "new.db")
    copy.write_bytes(whole)
    con = sqlite3.connect(copy)
    con.execute("PRAGMA user_version = 99")
    con.close()
    with pytest.raises(DesirelineError, match="L102"):
        put_back(copy, tmp_path / "new.db")
    (tmp_path / "text.db").write_text("words, and no database at all; " * 200)
    with pytest.raises(DesirelineError, match="L101"):
        put_back(tmp_path / "text.db", tmp_path / "new.db")
    with pytest.raises(DesirelineError, match="L120"):
        put_back(tmp_path / "none.db", tmp_path / "new.db")
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("new.db") and "open" not in path.name] == []


def test_a_copy_of_a_server_is_made_by_its_own_tools(tmp_path: Path) -> None:
    with pytest.raises(DesirelineError, match=r"L122: .*SQLite"):
        back_up("postgresql://localhost/live", tmp_path / "copy.db")
