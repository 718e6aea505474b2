"""A SQLite store's rows, read back, and written again by plain SQL."""

import json
import sqlite3
from pathlib import Path


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
    if owed:
        con.executemany(f"INSERT INTO effects VALUES ({','.join('?' * len(owed[0]))})", owed)
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
