"""`desireline serve` with handlers that hang and that leave: it goes on, tells, and ends when it is told to."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from support.served import ASK, Served

MODULE = """
import time


def hang(handed):
    time.sleep(100_000)


def leave(handed):
    raise SystemExit("handler left")
"""
TARGETS = """
[call.crm]
handler = "hang"
timeout_seconds = 0.2
parallel = 1

[call.desk]
handler = "leave"
retries = {first_seconds = 0.01, attempts = 2}
"""
BOTH = ASK.replace("{id: nudge, call: crm, if_late: always}", "{id: nudge, call: crm, if_late: always}, {id: tell, call: desk}")


def _until(holds: Callable[[], bool]) -> None:
    give_up = time.monotonic() + 30
    while not holds() and time.monotonic() < give_up:
        time.sleep(0.05)
    assert holds()


def test_handlers_that_hang_or_leave_are_told_and_do_not_keep_it_from_stopping(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    info = tmp_path / "site" / "handlers-1.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: handlers\nVersion: 1\n", encoding="utf-8")
    (info / "entry_points.txt").write_text("[desireline.handlers]\nhang = hung:hang\nleave = hung:leave\n", encoding="utf-8")
    (tmp_path / "site" / "hung.py").write_text(MODULE, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "site"), prepend=":")
    (tmp_path / "ask.journey.yaml").write_text(BOTH, encoding="utf-8")
    (tmp_path / "targets.toml").write_text(TARGETS, encoding="utf-8")
    with (
        Served(tmp_path / "ask.journey.yaml", "--store", tmp_path / "live.db", "--targets", tmp_path / "targets.toml") as served,
        served.client(served.key or "") as client,
    ):
        client.post("/v1/events", json={"id": "e", "time": datetime.now(UTC).isoformat(), "customer": "ann", "name": "asked"})
        _until(lambda: client.get("/v1/ready").status_code == 503)
        _until(lambda: "effects cannot go on at present: L138" in served.said)
        assert client.get("/v1/ready").json()["detail"].endswith("L138")
        assert 'desireline_hanging_attempts{lane="call:crm"} 1' in client.get("/metrics").text
        listed = {"status": ["owed", "sending", "dead"]}
        _until(lambda: "sending" not in {one["status"] for one in client.get("/v1/effects", params=listed).json()["effects"]})
        _until(lambda: "dead" in {one["status"] for one in client.get("/v1/effects", params=listed).json()["effects"]})
        found = {one["action"]: (one["status"], one["error"]) for one in client.get("/v1/effects", params=listed).json()["effects"]}
        assert found == {
            "nudge": ("owed", "TimeoutError: not done within 0.2 s; it may still be going on"),
            "tell": ("dead", "SystemExit: handler left"),
        }
        assert client.post("/v1/effects/ask:nudge::e/drop").json()["status"] == "dropped"
        assert served.stop() == 0
