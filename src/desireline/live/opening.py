"""A store by its address, as commands and settings name it."""

from pathlib import Path

from desireline.diagnostics import DesirelineError, Diagnostic, Fix
from desireline.live.sqlite import SqliteStore
from desireline.live.store import Store


def open_store(address: str | Path) -> Store:
    """Open the store of an address: the path of a SQLite file (also as `sqlite:PATH`), or a PostgreSQL database as
    `postgresql://USER@HOST/DATABASE`, or any other URL that libpq takes.

    Raises DesirelineError where no store is of that kind (L108), what it needs is not installed (L109), or it cannot be opened (L101 to
    L103).
    """
    text = str(address)
    kind, mark, rest = text.partition(":")
    if not mark or len(kind) == 1:  # a path, with a drive's letter perhaps
        return SqliteStore(text)
    if kind == "sqlite":
        return SqliteStore(rest)
    if kind in ("postgresql", "postgres"):
        return _postgres(text)
    raise DesirelineError(
        Diagnostic(
            "L108",
            f"there is no store of the kind `{kind}`",
            fix=Fix("give the path of a file, such as live.db, or a database, such as postgresql://localhost/live"),
        )
    )


def _postgres(address: str) -> Store:
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
    return PostgresStore(address)
