"""The limit of a live store: plain SQL that writes rows which were decided beforehand, in the same groups, dedupe included."""

import json
import sqlite3
import time
from collections.abc import Sequence
from typing import Any

import msgspec

from benchmarks.live_traffic import Group

_json = msgspec.json.Encoder().encode
_packed = msgspec.msgpack.Encoder().encode
Rows = tuple[list[tuple[Any, ...]], list[tuple[Any, ...]], list[tuple[Any, ...]]]


def raw(address: str, groups: Sequence[Group]) -> tuple[float, float]:
    """Write groups. When it began and when it ended, in seconds."""
    rows = [_rows(group) for group in groups]
    return _postgres(address, rows) if address.startswith("postgresql:") else _sqlite(address, rows)


def _rows(group: Group) -> Rows:
    events = [
        (e.source, e.id, e.customer, e.time_us, e.name, e.channel, e.person, _json(e.properties).decode(), e.time_us) for e in group.events
    ]
    states = [(s.customer, s.journey, s.version, s.data, s.next_us) for s in group.states]
    effects = [
        (e.effect.id, e.customer, e.lane, e.status, e.decided_us, e.next_attempt_us, _packed(e.effect), e.team, e.task_due_us)
        for e in group.effects
    ]
    return sorted(events), sorted(states), effects


def _sqlite(path: str, groups: Sequence[Rows]) -> tuple[float, float]:
    con = sqlite3.connect(path, isolation_level=None, timeout=60)
    con.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;")
    con.execute("PRAGMA cache_size = -32768")
    begin = time.perf_counter()
    for events, states, effects in groups:
        con.execute("BEGIN IMMEDIATE")
        con.execute(
            "SELECT e.id FROM json_each(?) AS k JOIN events AS e ON e.source = k.value ->> 0 AND e.id = k.value ->> 1",
            (json.dumps([event[:2] for event in events]),),
        ).fetchall()
        con.executemany(
            "INSERT INTO events (source, id, identity, time_us, name, channel, person, properties, received_us) VALUES (?,?,?,?,?,?,?,?,?)",
            events,
        )
        con.execute(
            "SELECT s.data FROM json_each(?) AS n JOIN states AS s ON s.customer = n.value", (json.dumps([state[0] for state in states]),)
        ).fetchall()
        con.executemany(
            """
            INSERT INTO states (customer, journey, version, data, next_us) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET version = excluded.version, data = excluded.data, next_us = excluded.next_us
            """,
            states,
        )
        con.executemany(
            """
            INSERT INTO effects (id, customer, lane, status, decided_us, next_attempt_us, data, team, due_us)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            effects,
        )
        con.execute("COMMIT")
    end = time.perf_counter()
    con.close()
    return begin, end


_EVENTS = """
INSERT INTO events (source, id, identity, time_us, name, channel, person, properties, received_us)
SELECT * FROM unnest(%s::text[], %s::text[], %s::text[], %s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[], %s::bigint[])
ON CONFLICT (source, id) DO NOTHING RETURNING source, id
"""
_STATES = """
INSERT INTO states (customer, journey, version, data, next_us)
SELECT * FROM unnest(%s::text[], %s::text[], %s::text[], %s::bytea[], %s::bigint[])
ON CONFLICT (customer, journey) DO UPDATE SET version = excluded.version, data = excluded.data, next_us = excluded.next_us
"""
_EFFECTS = """
INSERT INTO effects (id, customer, lane, status, decided_us, next_attempt_us, data, team, due_us)
SELECT * FROM unnest(
    %s::text[], %s::text[], %s::text[], %s::text[], %s::bigint[], %s::bigint[], %s::bytea[], %s::text[], %s::bigint[]
)
"""


def _postgres(address: str, groups: Sequence[Rows]) -> tuple[float, float]:
    import psycopg

    from desireline.live.postgres.session import SETTINGS

    with psycopg.connect(address, autocommit=True) as con:
        con.execute(SETTINGS)
        cursor = con.cursor(binary=True)
        begin = time.perf_counter()
        for events, states, effects in groups:
            cursor.execute("BEGIN", prepare=True)
            cursor.execute(_EVENTS, _columns("tttitttti", events), prepare=True).fetchall()
            customers = _columns("t", states)
            cursor.execute("SELECT data FROM states WHERE customer = ANY (%s::text[])", customers, prepare=True).fetchall()
            cursor.execute(_STATES, _columns("tttbi", states), prepare=True)
            if effects:
                cursor.execute(_EFFECTS, _columns("ttttiibti", effects), prepare=True)
            cursor.execute("COMMIT", prepare=True)
        return begin, time.perf_counter()


def _columns(kinds: str, rows: Sequence[tuple[Any, ...]]) -> list[str]:
    from desireline.live.postgres.arrays import blobs, integers, texts

    writers: dict[str, Any] = {"t": texts, "i": integers, "b": blobs}
    return [writers[kind]([row[at] for row in rows]) for at, kind in enumerate(kinds)]
