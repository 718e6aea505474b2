"""Digests of the keys that admit callers."""

from collections.abc import Sequence

from desireline.live.postgres.session import Session
from desireline.live.stored import StoredKey


class PostgresKeys:
    """See `desireline.live.store.KeyTable`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def listed(self) -> Sequence[StoredKey]:
        """All of them, by name."""
        return [StoredKey(*row) for row in self._session.rows("SELECT name, digest, made_us FROM keys ORDER BY name")]

    def add(self, key: StoredKey) -> None:
        """Keep a key. Raises where one has its name."""
        self._session.do(
            "INSERT INTO keys (name, digest, made_us) VALUES (%s::text, %s::bytea, %s::bigint)", (key.name, key.digest, key.made_us)
        )

    def remove(self, name: str) -> bool:
        """Forget a key. False: there is none of that name."""
        return self._session.do("DELETE FROM keys WHERE name = %s::text", (name,)) == 1
