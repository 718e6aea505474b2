"""The file, its one connection, and transactions on it."""

import queue
import sqlite3
import threading
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from typing import Any, cast

from desireline.diagnostics import DesirelineError, Diagnostic, Fix
from desireline.live.sqlite.effects import SqliteEffects
from desireline.live.sqlite.events import SqliteEvents
from desireline.live.sqlite.holding import Hold
from desireline.live.sqlite.identities import SqliteIdentities
from desireline.live.sqlite.info import info_of
from desireline.live.sqlite.keys import SqliteKeys
from desireline.live.sqlite.migrations import migrate, not_a_store
from desireline.live.sqlite.records import SqliteRecords
from desireline.live.sqlite.states import SqliteStates
from desireline.live.store import Result, Transaction
from desireline.live.store_info import StoreInfo, StoreUse

CACHE_KIB = 32_768
"""How much of the file the writing connection keeps in memory: what it has by itself holds some thousand customers only."""
BUSY_SECONDS = 10.0
"""How long to wait for another process that is writing, or making the file."""
AGAIN_SECONDS = 0.01
_SQLITE = b"SQLite format 3\0"
"""How a SQLite file begins that is not empty."""


def _refuse_other_files(path: Path) -> None:
    """Raise DesirelineError (L101) where something else is there, before a file is put beside it."""
    if path.is_dir():
        raise DesirelineError(not_a_store(f"the folder {path}"))
    if path.is_file():
        with suppress(OSError), path.open("rb") as file:  # what cannot be opened is said by what opens it
            if file.read(len(_SQLITE)) not in (b"", _SQLITE):
                raise DesirelineError(not_a_store(str(path)))


class SqliteTransaction:
    """A unit of work. The whole file is locked for writing while it lasts."""

    def __init__(self, con: sqlite3.Connection) -> None:
        self._con = con
        self.events = SqliteEvents(con)
        self.identities = SqliteIdentities(con)
        self.states = SqliteStates(con)
        self.effects = SqliteEffects(con)
        self.records = SqliteRecords(con)
        self.keys = SqliteKeys(con)

    def lock(self, names: Collection[str]) -> None:
        """Nothing to do: nobody else writes."""

    def use(self) -> StoreUse | None:
        """What the store is for. None: nobody has said yet."""
        return cast("StoreUse | None", self._con.execute("SELECT use FROM installation").fetchone()[0])

    def set_use(self, use: StoreUse) -> None:
        """Say what it is for."""
        self._con.execute("UPDATE installation SET use = ?", (use,))

    def info(self) -> StoreInfo:
        """What the store holds, counted."""
        return info_of(self._con)


class SqliteStore:
    """A store in one file, which is made where it is missing. What was committed survives a loss of power (WAL, synchronous=FULL).

    Raises DesirelineError where the file is no store (L101), a newer program's (L102), cannot be used (L103), is being replaced (L123),
    or would be no file (L108).
    """

    writers = 1

    def __init__(self, path: str | Path) -> None:
        self.path = self.place = str(path)
        if self.path in ("", ":memory:"):
            raise DesirelineError(_no_file(self.path))
        _refuse_other_files(Path(self.path))
        self._lock = threading.RLock()
        with ExitStack() as opened:
            try:
                self._hold = opened.enter_context(closing(Hold(self.path, alone=False)))
                self._con = sqlite3.connect(self.path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
                opened.enter_context(closing(self._con))
                self._prepare()
            except (sqlite3.Error, OSError) as error:
                raise DesirelineError(self._failed(error)) from error
            opened.pop_all()
        self._transaction = SqliteTransaction(self._con)
        self._readers: queue.LifoQueue[sqlite3.Connection] = queue.LifoQueue()

    def _prepare(self) -> None:
        """Others may be making the same file just now: where SQLite says so at once, it is tried again until they are done."""
        give_up = time.monotonic() + BUSY_SECONDS
        while True:
            try:
                self._set_up()
            except sqlite3.OperationalError as error:
                if not _is_busy(error) or time.monotonic() > give_up:
                    raise
                time.sleep(AGAIN_SECONDS)
            else:
                return

    def _set_up(self) -> None:
        migrate(self._con, self.path)
        for setting in (
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
            "temp_store = MEMORY",
            f"cache_size = -{CACHE_KIB}",
        ):
            self._con.execute(f"PRAGMA {setting}")

    def run(self, work: Callable[[Transaction], Result]) -> Result:
        """Do work in a transaction, and commit it. Raises DesirelineError (L103) where the file fails."""
        with self.transaction() as tx:
            return work(tx)

    @contextmanager
    def transaction(self) -> Iterator[SqliteTransaction]:
        """Commits where its block ends, and undoes all where an exception leaves it. Raises DesirelineError (L103) where the file fails."""
        with self._begun("BEGIN IMMEDIATE"):
            yield self._transaction
            self._con.execute("COMMIT")

    @property
    def id(self) -> str:
        """What tells this store from others."""
        return str(self._asked("SELECT id FROM installation"))

    def complete_until(self) -> int:
        """The number of the latest event: one writes at a time, and numbers grow."""
        return int(self._asked("SELECT coalesce(max(received), 0) FROM events"))

    @contextmanager
    def _begun(self, begin: str) -> Iterator[None]:
        with self._lock:
            try:
                self._con.execute(begin)
                try:
                    yield
                except BaseException:
                    if self._con.in_transaction:
                        with suppress(sqlite3.Error):
                            self._con.execute("ROLLBACK")
                    raise
            except sqlite3.Error as error:
                raise DesirelineError(self._failed(error)) from error

    @contextmanager
    def snapshot(self) -> Iterator[SqliteTransaction]:
        """For questions only, on a connection of its own: as of the moment of the first one, beside whoever writes."""
        with self._reading() as con:
            yield SqliteTransaction(con)

    def _asked(self, question: str) -> Any:
        """The one value that answers a question."""
        with self._reading() as con:
            return con.execute(question).fetchone()[0]

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        try:
            con = self._reader()
            try:
                con.execute("BEGIN")
                yield con
            finally:
                if con.in_transaction:
                    con.execute("ROLLBACK")
                self._readers.put(con)
        except sqlite3.Error as error:
            raise DesirelineError(self._failed(error)) from error

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            while not self._readers.empty():
                self._readers.get_nowait().close()
            self._con.close()
            self._hold.close()

    def _reader(self) -> sqlite3.Connection:
        """A connection that nobody uses at present."""
        try:
            return self._readers.get_nowait()
        except queue.Empty:
            con = sqlite3.connect(self.path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
            con.execute("PRAGMA query_only = ON")
            return con

    def _failed(self, error: Exception) -> Diagnostic:
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_NOTADB:
            return not_a_store(self.path)
        if _is_busy(error):
            return _busy(self.path)
        return Diagnostic(
            "L103",
            f"the store {self.path} cannot be used: {f'unable to open it: {error.strerror}' if isinstance(error, OSError) else error}",
            why="nothing of this piece of work was kept, and nothing was acknowledged",
            fix=Fix("see to the disk, its rights and its space, then do the same again: nothing is taken twice"),
        )


def _is_busy(error: Exception) -> bool:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY


def _busy(path: str) -> Diagnostic:
    return Diagnostic(
        "L103",
        f"the store {path} cannot be used: another process has been writing to it for more than {BUSY_SECONDS:g} seconds",
        why="nothing of this piece of work was kept, and nothing was acknowledged",
        fix=Fix("see which process has it open, and why it does not end its work, then do the same again: nothing is taken twice"),
    )


def _no_file(path: str) -> Diagnostic:
    return Diagnostic(
        "L108",
        f"`{path}` names no file",
        why="what is acknowledged would be gone with the process",
        fix=Fix("give the path of a file, such as live.db"),
    )
