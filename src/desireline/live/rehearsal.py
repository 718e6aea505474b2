"""A rehearsal: the clock follows the events that come in, and stops on its way wherever something is due, as if it had all happened."""

import threading
import time
from collections.abc import Sequence
from concurrent.futures import Future

from desireline.live.admission import Unreadable
from desireline.live.clock import VirtualClock
from desireline.live.intake import Answer
from desireline.live.out import Outbox
from desireline.live.passing import pass_time
from desireline.live.runtime import Runtime
from desireline.live.store import Store, Transaction
from desireline.live.use import use_for
from desireline.live.writer import Writer
from desireline.model import Event

AHEAD_MOST_US = 366 * 86_400_000_000
"""How far an event moves the clock on at most: one further ahead is taken for a mistake, and quarantined as always."""
STEP_SECONDS = 0.05


def rehearsal_clock(store: Store, start_us: int) -> VirtualClock:
    """The clock of a rehearsal on a store: it begins at `start_us`, or goes on where the store's latest event came in, if that is later.

    From then on the store is for rehearsals. Raises DesirelineError (L125) where it runs live.
    """

    def begin_us(tx: Transaction) -> int:
        use_for(tx, "rehearsal", store.place)
        return max(start_us, tx.events.last_received_us() or start_us)

    return VirtualClock(store.run(begin_us))


class Rehearsal:
    """Takes events for a runtime in virtual time. Close it before the runtime.

    clock   the runtime's and the outbox's own
    outbox  what it owes is handed out at once; None: nothing is
    speed   how many times faster than the machine's the clock also moves by itself; 0: only events and `pass_until` move it
    """

    def __init__(self, runtime: Runtime, clock: VirtualClock, outbox: Outbox | None = None, *, speed: float = 0.0) -> None:
        self._runtime = runtime
        self._clock = clock
        self._outbox = outbox
        self._moving = threading.Lock()
        self._stop = threading.Event()
        self._writer = Writer(self.take, group_most=1, queue_most=1_000, each=lambda: False, each_seconds=None)
        self._thread = threading.Thread(target=self._run, args=(speed,), name="desireline-rehearsal", daemon=True)
        if speed > 0:
            self._thread.start()

    def take(self, events: Sequence[Event | Unreadable]) -> list[Answer]:
        """Take events in their order of arrival; before one that is ahead of the clock, time passes up to it. An answer for each."""
        answers: list[Answer] = []
        group: list[Event | Unreadable] = []
        with self._moving:
            for event in events:
                if isinstance(event, Event) and 0 < event.time_us - self._clock.now_us() <= AHEAD_MOST_US:
                    answers += self._runtime.take(group) if group else []
                    group = []
                    pass_time(self._runtime, self._clock, event.time_us, self._outbox)
                group.append(event)
            answers += self._runtime.take(group) if group else []
            if self._outbox is not None:
                self._outbox.deliver()
        return answers

    def submit(self, events: Sequence[Event | Unreadable]) -> "Future[list[Answer]]":
        """The same from many threads, one batch after the other. Raises DesirelineError as `Runtime.submit` does."""
        return self._writer.submit(events)

    def pass_until(self, until_us: int) -> int:
        """Let time pass up to a moment. What the clock says then; a moment that is over already changes nothing."""
        with self._moving:
            pass_time(self._runtime, self._clock, max(until_us, self._clock.now_us()), self._outbox)
            return self._clock.now_us()

    @property
    def waiting(self) -> int:
        """How many batches wait to be taken in."""
        return self._writer.waiting

    def close(self) -> None:
        """Take in what waits, and end."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()
        self._writer.close()

    def _run(self, speed: float) -> None:
        before = time.monotonic()
        while not self._stop.wait(STEP_SECONDS):
            now = time.monotonic()
            self.pass_until(self._clock.now_us() + round((now - before) * speed * 1e6))
            before = now
