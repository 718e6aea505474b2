"""After a new version of a map: customers computed anew in the background, a few at a time, while events go on."""

import threading

from desireline.diagnostics import DesirelineError
from desireline.live.runtime import Runtime

PAUSE_SECONDS = 0.02
AGAIN_SECONDS = 5.0


class Renewing:
    """A thread that renews a runtime's customers until none is outdated. `failure`: why it cannot go on at present; it is tried again.

    most  how many are computed in one transaction: events that come in meanwhile wait for it
    """

    def __init__(self, runtime: Runtime, most: int = 100) -> None:
        self._runtime = runtime
        self._most = most
        self._stop = threading.Event()
        self.renewed = 0
        self.failure: DesirelineError | None = None
        self._thread = threading.Thread(target=self._run, name="desireline-renewing", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End, also where some are outdated still."""
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        pause_seconds = 0.0
        while not self._stop.wait(pause_seconds):
            try:
                count = self._runtime.renew(self._most)
            except DesirelineError as error:
                self.failure, pause_seconds = error, AGAIN_SECONDS
                continue
            self.failure, pause_seconds = None, PAUSE_SECONDS
            self.renewed += count
            if not count:
                return
