"""After a new version of a map: customers computed anew in the background, a few at a time, while events go on."""

import threading

from desireline.live.runtime import Runtime

PAUSE_SECONDS = 0.02
AGAIN_SECONDS = 5.0
REST_SECONDS = 30.0
REST_MOST_SECONDS = 3600.0
"""Once none is outdated it looks again, ever less often: a node that still runs an earlier version may have had some meanwhile."""


class Renewing:
    """A thread that renews a runtime's customers where they are outdated. `failure`: why it cannot go on at present; it is tried again.

    most          how many are computed in one transaction: events that come in meanwhile wait for it
    rest_seconds  after how long it looks again, at first, where none was outdated
    """

    def __init__(self, runtime: Runtime, most: int = 100, *, rest_seconds: float = REST_SECONDS) -> None:
        self._runtime = runtime
        self._most = most
        self._rest_seconds = rest_seconds
        self._stop = threading.Event()
        self.renewed = 0
        self.failure: Exception | None = None
        self._thread = threading.Thread(target=self._run, name="desireline-renewing", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End, also where some are outdated still."""
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        pause_seconds, rest_seconds = 0.0, self._rest_seconds
        while not self._stop.wait(pause_seconds):
            try:
                count = self._runtime.renew(self._most)
            except Exception as error:  # whatever it is, it is told, and tried again
                self.failure, pause_seconds = error, AGAIN_SECONDS
                continue
            self.failure, pause_seconds = None, PAUSE_SECONDS
            self.renewed += count
            if not count:
                pause_seconds, rest_seconds = rest_seconds, min(rest_seconds * 2, REST_MOST_SECONDS)
