"""One connection, with the statements of a store prepared on it, and the locks of the transaction that is on it."""

from collections.abc import Collection, Sequence
from typing import Any

import psycopg
from psycopg.rows import TupleRow

from desireline.live.postgres.arrays import texts

LOCKS_MOST = 1000
"""How many names a transaction locks one by one, at most. The server has room for some thousands of locks of all transactions together."""
EVERYTHING = 0x4445_534C_0000_0000
"""The lock that whoever locks single names shares; who has it alone has locked all names."""
SETTINGS = b"""
    -- Plans stay what they are written for, also where a table was empty when they were made, or has just grown.
    SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off;
    SET jit = off;
    -- A node that stands still in the middle of its work holds up no other for longer than this.
    SET idle_in_transaction_session_timeout = '60s'; SET lock_timeout = '30s';
    SET default_transaction_isolation = 'read committed';
    -- What is acknowledged is on disk; a server that is stricter stays so.
    SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off';
"""


class Session:
    """A connection. `alone`: its transactions lock everything, where they lock anything."""

    def __init__(self, con: psycopg.Connection[TupleRow]) -> None:
        self.con = con
        self.alone = False
        self._cursor = con.cursor(binary=True)

    def rows(self, statement: str, parameters: Sequence[Any] = ()) -> list[TupleRow]:
        """What a statement finds."""
        return self._cursor.execute(statement, parameters, prepare=True).fetchall()

    def do(self, statement: str, parameters: Sequence[Any] = ()) -> int:
        """Execute a statement that gives no rows. How many rows it concerned."""
        return self._cursor.execute(statement, parameters, prepare=True).rowcount

    def share_or_lock_everything(self, names: int) -> bool:
        """Lock everything, where so many names are as good as everything; else let nobody else do so. Whether everything is locked."""
        alone = self.alone or names > LOCKS_MOST
        self.rows("SELECT pg_advisory_xact_lock(%s)" if alone else "SELECT pg_advisory_xact_lock_shared(%s)", (EVERYTHING,))
        return alone

    def lock(self, names: Sequence[str]) -> None:
        """Wait until nobody else has locked these names, one after the other."""
        if not self.share_or_lock_everything(len(names)):
            self.rows("SELECT count(pg_advisory_xact_lock(hashtextextended(n, 0))) FROM unnest(%s::text[]) AS n", (texts(names),))

    def try_lock(self, names: Collection[str]) -> list[str]:
        """Those of the names that nobody else has locked. They are locked now."""
        statement = "SELECT pg_try_advisory_xact_lock(%s)" if self.alone else "SELECT pg_try_advisory_xact_lock_shared(%s)"
        ((free,),) = self.rows(statement, (EVERYTHING,))
        if not free:
            return []
        if self.alone:
            return list(names)
        locked = self.rows(
            "SELECT n FROM unnest(%s::text[]) AS n WHERE pg_try_advisory_xact_lock(hashtextextended(n, 0))", (texts(sorted(names)),)
        )
        return [name for (name,) in locked]
