"""The database, transactions on it, and what is done again where nodes get into each other's way or connections are lost."""

import random
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import LiteralString, cast

import psycopg
from psycopg import errors

from desireline.diagnostics import DesirelineError, Diagnostic, Fix
from desireline.live.postgres.completeness import complete_until
from desireline.live.postgres.connections import Connections
from desireline.live.postgres.effects import PostgresEffects
from desireline.live.postgres.events import PostgresEvents
from desireline.live.postgres.identities import PostgresIdentities
from desireline.live.postgres.info import info_of
from desireline.live.postgres.keys import PostgresKeys
from desireline.live.postgres.migrations import migrate
from desireline.live.postgres.records import PostgresRecords
from desireline.live.postgres.session import Session
from desireline.live.postgres.states import PostgresStates
from desireline.live.store import ContendedError, Result, Transaction
from desireline.live.store_info import StoreInfo, StoreUse

TRIES = 12
"""How often work is done before it is given up: with the waits in between, after about ten seconds."""
_CONTENDED = (ContendedError, errors.DeadlockDetected, errors.SerializationFailure, errors.OutOfMemory)
_LOST_STATES = ("08", "57P", "25P03", "53300")
"""Codes, or beginnings of codes, of a server that ends a connection or takes none."""


class _LostInCommitError(Exception):
    """Nobody knows whether the transaction is kept."""


class PostgresTransaction:
    """A unit of work: READ COMMITTED, so that what is read after a lock is what others left."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.events = PostgresEvents(session)
        self.identities = PostgresIdentities(session)
        self.states = PostgresStates(session)
        self.effects = PostgresEffects(session)
        self.records = PostgresRecords(session)
        self.keys = PostgresKeys(session)

    def lock(self, names: Collection[str]) -> Collection[str] | None:
        """Wait until no other node is at these identities, nor at the customers whose they are. Which are locked; None: all are."""
        return self._session.lock(names)

    @property
    def id(self) -> str:
        """What tells the store from others."""
        return str(self._session.rows("SELECT id FROM installation")[0][0])

    def use(self) -> StoreUse | None:
        """What the store is for. None: nobody has said yet."""
        return cast("StoreUse | None", self._session.rows("SELECT use FROM installation")[0][0])

    def set_use(self, use: StoreUse) -> None:
        """Say what it is for."""
        self._session.do("UPDATE installation SET use = %s", (use,))

    def info(self) -> StoreInfo:
        """What the store holds, counted."""
        return info_of(self._session)


class PostgresStore:
    """A store in a PostgreSQL database, for any number of nodes. Tables are made, or brought to the newest version, when it is opened.

    address  a URL or conninfo as libpq knows them; PG* environment variables count, too
    create   make the tables that are missing; else that is refused (L120)

    A connection that was lost is opened anew, and work that was not committed is done again. Raises DesirelineError where the database
    is no store (L101), a newer program's (L102), or cannot be used (L103).
    """

    writers = 2
    """One is computed while the server is at the other."""

    def __init__(self, address: str, *, create: bool = True) -> None:
        self._rng = random.Random()
        try:
            self._connections = Connections(address)
            self.place = _place(address)
            with self._connections.session() as session:
                if not create:
                    self._refuse_none(session)
                migrate(session.con, self.place)
        except psycopg.Error as error:
            raise DesirelineError(self._failed(error)) from error

    def run(self, work: Callable[[Transaction], Result]) -> Result:
        """Do work in a transaction, and commit it. What gets into another node's way, or loses its connection before it is committed, is
        undone and done again. Raises DesirelineError (L103) where the server fails."""
        alone, attempt = False, 0
        while True:
            try:
                with self._began(alone) as tx:
                    return work(tx)
            except (psycopg.Error, ContendedError, _LostInCommitError) as error:
                attempt += 1
                if attempt == _tries(error):
                    raise DesirelineError(self._failed(error)) from error
                alone = alone or isinstance(error, errors.OutOfMemory)  # of room for locks: one for everything always has room
                if _is_lost(error):
                    self._connections.forget_free()
            if attempt > 1:
                time.sleep(min(0.01 * 2**attempt, 2.0) * self._rng.uniform(0.5, 1.0))

    @contextmanager
    def transaction(self) -> Iterator[PostgresTransaction]:
        """One transaction, tried once: for reading. Commits where its block ends, and undoes all where an exception leaves it. Raises
        DesirelineError (L103) where the server fails."""
        try:
            with self._began(reading="BEGIN") as tx:
                yield tx
        except (psycopg.Error, ContendedError, _LostInCommitError) as error:
            raise DesirelineError(self._failed(error)) from error

    @contextmanager
    def snapshot(self) -> Iterator[PostgresTransaction]:
        """To read as of one moment. Raises DesirelineError (L103) where the server fails."""
        try:
            with self._began(reading="BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY") as tx:
                yield tx
        except (psycopg.Error, _LostInCommitError) as error:
            raise DesirelineError(self._failed(error)) from error

    @property
    def id(self) -> str:
        """What tells this store from others. Raises DesirelineError (L103) where the server fails."""
        with self.snapshot() as tx:
            return tx.id

    def complete_until(self) -> int:
        """A number up to which all received events are there. Raises DesirelineError (L103) where the server fails."""
        try:
            with self._connections.session() as session:
                return complete_until(session)
        except psycopg.Error as error:
            raise DesirelineError(self._failed(error)) from error

    def close(self) -> None:
        """Close all connections."""
        self._connections.close()

    @contextmanager
    def _began(self, alone: bool = False, reading: LiteralString | None = None) -> Iterator[PostgresTransaction]:
        """Who is reading cannot begin again, so is given a connection that was just seen to work."""
        with self._connections.session(seen=reading is not None) as session:
            session.alone = alone
            session.begin(reading or "BEGIN")
            try:
                yield PostgresTransaction(session)
            except BaseException:
                session.roll_back()
                raise
            try:
                session.commit()
            except psycopg.Error as error:
                if _is_lost(error):
                    raise _LostInCommitError(str(error)) from error
                session.roll_back()
                raise

    def _refuse_none(self, session: Session) -> None:
        if session.rows("SELECT to_regclass('desireline') IS NULL") == [(True,)]:
            self._connections.close()
            raise DesirelineError(
                Diagnostic(
                    "L120",
                    f"there is no store at {self.place}",
                    why="a new one would be empty",
                    fix=Fix("give the address of the store that the maps run on"),
                )
            )

    def _failed(self, error: Exception) -> Diagnostic:
        return Diagnostic(
            "L103",
            f"the store {self.place} cannot be used: {str(error).strip()}",
            why="nothing of this piece of work was acknowledged",
            fix=Fix("see to the server and the way to it, then do the same again: nothing is taken twice"),
        )


def _tries(error: Exception) -> int:
    """How often work that failed so is done, at most."""
    if isinstance(error, _CONTENDED) or _is_lost(error):
        return TRIES
    return 3 if isinstance(error, errors.UniqueViolation) else 1


def _is_lost(error: Exception) -> bool:
    """Whether it was the connection that failed."""
    if isinstance(error, psycopg.Error) and error.sqlstate is not None:
        return error.sqlstate.startswith(_LOST_STATES)
    return isinstance(error, (psycopg.OperationalError, psycopg.InterfaceError))


def _place(address: str) -> str:
    """The address as it may be told: without the password."""
    known = psycopg.conninfo.conninfo_to_dict(address)
    host, database = known.get("host", "localhost"), known.get("dbname", known.get("user", ""))
    return f"postgresql://{host}/{database}"
