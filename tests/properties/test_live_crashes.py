"""A process is killed under load, again and again: nothing acknowledged is lost, nothing decided twice, no timer lost or doubled."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

from hypothesis import settings
from support.campaign import CAMPAIGN
from support.live_stores import assert_states_are_what_events_come_to, effects_of
from support.live_under_load import FILES, promising_map

from desireline.live import Outbox, Runtime, SqliteStore, SystemClock, VirtualClock

TESTS = Path(__file__).parents[1]
KILLS = 500 if settings.get_current_profile_name() == CAMPAIGN else 10


def _killed_runs(folder: Path, kills: int) -> None:
    rng, environment = random.Random(5), {**os.environ, "PYTHONPATH": os.pathsep.join((str(TESTS), str(TESTS.parent / "src")))}
    for run in range(kills):
        acknowledged = folder / FILES[0]
        before = acknowledged.stat().st_size if acknowledged.exists() else 0
        command = [sys.executable, str(TESTS / "support" / "live_under_load.py"), str(folder), str(run)]
        process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE)
        give_up = time.monotonic() + 60
        while (
            (not acknowledged.exists() or acknowledged.stat().st_size == before) and process.poll() is None and time.monotonic() < give_up
        ):
            time.sleep(0.01)
        time.sleep(rng.uniform(0.0, 1.2))
        assert process.poll() is None, (process.stderr and process.stderr.read()) or b""
        process.kill()
        process.communicate()


def test_a_killed_process_loses_nothing_and_does_nothing_twice(tmp_path: Path) -> None:
    _killed_runs(tmp_path, KILLS)
    acknowledged, delivered = ((tmp_path / name).read_text().splitlines() for name in FILES)
    clock = VirtualClock(SystemClock().now_us() + 10_000_000)
    store = SqliteStore(tmp_path / "store.db")
    runtime = Runtime([promising_map()], store, clock)
    runtime.tick()
    with store.transaction() as tx:
        assert len(tx.events.stored([("", id_) for id_ in acknowledged])) == len(set(acknowledged)) == len(acknowledged)
    late: list[str] = []
    Outbox(store, clock, {"call:crm": lambda handed: late.append(handed.key)}).deliver()
    owed = [effect.id for effect in assert_states_are_what_events_come_to(runtime, clock.now_us())]
    done = [effect.id for effect in effects_of(store, "done")]
    assert len(done) == len(set(done))
    withdrawn_in_vain = set(done) - set(owed)
    assert set(owed) <= set(done)
    assert withdrawn_in_vain <= {line.split()[0] for line in delivered}
    assert not effects_of(store, "owed", "sending", "dead", "missed")
    assert set(done) == {line.split()[0] for line in delivered} | set(late)
    assert all(line.split()[0] == f"small:{line.split()[2]}::{line.split()[3]}" for line in delivered)
    assert len(acknowledged) > KILLS
    store.close()
