"""The studio that `desireline serve` carries, asked over HTTP with a key."""

import json
import signal
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from support.served import Served
from support.studio import started

CONNECTION = Path(__file__).parents[2] / "examples" / "connection_down" / "connection_down.journey.yaml"
CHANGES = "/v1/studio/changes"


@pytest.fixture
def served(tmp_path: Path, store_address: str) -> Iterator[Served]:
    with Served(CONNECTION, "--store", store_address, "--lake", tmp_path / "lake", "--log-format", "json") as service:
        yield service


def _pulses(stream: httpx.Response) -> Iterator[dict[str, Any]]:
    return (json.loads(line.removeprefix("data: ")) for line in stream.iter_lines() if line.startswith("data: "))


def _send(client: httpx.Client, name: str) -> None:
    event = {"id": name, "time": datetime.now(UTC).isoformat(), "customer": name, "name": "guide.opened", "channel": "app"}
    assert client.post("/v1/events", json=event).json()["taken"] == 1


def test_changes_are_told_as_events_come_and_the_stream_ends_with_the_server(served: Served, tmp_path: Path) -> None:
    with served.client(served.key or "") as client, client.stream("GET", CHANGES) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        told = _pulses(stream)
        first = next(told)
        assert (first["state"], first["events"], first["latest"], first["trouble"]) == ("live", 0, None, None)
        for number, name in enumerate(("hortensia", "wilhelm"), 1):
            _send(client, name)
            now = next(now for now in told if now["events"] == number)
            assert now["mark"] != first["mark"]
            assert now["since_seconds"] < 60
        measures = client.get("/v1/studio/maps/connection_down/measures").json()
        assert measures["headline"]["trips"]["n"] == 2
        decided = client.get("/v1/studio/customers/hortensia/decided").json()
        assert {(one["kind"], one["journey"]) for one in decided["effects"]} == {("say", "connection_down")}
        assert decided["all"] == len(decided["effects"]) > 0
        assert client.get("/v1/studio/customers/nobody/decided").json() == {"store": True, "all": 0, "effects": []}
        began = time.monotonic()
        served.process.terminate()
        assert list(told) is not None
        assert served.process.wait(20) == 0
        assert time.monotonic() - began < 15
    assert not any(name in served.said for name in ("hortensia", "wilhelm"))
    assert '"operation": "studio_changes"' in served.said


def test_nobody_is_told_without_a_key(served: Served) -> None:
    assert httpx.get(served.url + CHANGES).status_code == 401
    assert httpx.get(served.url + "/v1/studio/pulse", cookies={"desireline_x": "guess"}).status_code == 401


def test_a_lake_that_cannot_be_made_is_told_and_events_are_taken_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "lake").mkdir()
    (tmp_path / "lake" / "notes.txt").write_text("mine", encoding="utf-8")
    with (
        Served(CONNECTION, "--store", tmp_path / "live.db", "--lake", tmp_path / "lake") as served,
        served.client(served.key or "") as client,
    ):
        _send(client, "ann")
        pulse = client.get("/v1/studio/pulse").json()
        assert (pulse["state"], pulse["trouble"]["code"]) == ("stale", "E213")
        give_up = time.monotonic() + 20
        while client.get("/v1/health").json()["lake"] == "ok" and time.monotonic() < give_up:
            time.sleep(0.1)
        assert client.get("/v1/health").json()["lake"] == "E213"
        assert client.get("/v1/ready").status_code == 200
        assert client.get("/v1/studio/maps/connection_down/measures").status_code == 503
        assert (tmp_path / "lake" / "notes.txt").exists()


def test_the_command_shows_what_a_store_holds_and_ends_with_its_streams(tmp_path: Path, store_address: str) -> None:
    with Served(CONNECTION, "--store", store_address, "--no-studio") as served, served.client(served.key or "") as client:
        _send(client, "ann")
    words = (CONNECTION, "--store", store_address, "--lake", tmp_path / "lake")
    with httpx.Client(follow_redirects=True) as browser, started(*words) as link:
        assert browser.get(link).status_code == 200
        origin = link.partition("/enter")[0]
        assert browser.get(f"{origin}/v1/studio/session").json() == {"by": "link", "admitted": True}
        assert browser.post(f"{origin}/v1/studio/session", json={"key": "dl_x"}).status_code == 403
        with browser.stream("GET", origin + CHANGES) as stream:
            assert next(now for now in _pulses(stream) if now["events"])["state"] == "live"
            assert browser.get(f"{origin}/v1/studio/customers/ann").json()["all_events"] == 1
            assert browser.get(f"{origin}/v1/studio/customers/ann/decided").json()["all"] == 1
            # It is told to stop while the stream is open.


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_nothing_of_a_file_that_was_sent_is_left_however_the_studio_ends(
    stop: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders = [tmp_path / "home", tmp_path / "temporary"]
    for folder in folders:
        folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folders[1]))
    with httpx.Client(follow_redirects=True) as browser, started(folder=folders[0], stop=stop) as link:
        browser.get(link)
        at, kind = f"{link.partition('/enter')[0]}/v1/studio/uploads", {"Content-Type": "application/octet-stream"}
        assert browser.post(at, content=b"customer,event,time", headers=kind).status_code == 201
        assert [*folders[1].glob("desireline-studio-*/*/events")]
    assert [[*folder.iterdir()] for folder in folders] == [[], []]


def test_without_the_studio_there_is_neither_page_nor_lake(tmp_path: Path) -> None:
    with Served(CONNECTION, "--store", tmp_path / "live.db", "--no-studio") as served, served.client(served.key or "") as client:
        assert [client.get(path).status_code for path in ("/", "/studio", "/v1/studio/pulse")] == [404, 404, 404]
        assert client.get("/v1/health").json()["lake"] is None
        assert served.stop() == 0
    assert not list(tmp_path.glob("*.lake"))
