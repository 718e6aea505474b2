"""Who has a file open: whoever opens a store shares it until they close it, or end; whoever replaces the file must have it alone."""

from __future__ import annotations

import os
from pathlib import Path

from desireline.diagnostics import DesirelineError, Diagnostic, Fix


class Hold:
    """A lock on `PATH-open`, a file beside the store's. The system frees it when the process ends, however it ends.

    Raises DesirelineError (L123) where it cannot be had: the file is about to be replaced, or is open and to be had alone.
    """

    def __init__(self, path: str | Path, *, alone: bool) -> None:
        import fcntl

        self._descriptor = os.open(f"{path}-open", os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(self._descriptor, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(self._descriptor)
            raise DesirelineError(_in_use(path) if alone else _being_replaced(path)) from None

    def close(self) -> None:
        """Let it go."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


def _in_use(path: str | Path) -> Diagnostic:
    return Diagnostic(
        "L123",
        f"the store {path} is in use",
        why="what is acknowledged there from now on would be gone",
        fix=Fix("stop what runs on it, then restore"),
    )


def _being_replaced(path: str | Path) -> Diagnostic:
    return Diagnostic(
        "L123", f"the store {path} is being replaced by a copy", why="what is written now would be gone", fix=Fix("try again in a moment")
    )
