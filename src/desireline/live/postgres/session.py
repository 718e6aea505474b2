"""One connection, with the statements of a store prepared on it, and the locks of the transaction that is on it."""

from collections.abc import Collection, Sequence
from typing import Any, LiteralString

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
    """A connection. `alone`: its transactions lock everything, where they lock anything.

    What gives no answer that anyone waits for is sent together with the next statement that does: a node may be far from its server.
    """

    def __init__(self, con: psycopg.Connection[TupleRow]) -> None:
        self.con = con
        self.alone = False
        self._cursor = con.cursor(binary=True)
        self._silent = con.cursor(binary=True)
        self._waiting: list[tuple[LiteralString, Sequence[Any]]] = []
        self._locked_all: bool | None = None
        self._begun = False

    def works(self) -> bool:
        """Whether the server answers; where it does not, the connection ends."""
        try:
            self.con.execute("")
        except psycopg.Error:
            self.con.close()
            return False
        return True

    def begin(self, how: LiteralString) -> None:
        """Begin a transaction, by this statement."""
        self._locked_all = None
        self._begun = False
        self._waiting = [(how, ())]

    def commit(self) -> None:
        """Commit it. What waits is done before."""
        if self._begun or len(self._waiting) > 1:
            self.rows("COMMIT")
        self._waiting = []

    def roll_back(self) -> None:
        """Undo it; where that fails, the connection ends."""
        self._waiting = []
        try:
            if self.con.info.transaction_status != psycopg.pq.TransactionStatus.IDLE:
                self._cursor.execute("ROLLBACK")
        except psycopg.Error:
            self.con.close()

    def rows(self, statement: LiteralString, parameters: Sequence[Any] = ()) -> list[TupleRow]:
        """What a statement finds."""
        cursor = self._done(statement, parameters)
        # The same as whether it has a `description`, for which the driver would make a list of all columns.
        return cursor.fetchall() if cursor.rownumber is not None else []

    def do(self, statement: LiteralString, parameters: Sequence[Any] = ()) -> int:
        """Execute a statement. How many rows it concerned."""
        return self._done(statement, parameters).rowcount

    def later(self, statement: LiteralString, parameters: Sequence[Any] = ()) -> None:
        """Execute a statement before the next one, or before the transaction is committed."""
        self._waiting.append((statement, parameters))

    def share_or_lock_everything(self, names: int) -> bool:
        """Lock everything, where so many names are as good as everything; else let nobody else do so. Whether everything is locked."""
        if self._locked_all is None or (names > LOCKS_MOST and not self._locked_all):
            self._locked_all = self.alone or names > LOCKS_MOST
            self.later("SELECT pg_advisory_xact_lock(%s)" if self._locked_all else "SELECT pg_advisory_xact_lock_shared(%s)", (EVERYTHING,))
        return self._locked_all

    def lock(self, names: Collection[str]) -> set[str] | None:
        """Wait until nobody else has locked these names, nor the customers whose they are, one after the other. Which; None: all."""
        if self.share_or_lock_everything(len(names)):
            return None
        # Only names that were not given come back: mostly none. That the locks are counted makes the server take each of them, in order.
        ((_, further),) = self.rows(
            """
            SELECT count(locked), array_agg(name) FILTER (WHERE NOT given) FROM (
                SELECT name, given, pg_advisory_xact_lock(hashtextextended(name, 0))::text AS locked FROM (
                    SELECT name, bool_or(given) AS given FROM (
                        SELECT n COLLATE "C" AS name, true AS given FROM unnest(%s::text[]) AS n
                        UNION ALL SELECT i.customer, false FROM unnest(%s::text[]) AS n JOIN identities AS i ON i.identity = n
                    ) AS either GROUP BY name ORDER BY name
                ) AS names
            ) AS taken
            """,
            (listed := texts(names), listed),
        )
        return {*names, *(further or ())}

    def try_lock(self, names: Collection[str]) -> list[str]:
        """Those of the names that nobody else has locked. They are locked now."""
        statement: LiteralString = "SELECT pg_try_advisory_xact_lock(%s)" if self.alone else "SELECT pg_try_advisory_xact_lock_shared(%s)"
        ((free,),) = self.rows(statement, (EVERYTHING,))
        if not free:
            return []
        if self.alone:
            return list(names)
        locked = self.rows(
            "SELECT n FROM unnest(%s::text[]) AS n WHERE pg_try_advisory_xact_lock(hashtextextended(n, 0))", (texts(sorted(names)),)
        )
        return [name for (name,) in locked]

    def _done(self, statement: LiteralString, parameters: Sequence[Any]) -> psycopg.Cursor[TupleRow]:
        if not self._waiting:
            return self._cursor.execute(statement, parameters, prepare=True)
        waiting, self._waiting, self._begun = self._waiting, [], True
        with self.con.pipeline():
            for before, values in waiting:
                self._silent.execute(before, values, prepare=True)
            return self._cursor.execute(statement, parameters, prepare=True)
