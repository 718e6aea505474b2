"""The memory of a real `desireline serve`, on each store: bounded, also where what is owed piles up and events keep coming."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import settings
from support.campaign import CAMPAIGN
from support.receivers import receiving
from support.served import ASK, Served

MAP = ASK.replace("    promises:", "    do: [{id: enter, call: crm}]\n    promises:")
MOST_BYTES = 300_000_000
EVENTS = 100_000 if settings.get_current_profile_name() == CAMPAIGN else 5_000
BATCH = 500


def _batches() -> Iterator[list[dict[str, Any]]]:
    for first in range(0, EVENTS, BATCH):
        asked = {"time": datetime.now(UTC).isoformat(), "name": "asked", "properties": {"said": "why " * 100}}
        yield [{**asked, "id": f"e-{number}", "customer": f"customer-{number}"} for number in range(first, first + BATCH)]


def _owed(client: httpx.Client) -> int:
    """How many effects wait for their receiver."""
    lines = client.get("/metrics").text.splitlines()
    return sum(int(float(line.split()[-1])) for line in lines if line.startswith("desireline_effects{"))


def _peak_bytes(process: int) -> int:
    """The most that was resident since the process began."""
    status = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM:"))


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the system does not tell a process's peak of memory so")
def test_a_backlog_that_grows_takes_no_more_memory(tmp_path: Path, store_address: str) -> None:
    def answer(_attempt: int) -> tuple[int, dict[str, str]]:
        time.sleep(0.2)
        return 503, {}

    map_file, targets = tmp_path / "ask.journey.yaml", tmp_path / "targets.toml"
    map_file.write_text(MAP, encoding="utf-8")
    with receiving(answer) as receiver:
        targets.write_text(f'[call.crm]\nurl = "{receiver.url}"\nallow = "127.0.0.1"\nunsigned = true\n', encoding="utf-8")
        with Served(map_file, "--store", store_address, "--targets", targets) as served, served.client(served.key or "") as client:
            taken = sum(client.post("/v1/events", json=batch).json()["taken"] for batch in _batches())
            give_up = time.monotonic() + 0.01 * EVENTS
            while (owed := _owed(client)) < 2 * EVENTS and time.monotonic() < give_up:
                time.sleep(0.1)
            assert (taken, owed) == (EVENTS, 2 * EVENTS)
            while len(receiver.taken) <= 4 and time.monotonic() < give_up + 30:
                time.sleep(0.1)
            assert len(receiver.taken) > 4  # attempts are made, and fail, all the while
            assert _peak_bytes(served.process.pid) < MOST_BYTES
