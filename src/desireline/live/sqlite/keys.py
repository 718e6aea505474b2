"""Digests of the keys that admit callers."""

import sqlite3
from collections.abc import Sequence

from desireline.live.stored import StoredKey


class SqliteKeys:
    """See `desireline.live.store.KeyTable`."""

    def __init__(self, con: sqlite3.Connection) -> None:
        self._con = con

    def listed(self) -> Sequence[StoredKey]:
        """All of them, by name."""
        return [StoredKey(*row) for row in self._con.execute("SELECT name, digest, made_us FROM keys ORDER BY name")]

    def add(self, key: StoredKey) -> None:
        """Keep a key. Raises where one has its name."""
        self._con.execute("INSERT INTO keys (name, digest, made_us) VALUES (?, ?, ?)", (key.name, key.digest, key.made_us))

    def remove(self, name: str) -> bool:
        """Forget a key. False: there is none of that name."""
        return self._con.execute("DELETE FROM keys WHERE name = ?", (name,)).rowcount == 1
