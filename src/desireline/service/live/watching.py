"""What goes on by itself is watched: that it fails, and that it goes on again, is logged once each."""

import logging
import threading
from collections.abc import Callable, Mapping

from desireline.diagnostics import DesirelineError

EACH_SECONDS = 1.0
_log = logging.getLogger("desireline.service")


def told(failure: Exception) -> str:
    """A failure as it may be written to a log: its code or kind, and nothing that it says of anyone."""
    return failure.diagnostics[0].code if isinstance(failure, DesirelineError) else type(failure).__name__


class Watching:
    """A thread that asks each part why it fails at present (None: it does not)."""

    def __init__(self, parts: Mapping[str, Callable[[], Exception | None]], each_seconds: float = EACH_SECONDS) -> None:
        self._parts = parts
        self._each_seconds = each_seconds
        self._failing: dict[str, str] = {}
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="desireline-watching", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End."""
        self._stop.set()
        self._thread.join()

    def look(self) -> None:
        """Ask once, and log what is other than before."""
        for part, failure_of in self._parts.items():
            failure, before = failure_of(), self._failing.get(part)
            if failure is None:
                if self._failing.pop(part, None) is not None:
                    _log.warning("%s go on again", part, extra={"told": {"part": part}})
            elif told(failure) != before:
                self._failing[part] = told(failure)
                _log.error("%s cannot go on at present: %s", part, told(failure), extra={"told": {"part": part, "code": told(failure)}})

    def _run(self) -> None:
        while not self._stop.wait(self._each_seconds):
            self.look()
