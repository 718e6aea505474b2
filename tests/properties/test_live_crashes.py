"""Processes are killed under load, again and again: nothing acknowledged is lost, nothing decided twice, no timer lost or doubled."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

from hypothesis import settings
from support.campaign import CAMPAIGN
from support.live_under_load import FILES, assert_nothing_lost_nor_doubled

TESTS = Path(__file__).parents[1]
KILLS = 500 if settings.get_current_profile_name() == CAMPAIGN else 10
NODES = 2


def _started(address: str, folder: Path, run: str) -> "subprocess.Popen[bytes]":
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(TESTS), str(TESTS.parent / "src")))}
    command = [sys.executable, str(TESTS / "support" / "live_under_load.py"), address, str(folder), run]
    return subprocess.Popen(command, env=environment, stderr=subprocess.PIPE)


def _killed_runs(address: str, folder: Path) -> None:
    """Nodes work side by side; each is killed at a moment of its own, once something was acknowledged."""
    rng, acknowledged = random.Random(5), folder / FILES[0]
    acknowledged.touch()
    for run in range(KILLS // NODES):
        before = acknowledged.stat().st_size
        nodes = [_started(address, folder, f"{run}-{node}") for node in range(NODES)]
        give_up = time.monotonic() + 60
        while acknowledged.stat().st_size == before and time.monotonic() < give_up:
            time.sleep(0.01)
        for node in nodes:
            time.sleep(rng.uniform(0.0, 0.8))
            assert node.poll() is None, (node.stderr and node.stderr.read()) or b""
            node.kill()
            node.communicate()


def test_killed_nodes_lose_nothing_and_do_nothing_twice(store_address: str, tmp_path: Path) -> None:
    _killed_runs(store_address, tmp_path)
    acknowledged, delivered = ((tmp_path / name).read_text().splitlines() for name in FILES)
    assert all(line.split()[0] == f"small:{line.split()[2]}::{line.split()[3]}" for line in delivered)
    assert_nothing_lost_nor_doubled(store_address, acknowledged, [line.split()[0] for line in delivered])
    assert len(acknowledged) > KILLS
