"""Processes are killed under load, again and again: nothing acknowledged is lost, nothing decided twice, no timer lost or doubled."""

import multiprocessing
import os
import random
import sys
import time
from multiprocessing import forkserver
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import pytest
from hypothesis import settings
from support.campaign import CAMPAIGN
from support.live_under_load import FILES, assert_nothing_lost_nor_doubled, work_until_killed

KILLS = 500 if settings.get_current_profile_name() == CAMPAIGN else 50
NODES = 2


def _started(address: str, folder: Path, run: str) -> ForkServerProcess:
    """A process of its own, from one that has imported all that it needs."""
    node = multiprocessing.get_context("forkserver").Process(target=work_until_killed, args=(address, folder, run))
    node.start()
    return node


@pytest.fixture(autouse=True, scope="module")
def _nursery() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
        multiprocessing.get_context("forkserver").set_forkserver_preload(["support.live_under_load", "desireline.live.postgres.store"])
        forkserver.ensure_running()


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
            assert node.is_alive()
            node.kill()
            node.join()


def test_killed_nodes_lose_nothing_and_do_nothing_twice(store_address: str, tmp_path: Path) -> None:
    _killed_runs(store_address, tmp_path)
    acknowledged, delivered = ((tmp_path / name).read_text().splitlines() for name in FILES)
    assert all(line.split()[0] == f"small:{line.split()[2]}::{line.split()[3]}" for line in delivered)
    assert_nothing_lost_nor_doubled(store_address, acknowledged, [line.split()[0] for line in delivered])
    assert len(acknowledged) > KILLS
