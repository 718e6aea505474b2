"""A store by its address, as commands and settings name it."""

from pathlib import Path

from desireline.diagnostics import DesirelineError, Diagnostic, Fix
from desireline.live.sqlite import SqliteStore
from desireline.live.store import Store


def open_store(address: str | Path) -> Store:
    """Open the store of an address: the path of a SQLite file (also as `sqlite:PATH`).

    Raises DesirelineError where no store is of that kind (L108), or it cannot be opened (L101 to L103).
    """
    text = str(address)
    kind, mark, rest = text.partition(":")
    if not mark or len(kind) == 1:  # a path, with a drive's letter perhaps
        return SqliteStore(text)
    if kind == "sqlite":
        return SqliteStore(rest)
    raise DesirelineError(
        Diagnostic("L108", f"there is no store of the kind `{kind}`", fix=Fix("give the path of a file, such as live.db"))
    )
