"""Copies of a store's file: made while it runs, and put in its place when it does not."""

import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import msgspec

from desireline.diagnostics import DesirelineError, Diagnostic, Fix
from desireline.live.sqlite.holding import Hold
from desireline.live.sqlite.migrations import migrate, not_a_store, version_of

PAGES = 1_000
"""How many pages are copied at a time; in between, others of this process get on."""
_BESIDE = ("-wal", "-shm", "-journal")


class Copied(msgspec.Struct, frozen=True):
    """A copy that was made, or put in place. `received_us`: when its latest event was taken in; None: it has none."""

    path: str
    bytes: int
    events: int
    received_us: int | None


def back_up(store: Path, target: Path, *, replace: bool = False, rehearsal: bool = False) -> Copied:
    """Copy a store as it is at one moment into a file of its own. Whoever writes to it goes on meanwhile.

    replace    put it in the place of a file that is there
    rehearsal  make it a store of its own, for rehearsals

    Raises DesirelineError where there is no store (L101, L102, L120), the place is taken or the copy cannot be made (L122).
    """
    _refuse_taken(target, store, replace)
    with _telling(target), _copied(store, target) as part:
        if rehearsal:
            _set_apart(part)
        done = _seen(part, target)
        part.replace(target)
        _settle_folder(target)
    return done


def put_back(copy: Path, store: Path, *, replace: bool = False) -> Copied:
    """Make a copy the store of a place. It is looked through first, and is there as a whole or not at all.

    replace  put it in the place of a store that is there

    Raises DesirelineError where the copy is no store (L101, L102, L120) or damaged (L124), the place is taken or cannot be written
    (L122), or something has the store open (L123).
    """
    _refuse_taken(store, copy, replace)
    with _telling(store), closing(Hold(store, alone=True)), _copied(copy, store) as part:
        _look_through(part, copy)
        done = _seen(part, store)
        _settle(store)
        part.replace(store)
        _settle_folder(store)
    return done


@contextmanager
def _copied(source: Path, target: Path) -> Iterator[Path]:
    """A copy beside the target under a name of its own, which is gone afterwards unless it was renamed."""
    if not source.exists():
        raise DesirelineError(
            Diagnostic("L120", f"there is no store at {source}", why="there is nothing to copy", fix=Fix("give the path of a store"))
        )
    part = target.with_name(f"{target.name}.part-{secrets.token_hex(4)}")
    try:
        with (
            closing(Hold(source, alone=False)),
            closing(_opened(source)) as con,
            closing(sqlite3.connect(part, isolation_level=None)) as made,
        ):
            # One moment for all of the copy: without it, each writer would have it begin anew.
            con.execute("BEGIN")
            con.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchone()
            con.backup(made, pages=PAGES)
            con.execute("ROLLBACK")
            made.execute("PRAGMA journal_mode = DELETE")
        _settle_file(part)
        yield part
    finally:
        for name in (part, *(Path(f"{part}{beside}") for beside in _BESIDE)):
            name.unlink(missing_ok=True)


def _opened(source: Path) -> sqlite3.Connection:
    con = sqlite3.connect(source, isolation_level=None)
    try:
        if not version_of(con, str(source)):
            raise DesirelineError(not_a_store(str(source)))
    except sqlite3.DatabaseError as error:
        con.close()
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_NOTADB:
            raise DesirelineError(not_a_store(str(source))) from error
        raise DesirelineError(_damaged(source, str(error))) from error
    except BaseException:
        con.close()
        raise
    return con


def _set_apart(part: Path) -> None:
    with closing(sqlite3.connect(part, isolation_level=None)) as con:
        migrate(con, str(part))
        con.execute("UPDATE installation SET id = lower(hex(randomblob(16))), use = 'rehearsal'")
    _settle_file(part)


def _look_through(part: Path, copy: Path) -> None:
    """Raises DesirelineError (L124) where something in it is damaged."""
    with closing(sqlite3.connect(part, isolation_level=None)) as con:
        try:
            found = [row[0] for row in con.execute("PRAGMA integrity_check(5)")]
            if found == ["ok"] and con.execute("PRAGMA foreign_key_check").fetchone() is not None:
                found = ["a row names another that is not there"]
        except sqlite3.DatabaseError as error:
            found = [str(error)]
    if found != ["ok"]:
        raise DesirelineError(_damaged(copy, "; ".join(found)))


def _seen(part: Path, place: Path) -> Copied:
    with closing(sqlite3.connect(part, isolation_level=None)) as con:
        events, received_us = con.execute("SELECT count(*), max(received_us) FROM events").fetchone()
    return Copied(str(place), part.stat().st_size, events, received_us)


def _settle(store: Path) -> None:
    """Bring the file that is to be replaced to rest: what is in a log beside it must never be taken for the new one's."""
    if store.exists():
        with suppress(sqlite3.DatabaseError), closing(sqlite3.connect(store, isolation_level=None)) as con:
            con.execute("PRAGMA journal_mode = DELETE")
    for beside in _BESIDE:
        Path(f"{store}{beside}").unlink(missing_ok=True)


def _settle_file(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _settle_folder(path: Path) -> None:
    descriptor = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _telling(target: Path) -> Iterator[None]:
    """Raise what the system says as DesirelineError (L122)."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise DesirelineError(
            Diagnostic(
                "L122",
                f"the copy {target} cannot be made: {error}",
                why="nothing was changed",
                fix=Fix("see to the disk, its rights and its space"),
            )
        ) from error


def _refuse_taken(target: Path, source: Path, replace: bool) -> None:
    if target.exists() and source.exists() and target.samefile(source):
        raise DesirelineError(Diagnostic("L122", f"{target} is the file itself", fix=Fix("give the path of another file")))
    if target.exists() and not replace:
        raise DesirelineError(
            Diagnostic(
                "L122", f"{target} exists", why="what is in it would be gone", fix=Fix("give another path, or say --replace to replace it")
            )
        )


def _damaged(copy: Path, reason: str) -> Diagnostic:
    return Diagnostic(
        "L124",
        f"the copy {copy} is damaged",
        label=reason[:300],
        why="events of customers would be missing or wrong; nothing was changed",
        fix=Fix("take another copy"),
    )
