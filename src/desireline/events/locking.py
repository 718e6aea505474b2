"""One import into a lake at a time."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desireline.diagnostics import DesirelineError, Diagnostic, Fix

LOCK = "import.lock"


@contextmanager
def locked(lake: Path) -> Iterator[None]:
    """Hold the lake's lock. The system frees it when the process ends, however it ends, so a lock is never left behind.

    Raises DesirelineError (E205) where another import holds it.
    """
    import fcntl

    with (lake / LOCK).open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise DesirelineError(_held(lake, file.read(100).strip())) from None
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield


def _held(lake: Path, holder: str) -> Diagnostic:
    return Diagnostic(
        "E205",
        f"another import into `{lake}` is under way" + (f" (process {holder})" if holder else ""),
        why="two imports at once could both take the same event",
        fix=Fix("wait until it has ended, then import again"),
    )
