"""`explain --store`, `sync` and `store` as a person meets them."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from desireline.cli import main
from desireline.cli.init import STARTER
from desireline.live import Runtime, SqliteStore, VirtualClock
from desireline.mapfile import read_map
from desireline.model import Event, parse_instant_us

MAP = STARTER / "first.journey.yaml"
PROGRAM = [sys.executable, "-c", "from desireline.cli import main; main()"]
NOON_US = parse_instant_us("2026-03-02T12:00:00Z")


def _take(path: Path, *ids: str) -> None:
    store = SqliteStore(path)
    events = [Event(id=id_, time_us=NOON_US, customer="ann", name="basket.filled", properties={"order_id": id_}) for id_ in ids]
    Runtime([read_map(MAP)], store, VirtualClock(NOON_US)).take(events)
    store.close()


def _ran(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words], env={"COLUMNS": "200", "NO_COLOR": "1"})


def test_a_story_from_a_store_is_data_or_text(tmp_path: Path) -> None:
    _take(tmp_path / "live.db", "e1")
    data = json.loads(_ran("explain", "ann", MAP, "--store", tmp_path / "live.db", "--why", "basket", "--json").stdout)
    assert (data["why"][0]["reached"][0]["event"], data["effects"], data["events_counted"]) == ("e1", [], 1)
    told = _ran("explain", "ann", MAP, "--store", tmp_path / "live.db", "--why", "basket")
    assert (told.exit_code, "Why basket?" in told.stdout, "Decided for this customer: 0 effects" in told.stdout) == (0, True, True)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("explain", "ann", MAP, "--store", "none.db"), "L120"),
        (("explain", "nobody", MAP, "--store", "live.db"), "X101"),
        (("explain", "ann", MAP, "--store", "live.db", "--why", "baskt"), "X104"),
        (("explain", "ann", MAP, "--store", "live.db", "--time-format", "%d"), "the events of a store are as they are"),
        (("sync", "--store", "none.db", "--lake", "lake"), "L120"),
        (("sync", "--store", "live.db", "--lake", "lake", "--every", "soon"), "no duration"),
        (("store", "info", "--store", "none.db"), "L120"),
        (("store", "restore", "none.db", "--store", "new.db"), "L120"),
        (("store", "backup", "--store", "postgresql://localhost/live", "-o", "copy.db"), "pg_dump"),
    ],
)
def test_what_cannot_be_done_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str | Path, ...], code: str) -> None:
    _take(tmp_path / "live.db", "e1")
    monkeypatch.chdir(tmp_path)
    ran = _ran(*words)
    assert (ran.exit_code, ran.stdout) == (2, "")
    assert code in ran.stderr


def test_what_a_store_holds_is_data_too(tmp_path: Path) -> None:
    _take(tmp_path / "live.db", "e1", "e2")
    found = json.loads(_ran("store", "info", "--store", tmp_path / "live.db", "--json").stdout)
    assert (found["events"], found["customers"], found["states"][0]["customers"]) == (2, 1, 1)
    assert found["received"] == "2026-03-02T12:00:00.000000Z"


def test_a_sync_that_goes_on_says_a_line_when_something_came_until_it_is_interrupted(tmp_path: Path) -> None:
    _take(tmp_path / "live.db", "e1")
    words = ["sync", "--store", tmp_path / "live.db", "--lake", tmp_path / "lake", "--every", "1s"]
    with subprocess.Popen([*PROGRAM, *map(str, words)], stderr=subprocess.PIPE, text=True) as going:
        assert going.stderr is not None
        first = going.stderr.readline()
        _take(tmp_path / "live.db", "e2", "e3")
        second = going.stderr.readline()
        going.send_signal(signal.SIGINT)
        rest = going.communicate(timeout=60)[1]
    assert first.startswith("took 1 event in")
    assert second.startswith("took 2 events in")
    assert (going.returncode, rest) == (130, "stopped; nothing was left half-written\n")
