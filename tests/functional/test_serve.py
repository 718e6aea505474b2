"""`desireline serve` as it is run: killed and started again, stopped, misused."""

import json
import socket
import subprocess
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from click.testing import CliRunner
from support.receivers import receiving
from support.served import ASK, PROGRAM, Served

from desireline.cli import main

CONNECTION = Path(__file__).parents[2] / "examples" / "connection_down" / "connection_down.journey.yaml"


@pytest.fixture
def map_file(tmp_path: Path) -> Path:
    path = tmp_path / "ask.journey.yaml"
    path.write_text(ASK, encoding="utf-8")
    return path


def _asked(customer: str) -> dict[str, Any]:
    return {"id": f"asked-{customer}", "time": datetime.now(UTC).isoformat(), "customer": customer, "name": "asked"}


def _nudges(client: httpx.Client) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get("/v1/effects", params={"status": ["owed", "sending", "done"]}).json()["effects"]
    return found


def test_a_wait_across_a_kill_gives_exactly_one_nudge(map_file: Path, store_address: str) -> None:
    arguments = (map_file, "--store", store_address, "--log-effects")
    with Served(*arguments) as first:
        key = first.key or ""
        with first.client(key) as client:
            events = [_asked(f"customer-{number}") for number in range(20)]
            assert client.post("/v1/events", json=events).json()["taken"] == 20
        first.kill()
    with Served(*arguments) as again, again.client(key) as client:
        assert again.key is None
        assert client.post("/v1/events", json=events).json()["duplicates"] == 20
        give_up = time.monotonic() + 30
        while sum(nudge["status"] == "done" for nudge in _nudges(client)) < 20 and time.monotonic() < give_up:
            time.sleep(0.1)
        nudges = _nudges(client)
        assert sorted(nudge["customer"] for nudge in nudges) == sorted(event["customer"] for event in events)
        assert {(nudge["action"], nudge["status"], nudge["attempts"]) for nudge in nudges} == {("nudge", "done", 1)}
        assert again.said.count('"key": "ask:nudge:') == 20
        assert "customer-7" not in "".join(line for line in again.said.splitlines() if not line.startswith("{"))


def test_what_is_owed_is_sent_where_the_targets_say(map_file: Path, tmp_path: Path) -> None:
    with receiving() as receiver:
        targets = tmp_path / "targets.toml"
        text = f'[call.crm]\nurl = "{receiver.url}"\nallow = "127.0.0.1"\nunsigned = true\n[call.crn]\nlog = true\n[say]\nlog = true\n'
        targets.write_text(text, encoding="utf-8")
        with Served(map_file, "--store", tmp_path / "live.db", "--targets", targets) as served:
            with served.client(served.key or "") as client:
                client.post("/v1/events", json=[_asked("ann"), _asked("bob")])
            give_up = time.monotonic() + 30
            while len(receiver.taken) < 2 and time.monotonic() < give_up:
                time.sleep(0.05)
            assert "warning: no map that is run has anything for the target `call.crn`; did you mean `call.crm`?\n" in served.said
            assert "warning: no map that is run has anything for the target `say`\n" in served.said
            assert served.stop() == 0
    assert sorted(receiver.ids) == ["ask:nudge::asked-ann", "ask:nudge::asked-bob"]


def test_told_to_stop_it_answers_what_came_in(map_file: Path, tmp_path: Path) -> None:
    with Served(map_file, "--store", tmp_path / "live.db", "--log-format", "json") as served:
        taken: list[int] = []

        def send(thread: int) -> None:
            with served.client(served.key or "") as client:
                for number in range(10_000):
                    try:
                        taken.append(client.post("/v1/events", json=_asked(f"c{thread}-{number}")).json()["taken"])
                    except httpx.TransportError:
                        return

        threads = [threading.Thread(target=send, args=(number,)) for number in range(3)]
        for thread in threads:
            thread.start()
        while len(taken) < 30:
            time.sleep(0.02)
        assert served.stop() == 0
        assert (served.key or "").encode() not in (tmp_path / "live.db").read_bytes()
        for thread in threads:
            thread.join()
        lines = [json.loads(line) for line in served.said.splitlines() if line.startswith("{")]
        assert {(line["operation"], line["route"], line["status"]) for line in lines} == {("takeEvents", "/v1/events", 200)}
    with Served(map_file, "--store", tmp_path / "live.db") as again:
        added = _run("keys", "add", "reader", "--store", str(tmp_path / "live.db"))
        with again.client(added.stdout.strip()) as client:
            assert client.get("/v1/journeys").json()["journeys"][0]["customers"] >= len(taken)
            assert _run("keys", "list", "--store", str(tmp_path / "live.db")).stdout.split()[1::2] == ["first", "reader"]
            assert _run("keys", "revoke", "reader", "--store", str(tmp_path / "live.db")).returncode == 0
            time.sleep(1)
            assert client.get("/v1/journeys").status_code == 401


def test_a_rehearsal_goes_on_where_it_was(tmp_path: Path) -> None:
    arguments = (CONNECTION, "--store", tmp_path / "live.db", "--rehearse", "2026-03-02T08:00:00Z")
    event = {"id": "e-1", "time": "2026-03-04T10:00:00Z", "customer": "ann", "name": "call.answered", "channel": "phone"}
    with Served(*arguments) as first, first.client(first.key or "") as client:
        assert "nobody performs call:ticketing, offer, say" in first.said
        assert client.post("/v1/events", json=event).json()["taken"] == 1
        first.kill()
    changed = tmp_path / CONNECTION.name
    changed.write_text(CONNECTION.read_text(encoding="utf-8").replace("within: 30m", "within: 29m"), encoding="utf-8")
    with Served(changed, *arguments[1:]) as other:
        assert "connection_down is another version than before: 1 customer to be computed anew" in " ".join(other.said.split())
    with Served(*arguments, "--speed", "3600") as again, again.client(first.key or "") as client:
        give_up = time.monotonic() + 30
        while len(client.get("/v1/tasks").json()["tasks"]) < 2 and time.monotonic() < give_up:
            time.sleep(0.05)
        assert [task["action"] for task in client.get("/v1/tasks").json()["tasks"]] == ["look_now", "call_back"]


def _run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, check=False, timeout=60)


def test_what_keeps_it_from_running_is_told(map_file: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.journey.yaml"
    broken.write_text(ASK.replace("[answered]", "[gone]"), encoding="utf-8")
    other = tmp_path / "other.db"
    other.write_bytes(b"something else" * 100)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        store = ("--store", tmp_path / "live.db")
        for arguments, said in (
            ((map_file, *store, "--port", port), "error[V101]: cannot listen at 127.0.0.1, port"),
            ((map_file, *store, "--host", "0.0.0.0"), "error[V102]"),
            ((broken, map_file, *store), "error[J104]: this move leads to a step that does not exist"),
            ((map_file, map_file, *store), "error[L104]"),
            ((map_file, "--store", other), "error[L101]"),
            ((map_file, *store, "--speed", "5"), "--rehearse"),
            ((map_file, *store, "--rehearse", "2026-03-02T08:00:00Z"), "error[L125]"),
        ):
            ran = CliRunner().invoke(main, ["serve", *map(str, arguments)])
            assert (ran.exit_code, said in ran.stderr) == (2, True), ran.stderr
