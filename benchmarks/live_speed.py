"""Durable events a second of the live runtime, beside the same store's raw grouped transactions that write the same rows.

Synthetic customers walk the map of examples/connection_down (see engine_speed). What `Runtime.submit` leaves in the store's tables
is read back and written again, row for row and in groups of the same size, into a fresh file by plain SQL: dedupe, events, states with
their timers, effects. That is the limit: a store that decides nothing. The two take turns; fsync is throttled in bursts on many machines.
"""

import json
import sqlite3
import statistics
import tempfile
import threading
import time
from collections import deque
from concurrent.futures import Future
from pathlib import Path

from benchmarks.engine_speed import MAP, synthetic_events
from desireline.live import Answer, Runtime, SqliteStore, VirtualClock
from desireline.mapfile import read_map
from desireline.model import Event

GROUP = 100
THREADS = 4
REPEATS = 5
IN_FLIGHT = 500


def lived(path: Path, events: list[Event], batch: int) -> float:
    """Events a second through `submit` from several threads, `batch` events in each call, each thread with some calls in flight."""
    store = SqliteStore(path)
    clock = VirtualClock(events[-1].time_us)
    with Runtime([read_map(MAP)], store, clock, group_most=GROUP) as runtime:
        parts = [[event for event in events if int(event.customer[1:]) % THREADS == n] for n in range(THREADS)]

        def send(part: list[Event]) -> None:
            waiting: deque[Future[list[Answer]]] = deque()
            for at in range(0, len(part), batch):
                waiting.append(runtime.submit(part[at : at + batch]))
                if len(waiting) * batch >= IN_FLIGHT:
                    waiting.popleft().result()
            for future in waiting:
                future.result()

        threads = [threading.Thread(target=send, args=(part,)) for part in parts]
        begin = time.perf_counter()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        seconds = time.perf_counter() - begin
    with store.transaction() as tx:
        assert tx.events.count() == len(events)
    store.close()
    return len(events) / seconds


def raw(
    path: Path, rows: list[tuple[object, ...]], effects: dict[int, list[tuple[object, ...]]], states: dict[str, tuple[object, ...]]
) -> float:
    """Events a second of plain SQL that writes the rows of a store again, in groups."""
    SqliteStore(path).close()
    con = sqlite3.connect(path, isolation_level=None)
    con.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;")
    con.execute("INSERT INTO journeys VALUES (?)", (next(iter(states.values()))[1],))
    begin = time.perf_counter()
    for at in range(0, len(rows), GROUP):
        group = rows[at : at + GROUP]
        write_group(con, group, effects, states)
    seconds = time.perf_counter() - begin
    con.close()
    return len(rows) / seconds


def write_group(
    con: sqlite3.Connection,
    group: list[tuple[object, ...]],
    effects: dict[int, list[tuple[object, ...]]],
    states: dict[str, tuple[object, ...]],
) -> None:
    """One transaction: dedupe, events, states with their timers, effects."""
    con.execute("BEGIN IMMEDIATE")
    keys = json.dumps([(row[2], row[3]) for row in group])
    con.execute(
        "SELECT e.id FROM json_each(?) AS k JOIN events AS e ON e.source = k.value ->> 0 AND e.id = k.value ->> 1", (keys,)
    ).fetchall()
    con.executemany("INSERT INTO events VALUES (?,?,?,?,?,?,?,?,?,?)", group)
    identities = {row[4] for row in group}
    con.execute("SELECT s.data FROM json_each(?) AS n JOIN states AS s ON s.customer = n.value", (json.dumps(list(identities)),)).fetchall()
    con.executemany(
        """
        INSERT INTO states VALUES (?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET version = excluded.version, data = excluded.data, next_us = excluded.next_us
        """,
        [states[str(identity)] for identity in identities],
    )
    owed = [effect for row in group for effect in effects.get(int(str(row[0])), ())]
    con.executemany("INSERT INTO effects VALUES (?,?,?,?,?,?,?,?,?,?,?,?)", owed)
    con.execute("COMMIT")


def rows_of(
    path: Path, prefix: str = ""
) -> tuple[list[tuple[object, ...]], dict[int, list[tuple[object, ...]]], dict[str, tuple[object, ...]]]:
    """A store's events, its effects by the row of the event that they are written with, and its states by customer. `prefix`: only of
    customers whose names begin so."""
    con = sqlite3.connect(path)
    events = con.execute("SELECT * FROM events WHERE identity LIKE ? || '%' ORDER BY received", (prefix,)).fetchall()
    states = {row[0]: row for row in con.execute("SELECT * FROM states WHERE customer LIKE ? || '%'", (prefix,))}
    effects: dict[int, list[tuple[object, ...]]] = {}
    found = con.execute("SELECT * FROM effects WHERE customer LIKE ? || '%' ORDER BY seq", (prefix,)).fetchall()
    for number, row in enumerate(found):
        effects.setdefault(events[number * len(events) // len(found)][0], []).append(row)
    con.close()
    return events, effects, states


def measure(customers: int = 2_000, repeats: int = REPEATS) -> dict[str, list[float]]:
    """Events a second of each way, once for each repeat."""
    events = synthetic_events(read_map(MAP), customers)
    rates: dict[str, list[float]] = {"raw rows": [], "submit, one by one": [], f"submit, batches of {GROUP}": []}
    for _ in range(repeats):
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder)
            rates["submit, one by one"].append(lived(place / "one.db", events, 1))
            rates[f"submit, batches of {GROUP}"].append(lived(place / "batch.db", events, GROUP))
            rates["raw rows"].append(raw(place / "raw.db", *rows_of(place / "batch.db")))
    return rates


def main() -> None:
    """Print the table."""
    rates = measure()
    limit = statistics.median(rates["raw rows"])
    print(f"| durable events a second, groups of {GROUP} | min | median | max | of raw | asked |\n|---|---|---|---|---|---|")
    for name, found in rates.items():
        low, middle, high = min(found), statistics.median(found), max(found)
        asked = "" if name == "raw rows" else "at least 60 %"
        print(f"| {name} | {low:,.0f} | {middle:,.0f} | {high:,.0f} | {middle / limit:.0%} | {asked} |")


if __name__ == "__main__":
    main()
