"""Durable events a second of the live runtime, beside the same store's raw grouped transactions that write the same rows.

`python -m benchmarks.live_speed [PART ...]` with the parts below, all where none is said; `-r` says how many turns.

A store is filled with customers first. Then the runtime and plain SQL take turns on it, with other customers each: dedupe, events, states
with their timers, effects, in groups of the same size. Plain SQL is the limit: it decides nothing. Several nodes are processes, each with
the customers of its share. Ratios are of the two ways' figures of the same turn; fsync is throttled in bursts on many machines.
"""

import argparse
import sqlite3
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from benchmarks import dbos_speed
from benchmarks.live_nodes import GROUP, lived, written
from benchmarks.live_traffic import Traffic, fill
from desireline.live import open_store

REPEATS = 5
TURN = 2_500
"""How many customers a node's turn is about."""
DURABLE = {"max_wal_size": "4GB", "shared_buffers": "1GB"}
"""Of the server's settings, those that are not as they come."""
HEAD = """| store | customers | nodes | handed in | plain SQL, events/s | the runtime, events/s | of plain SQL | asked |
|---|---|---|---|---|---|---|---|"""


def sqlite(customers: int, repeats: int) -> None:
    """The file, one node: batches, and one by one."""
    with tempfile.TemporaryDirectory() as folder:
        _compare("SQLite", f"{folder}/live.db", customers, repeats, [(1, GROUP), (1, 1)])


def postgres(customers: int, repeats: int) -> None:
    """The server, one node and four: batches, and one by one."""
    with server() as address:
        _compare("PostgreSQL", address, customers, repeats, [(1, GROUP), (1, 1), (4, GROUP)])


def against_dbos(_: int, repeats: int) -> None:
    """The runtime in one process, beside DBOS workflows of one step on the same server."""
    if find_spec("dbos") is None:
        print(dbos_speed.MISSING)
        return
    with server() as address:
        traffic = Traffic(10_000)
        store = open_store(address)
        fill(store, traffic)
        live, peer = [], []
        for _turn in range(repeats):
            live.append(lived(address, traffic, traffic.turn(TURN), 1, GROUP))
            peer.append(dbos_speed.workflows_a_second(address))
        store.close()
        found = [ours / theirs for ours, theirs in zip(live, peer, strict=True)]
        print("| on one PostgreSQL server, one process | min | median | max |\n|---|---|---|---|")
        print(f"| the runtime, durable events/s | {_figures(live)} |\n| DBOS, workflows of one step/s | {_figures(peer)} |")
        print(f"| ratio of the same turn (asked: at least 20) | {min(found):.1f} | {statistics.median(found):.1f} | {max(found):.1f} |")


PARTS: dict[str, tuple[Callable[[int, int], None], int]] = {
    "sqlite": (sqlite, 10_000),
    "postgres": (postgres, 10_000),
    "sqlite-million": (sqlite, 1_000_000),
    "postgres-million": (postgres, 1_000_000),
    "dbos": (against_dbos, 0),
}


@contextmanager
def server() -> Iterator[str]:
    """The address of a PostgreSQL server of our own, on disk."""
    sys.path.append(str(Path(__file__).parents[1] / "tests"))
    from support.postgres_server import PostgresServer

    started = PostgresServer(DURABLE, Path(tempfile.gettempdir()))
    try:
        yield started.address()
    finally:
        started.close()


def _compare(name: str, address: str, customers: int, repeats: int, ways: list[tuple[int, int]]) -> None:
    traffic, store = Traffic(customers), open_store(address)
    fill(store, traffic)
    _settle(address)
    for nodes, batch in ways:
        raw, live = [], []
        for turn in range(1 + repeats):  # the first is for warming up
            for way in ("raw", "live") if turn % 2 else ("live", "raw"):
                events = traffic.turn(min(TURN * nodes, customers))
                if way == "raw":
                    raw.append(written(address, store, traffic, events, nodes))
                else:
                    live.append(lived(address, traffic, events, nodes, batch))
        raw, live = raw[1:], live[1:]
        share = statistics.median(ours / limit for ours, limit in zip(live, raw, strict=True))
        handed = "one by one" if batch == 1 else f"in batches of {batch}"
        asked = "" if batch == 1 else "at least 60 %"
        print(f"| {name} | {customers:,} | {nodes} | {handed} | {_spread(raw)} | {_spread(live)} | {share:.0%} | {asked} |", flush=True)
    store.close()


def _settle(address: str) -> None:
    """What a store does by itself in a quiet hour."""
    if address.startswith("postgresql:"):
        import psycopg

        with psycopg.connect(address, autocommit=True) as con:
            con.execute("VACUUM ANALYZE")
            con.execute("CHECKPOINT")
    else:
        file = sqlite3.connect(address)
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        file.close()


def _spread(rates: list[float]) -> str:
    return f"{statistics.median(rates):,.0f} ({min(rates):,.0f} to {max(rates):,.0f})"


def _figures(rates: list[float]) -> str:
    return f"{min(rates):,.0f} | {statistics.median(rates):,.0f} | {max(rates):,.0f}"


def main(parts: list[str] | None = None, repeats: int = REPEATS) -> None:
    """Print the table, part by part."""
    chosen = parts or list(PARTS)
    if any(part != "dbos" for part in chosen):
        print(HEAD, flush=True)
    for part in chosen:
        if part == "dbos":
            print()
        run, customers = PARTS[part]
        run(customers, repeats)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Durable events a second, beside plain SQL.")
    parser.add_argument("part", nargs="*", choices=[*PARTS, []], help=f"of {', '.join(PARTS)}")
    parser.add_argument("-r", "--repeats", type=int, default=REPEATS)
    given = parser.parse_args()
    main(given.part, given.repeats)
