"""A store by its address, as commands and settings name it."""

from pathlib import Path

from desireline.diagnostics import DesirelineError, Diagnostic, Fix
from desireline.live.sqlite import SqliteStore, copies
from desireline.live.sqlite.copies import Copied
from desireline.live.store import Store


def open_store(address: str | Path, *, create: bool = True) -> Store:
    """Open the store of an address: the path of a SQLite file (also as `sqlite:PATH`), or a PostgreSQL database as
    `postgresql://USER@HOST/DATABASE`, or any other URL that libpq takes.

    create  make the file, or the tables, that are missing; else that is refused

    Raises DesirelineError where no store is of that kind (L108), what it needs is not installed (L109), it is missing (L120), or cannot be
    opened (L101 to L103).
    """
    path = sqlite_path(address)
    if path is not None:
        if not create and not Path(path).exists():
            raise DesirelineError(no_store(path))
        return SqliteStore(path)
    if is_postgres(address):
        return _postgres(str(address), create)
    kind = str(address).partition(":")[0]
    raise DesirelineError(
        Diagnostic(
            "L108",
            f"there is no store of the kind `{kind}`",
            fix=Fix("give the path of a file, such as live.db, or a database, such as postgresql://localhost/live"),
        )
    )


def sqlite_path(address: str | Path) -> str | None:
    """The file of an address; None where it names a store of another kind."""
    text = str(address)
    kind, mark, rest = text.partition(":")
    if not mark or len(kind) == 1:  # a path, with a drive's letter perhaps
        return text
    return rest if kind == "sqlite" else None


def is_postgres(address: str | Path) -> bool:
    """Whether an address names a PostgreSQL database."""
    return str(address).partition(":")[0] in ("postgresql", "postgres")


def no_store(path: str | Path) -> Diagnostic:
    """There is no such file."""
    return Diagnostic(
        "L120",
        f"there is no store at {path}",
        why="a new one would be empty",
        fix=Fix("say --store and the address of the store that the maps run on; `desireline serve` makes one"),
    )


def back_up(address: str | Path, target: str | Path, *, replace: bool = False, rehearsal: bool = False) -> Copied:
    """Copy a store in a SQLite file, as it is at one moment, into a file of its own, while it runs. See `sqlite.copies`.

    Raises DesirelineError where it is of another kind (L122), and as that does.
    """
    return copies.back_up(_file_of(address), Path(target), replace=replace, rehearsal=rehearsal)


def put_back(copy: str | Path, address: str | Path, *, replace: bool = False) -> Copied:
    """Make a copy the store of an address, a SQLite file, while nothing runs on it. See `sqlite.copies`.

    Raises DesirelineError where it is of another kind (L122), and as that does.
    """
    return copies.put_back(Path(copy), _file_of(address), replace=replace)


def _file_of(address: str | Path) -> Path:
    path = sqlite_path(address)
    if path is None:
        raise DesirelineError(
            Diagnostic(
                "L122",
                "this makes copies of stores in SQLite files",
                why="a server's own tools know what a copy of a database needs",
                fix=Fix("for PostgreSQL: `pg_dump --format=custom --file=copy.dump ADDRESS`, and `pg_restore --dbname=ADDRESS copy.dump`"),
            )
        )
    return Path(path)


def _postgres(address: str, create: bool) -> Store:
    try:
        from desireline.live.postgres import PostgresStore
    except ImportError as error:
        raise DesirelineError(
            Diagnostic(
                "L109",
                f"what speaks to PostgreSQL is not installed: {error}",
                why="the store cannot be reached",
                fix=Fix("pip install 'desireline[postgres]'"),
            )
        ) from error
    return PostgresStore(address, create=create)
