"""Threads that perform: no more than a lane may have at once, and none that keeps the process from ending."""

import queue
import threading
from collections.abc import Callable

from desireline.live.stored import StoredEffect


class Workers:
    """At most `most` threads that call `perform`; each begins when it is first needed.

    They are daemons, as a handler that does not end cannot be made to: a pool of the standard library would have the process wait for it.
    `perform` raises nothing.
    """

    def __init__(self, most: int, name: str, perform: Callable[[StoredEffect], None]) -> None:
        self._most = most
        self._name = name
        self._perform = perform
        self._handed: queue.SimpleQueue[StoredEffect | None] = queue.SimpleQueue()
        self._begun = 0

    def hand(self, stored: StoredEffect, busy: int) -> None:
        """Have an effect performed. `busy`: how many are under way already."""
        self._handed.put(stored)
        if self._begun < self._most and self._begun <= busy:
            threading.Thread(target=self._run, name=f"{self._name}-{self._begun}", daemon=True).start()
            self._begun += 1

    def end(self) -> None:
        """Let those end that are at rest, and the others once they are."""
        for _ in range(self._begun):
            self._handed.put(None)

    def _run(self) -> None:
        while (stored := self._handed.get()) is not None:
            self._perform(stored)
