"""A sync is killed, again and again, and nodes write while it looks: the lake has every event once."""

import os
import random
import subprocess
import sys
import threading
import time
from pathlib import Path

from hypothesis import settings
from support.campaign import CAMPAIGN
from support.small_journeys import BEGIN_US, happened, small_map

from desireline.events import Lake, connect
from desireline.live import Runtime, SqliteStore, Store, VirtualClock, open_store, sync
from desireline.model import Event

CAMPAIGNING = settings.get_current_profile_name() == CAMPAIGN
KILLS = 200 if CAMPAIGNING else 4
EVENTS = 600
SYNCING = """
import sys
from desireline.live import SqliteStore, sync
store = SqliteStore(sys.argv[1])
print("begun", flush=True)
sync(store, sys.argv[2], now_us=0, batch=50)
"""


def _held(lake: Path) -> list[str]:
    con, found = connect(), []
    for shard in Lake.open(lake).shards:
        found.extend(id_ for (id_,) in con.execute(f"SELECT id FROM {shard.source_sql(con)}").fetchall())
    return sorted(found)


def _events(first: int, count: int) -> list[Event]:
    return [happened("look", number, f"c{number % 40}", id_=f"e{number}") for number in range(first, first + count)]


def test_killed_at_any_moment_a_sync_goes_on_from_there(tmp_path: Path) -> None:
    store, lake, rng = SqliteStore(tmp_path / "store.db"), tmp_path / "lake", random.Random(3)
    runtime = Runtime([small_map({"look": {}})], store, VirtualClock(BEGIN_US + 10**15))
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "src")}
    for kill in range(KILLS):
        runtime.take(_events(kill * EVENTS, EVENTS))
        words = [sys.executable, "-c", SYNCING, str(tmp_path / "store.db"), str(lake)]
        with subprocess.Popen(words, env=environment, stdout=subprocess.PIPE) as syncing:
            assert syncing.stdout is not None
            assert syncing.stdout.readline() == b"begun\n"
            time.sleep(rng.uniform(0.0, 2.0))
            syncing.kill()
    assert sync(store, lake, now_us=0).lake_rows == KILLS * EVENTS
    assert _held(lake) == sorted(f"e{number}" for number in range(KILLS * EVENTS))
    store.close()


def test_what_several_nodes_write_at_once_is_there_once(store: Store, store_address: str, tmp_path: Path) -> None:
    lake, writers, groups = tmp_path / "lake", 4, 60 if CAMPAIGNING else 12

    def write(writer: int) -> None:
        node = open_store(store_address)
        runtime = Runtime([small_map({"look": {}})], node, VirtualClock(BEGIN_US + 10**15))
        for group in range(groups):
            runtime.take(_events((writer * groups + group) * 5, 5))
        node.close()

    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(writers)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        sync(store, lake, now_us=0, batch=30)
    assert sync(store, lake, now_us=0).lake_rows == writers * groups * 5
    assert _held(lake) == sorted(f"e{number}" for number in range(writers * groups * 5))
