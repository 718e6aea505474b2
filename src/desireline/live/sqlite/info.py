"""What a file holds, counted."""

import sqlite3
from typing import Any

from desireline.live.store_info import StoreInfo

_CUSTOMERS = """
    SELECT count(DISTINCT coalesce(i.customer, e.identity))
    FROM (SELECT DISTINCT identity FROM events) AS e LEFT JOIN identities AS i ON i.identity = e.identity
"""
_STATES = "SELECT journey, version, count(*) FROM states GROUP BY journey, version ORDER BY journey, version"


def info_of(con: sqlite3.Connection) -> StoreInfo:
    """Look at all of it."""

    def one(sql: str) -> Any:
        return con.execute(sql).fetchone()[0]

    first_us, last_us, received_us = con.execute("SELECT min(time_us), max(time_us), max(received_us) FROM events").fetchone()
    return StoreInfo(
        id=one("SELECT id FROM installation"),
        use=one("SELECT use FROM installation"),
        version=one("PRAGMA user_version"),
        events=one("SELECT count(*) FROM events"),
        customers=one(_CUSTOMERS),
        aliases=one("SELECT count(*) FROM aliases WHERE one <= other"),
        quarantined=one("SELECT count(*) FROM quarantine"),
        audit=one("SELECT count(*) FROM audit"),
        effects=dict(con.execute("SELECT status, count(*) FROM effects GROUP BY status ORDER BY status").fetchall()),
        states={
            (row[0], row[1]): row[2] for row in con.execute("SELECT journey, version, count(*) FROM states GROUP BY 1, 2 ORDER BY 1, 2")
        },
        first_us=first_us,
        last_us=last_us,
        received_us=received_us,
        next_due_us=one("SELECT min(next_us) FROM states"),
    )
