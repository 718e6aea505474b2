"""One lane at work in threads of its own: a receiver that is slow or down holds up no other lane.

One thread speaks with the store: in one transaction it settles what ended, keeps the leases of what is under way, and claims as much as may
begin. The others perform. No more is in memory than is being performed.
"""

import threading
import time
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor

from desireline.live.clock import Clock
from desireline.live.out.handed import Limits, Pace
from desireline.live.out.performing import Attempt
from desireline.live.store import Store, Transaction
from desireline.live.stored import StoredEffect

_REST = 10
"""Where there is no work, the store is asked for a tenth of the time at most: a long backlog that waits takes longer to look through."""


class Lane:
    """Hands out the effects of one lane until `close`.

    perform       makes an attempt
    journeys      only what maps of these decided; None: of all
    lease_us      after how long an attempt of a process that died is made again; what is under way keeps its lease
    poll_seconds  how often the store is asked for work, where there is none
    failure       why the latest round did not succeed; None: it did
    """

    def __init__(
        self,
        name: str,
        store: Store,
        clock: Clock,
        perform: Callable[[StoredEffect], Attempt],
        limits: Limits,
        *,
        journeys: Collection[str] | None,
        lease_us: int,
        poll_seconds: float,
    ) -> None:
        self._name = name
        self._store = store
        self._clock = clock
        self._perform = perform
        self._parallel = limits.parallel
        self._pace = Pace(limits.per_second)
        self._journeys = journeys
        self._lease_us = lease_us
        self._poll_seconds = poll_seconds
        self._changed = threading.Condition()
        self._closing = False
        self._ended: list[Attempt] = []
        self._leases: dict[str, int] = {}
        self._hold_until_us: int | None = None
        self.failure: Exception | None = None
        self._pool = ThreadPoolExecutor(limits.parallel, f"desireline-{name}")
        self._thread = threading.Thread(target=self._run, name=f"desireline-{name}", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Begin nothing more."""
        with self._changed:
            self._closing = True
            self._changed.notify()

    def join(self) -> None:
        """Wait until what is under way ended and is settled."""
        self._thread.join()
        self._pool.shutdown()

    def _run(self) -> None:
        wait_seconds, was_closing = 0.0, False
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._ended or self._closing != was_closing, wait_seconds)  # noqa: B023 - called at once
                ended, was_closing = list(self._ended), self._closing
            try:
                wait_seconds = self._round(ended, closing=was_closing)
                self.failure = None
            except Exception as error:  # what was claimed is claimed again when its lease is over; what ended is settled later
                self.failure = error
                wait_seconds = self._poll_seconds
            if was_closing and (self.failure is not None or not self._leases):
                return

    def _round(self, ended: Sequence[Attempt], *, closing: bool) -> float:
        """Settle what ended, and begin as much as may begin. After how many seconds to look again, if nothing ends before."""
        now_us, began_seconds = self._clock.now_us(), time.monotonic()
        over = {attempt.settled.id for attempt in ended}
        going = [id_ for id_ in self._leases if id_ not in over]
        self._hold(ended)
        held = closing or (self._hold_until_us is not None and now_us < self._hold_until_us)
        free = 0 if held else self._parallel - len(going)
        may_begin = self._pace.permitted(free, now_us)
        claimed = self._exchange(ended, going, may_begin, now_us)
        with self._changed:
            del self._ended[: len(ended)]
        for id_ in over:
            self._leases.pop(id_, None)
        self._pace.spend(len(claimed))
        for stored in claimed:
            self._leases[stored.effect.id] = now_us + self._lease_us
            self._pool.submit(self._attempt, stored)
        if free > 0 and len(claimed) == may_begin:  # the pace alone keeps more from beginning
            return self._pace.wait_seconds()
        # How long the store took is no matter of what time it is: a clock that jumps meanwhile is no reason to rest.
        return max(self._poll_seconds, (time.monotonic() - began_seconds) * _REST)

    def _exchange(self, ended: Sequence[Attempt], going: Sequence[str], may_begin: int, now_us: int) -> Sequence[StoredEffect]:
        """Tell the store what ended and what is still under way, and take what may begin, in one transaction."""
        until_us = now_us + self._lease_us
        # A clock that was set back makes a lease too long: it is renewed as well, so that it ends in time where this process dies.
        renewing = [id_ for id_ in going if not now_us + self._lease_us // 2 < self._leases[id_] <= until_us]
        if not (ended or renewing or may_begin):
            return ()

        def exchange(tx: Transaction) -> Sequence[StoredEffect]:
            if ended:
                tx.effects.settle([attempt.settled for attempt in ended])
            if renewing:
                tx.effects.renew(renewing, until_us)
            return tx.effects.claim([self._name], now_us, until_us, may_begin, self._journeys) if may_begin else ()

        claimed = self._store.run(exchange)
        self._leases.update(dict.fromkeys(renewing, until_us))
        return claimed

    def _hold(self, ended: Sequence[Attempt]) -> None:
        until_us = [attempt.hold_until_us for attempt in ended if attempt.hold_until_us is not None]
        if until_us:
            self._hold_until_us = max(until_us)

    def _attempt(self, stored: StoredEffect) -> None:
        attempt = self._perform(stored)
        with self._changed:
            self._ended.append(attempt)
            self._changed.notify()
