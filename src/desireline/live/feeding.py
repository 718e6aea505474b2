"""A lake that is fed from a store in the background while somebody looks at it: what is measured is then what happens."""

import logging
import os
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from pathlib import Path

import msgspec

from desireline.diagnostics import DesirelineError
from desireline.events import Step, SyncedTo, feed, read_manifest
from desireline.live.clock import Clock
from desireline.live.opening import sqlite_path
from desireline.live.store import Store
from desireline.live.syncing import BATCH, sync

EACH_SECONDS = 1.0
LOOKED_SECONDS = 60.0
"""How long after somebody looked it goes on."""
REST = 4.0
"""So many times as long as it took to feed, it rests: whoever reads the lake, and the service beside it, have most of the time."""
REST_MOST_SECONDS = 20.0
_UNDER_WAY = "E205"
_log = logging.getLogger("desireline.live")


class Fed(msgspec.Struct, frozen=True):
    """How a lake stands to its store.

    at_us    when the lake last had all that the store had; None: not yet
    failure  why it cannot be fed at present
    taken    events that were taken over in a long turn that is under way, and `of` how many the store has; None: none is
    """

    at_us: int | None = None
    failure: Exception | None = None
    taken: int | None = None
    of: int | None = None


class Feeding:
    """A thread that feeds a lake. What fails is tried again, with the next turn.

    opened        opens the store for one turn: it need not be there all the time
    lake          its folder
    each_seconds  how long it rests at least between two turns
    batch         how many events are taken over by one commit at most
    """

    def __init__(
        self,
        opened: Callable[[], AbstractContextManager[Store]],
        lake: Path,
        clock: Clock,
        *,
        each_seconds: float = EACH_SECONDS,
        batch: int = BATCH,
    ) -> None:
        self.opened, self._lake, self._clock, self._each_seconds, self._batch = opened, lake, clock, each_seconds, batch
        self._looked = float("-inf")
        self._one_at_a_time = threading.Lock()
        self._stop = threading.Event()
        self._wake = threading.Event()
        self.fed = Fed()
        self._thread = threading.Thread(target=self._run, name="desireline-feeding", daemon=True)
        self._thread.start()

    @property
    def lake(self) -> Path:
        """The folder of the lake."""
        return self._lake

    def make_ready(self) -> None:
        """Make an empty lake where there is none yet. Raises DesirelineError where it cannot be made (E2xx), or the store fails."""
        home = self._lake
        if read_manifest(home) is not None:
            return
        with suppress(OSError):  # what cannot be made is told by who writes into it
            home.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self.opened() as store, self._one_at_a_time:
            if read_manifest(home) is not None:
                return
            nothing = SyncedTo(store=store.id, number=0, source="", id="", received_us=0, aliases=0)
            feed([], (), home, Step(None, nothing), clock_us=self._clock.now_us())

    @property
    def failure(self) -> Exception | None:
        """Why the lake cannot be fed at present; None: it can, or nobody looks."""
        return self.fed.failure

    def now_us(self) -> int:
        """What the store's clock says."""
        return self._clock.now_us()

    def look(self) -> None:
        """Say that somebody looks: the lake is fed from now on, for a while."""
        self._looked = time.monotonic()
        self._wake.set()

    def close(self) -> None:
        """End, after the batch that is under way."""
        self._stop.set()
        self._wake.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stop.is_set():
            self._wake.clear()
            if time.monotonic() - self._looked > LOOKED_SECONDS:
                self.fed = Fed(self.fed.at_us)
                self._wake.wait()
                continue
            begun = time.monotonic()
            try:
                self._turn()
            except Exception as error:  # whatever it is, the next turn may do better, and the page says that this one did not
                if not isinstance(error, DesirelineError):
                    _log.error("a lake could not be fed", exc_info=error)
                self.fed = msgspec.structs.replace(self.fed, failure=error, taken=None, of=None)
            self._stop.wait(max(self._each_seconds, min(REST * (time.monotonic() - begun), REST_MOST_SECONDS)))

    def _turn(self) -> None:
        """Feed all that the store has, a batch at a time: how far it is can be told in between."""
        taken, of = 0, None
        with self.opened() as store:
            while not self._stop.is_set():
                now_us = self._clock.now_us()
                try:
                    with self._one_at_a_time:
                        done = sync(store, self._lake, now_us=now_us, batch=self._batch, batches=1)
                except DesirelineError as error:
                    if error.diagnostics[0].code != _UNDER_WAY:
                        raise
                    self.fed = Fed(self.fed.at_us)  # somebody else feeds it
                    return
                if done.events < self._batch:
                    self.fed = Fed(at_us=now_us)
                    return
                taken += done.events
                if of is None:
                    of = _events_in(store) - done.lake_rows + done.taken
                self.fed = Fed(self.fed.at_us, None, taken, max(of, taken))


def lake_of(store_id: str, address: str) -> Path:
    """Where the lake is that is fed from a store, unless another place is named: beside a store in a SQLite file, else in the user's own
    folder for what can be made again. It bears the store's id: another store in the same place has a lake of its own."""
    path = sqlite_path(address)
    if path is not None:
        return Path(f"{path}.{store_id[:8]}.lake")
    kept = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(kept) / "desireline" / f"{store_id}.lake"


def _events_in(store: Store) -> int:
    with store.snapshot() as tx:
        return tx.events.count()
