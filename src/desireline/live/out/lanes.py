"""One lane at work in threads of its own: a receiver that is slow or down holds up no other lane.

One thread speaks with the store: in one transaction it settles what ended, keeps the leases of what is under way, and claims as much as may
begin. The others perform. No more is in memory than is being performed.

An attempt that does not end in its time has failed, and hangs: it counts among those that may be made at once until it ends, and its effect
is not begun anew meanwhile. So a handler that never ends has no more threads than it may have, and one bad effect takes up one.
"""

import threading
import time
from collections.abc import Collection, Sequence

import msgspec

from desireline.diagnostics import DesirelineError, Diagnostic, Fix
from desireline.live.clock import Clock
from desireline.live.out.handed import Limits, Pace
from desireline.live.out.performing import Attempt, Performer
from desireline.live.out.workers import Workers
from desireline.live.store import Store, Transaction
from desireline.live.stored import StoredEffect

_REST = 10
"""Where there is no work, the store is asked for a tenth of the time at most: a long backlog that waits takes longer to look through."""
_LAST_SECONDS = 5.0
"""How long the store may take to be told what ended, when all is over."""


class _Begun(msgspec.Struct):
    """An attempt under way."""

    stored: StoredEffect
    lease_until_us: int
    begun_seconds: float


class Lane:
    """Hands out the effects of one lane until `stop`.

    performer     makes attempts
    journeys      only what maps of these decided; None: of all
    lease_us      after how long an attempt of a process that died is made again; what is under way keeps its lease
    poll_seconds  how often the store is asked for work, where there is none
    """

    def __init__(
        self,
        name: str,
        store: Store,
        clock: Clock,
        performer: Performer,
        limits: Limits,
        *,
        journeys: Collection[str] | None,
        lease_us: int,
        poll_seconds: float,
    ) -> None:
        self.name = name
        self._store = store
        self._clock = clock
        self._performer = performer
        self._limits = limits
        self._pace = Pace(limits.per_second)
        self._journeys = journeys
        self._lease_us = lease_us
        self._poll_seconds = poll_seconds
        self._changed = threading.Condition()
        self._close_seconds: float | None = None
        self._ended: list[Attempt] = []
        self._under_way: dict[str, _Begun] = {}
        self._hanging: dict[str, _Begun] = {}
        self._hold_until_us: int | None = None
        self._failure: Exception | None = None
        self._workers = Workers(limits.parallel, f"desireline-{name}", self._attempt)
        self._thread = threading.Thread(target=self._run, name=f"desireline-{name}", daemon=True)
        self._thread.start()

    @property
    def failure(self) -> Exception | None:
        """Why it cannot go on at present: its latest round did not succeed, or all attempts that it may make at once hang. None: it can."""
        return self._failure or (_stuck(self.name, self._limits) if self.hanging >= self._limits.parallel else None)

    @property
    def hanging(self) -> int:
        """How many attempts have not ended in their time, and still go on."""
        return len(self._hanging)

    def stop(self, grace_seconds: float) -> None:
        """Begin nothing more, and wait for so long for what is under way."""
        with self._changed:
            self._close_seconds = time.monotonic() + grace_seconds
            self._changed.notify()

    def join(self) -> None:
        """Wait until what is under way ended and is settled, or its time to do so is over."""
        assert self._close_seconds is not None
        self._thread.join(max(self._close_seconds - time.monotonic(), 0.0) + _LAST_SECONDS)
        self._workers.end()

    def _run(self) -> None:
        wait_seconds, was_closing = 0.0, False
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._ended or self._closing != was_closing, wait_seconds)  # noqa: B023 - called at once
                self._give_up_hanging()
                ended, was_closing = list(self._ended), self._closing
            try:
                wait_seconds = self._round(ended, closing=was_closing)
                self._failure = None
            except Exception as error:  # what was claimed is claimed again when its lease is over; what ended is settled later
                self._failure = error
                wait_seconds = self._poll_seconds
            if was_closing and (self._failure is not None or not self._under_way or self._grace_is_over):
                return

    @property
    def _closing(self) -> bool:
        return self._close_seconds is not None

    @property
    def _grace_is_over(self) -> bool:
        return self._close_seconds is not None and time.monotonic() >= self._close_seconds

    def _round(self, ended: Sequence[Attempt], *, closing: bool) -> float:
        """Settle what ended, and begin as much as may begin. After how many seconds to look again, if nothing ends before."""
        now_us, began_seconds = self._clock.now_us(), time.monotonic()
        over = {attempt.settled.id for attempt in ended}
        going = [id_ for id_ in self._under_way if id_ not in over]
        self._hold(ended)
        held = closing or (self._hold_until_us is not None and now_us < self._hold_until_us)
        free = 0 if held else max(self._limits.parallel - len(going) - self.hanging, 0)
        may_begin = self._pace.permitted(free, now_us)
        claimed = self._exchange(ended, going, may_begin, now_us)
        with self._changed:
            del self._ended[: len(ended)]
            for id_ in over:
                self._under_way.pop(id_, None)
            self._pace.spend(len(claimed))
            for stored in claimed:
                self._begin(stored, now_us + self._lease_us)
        if free > 0 and len(claimed) == may_begin:  # the pace alone keeps more from beginning
            return self._pace.wait_seconds()
        # How long the store took is no matter of what time it is: a clock that jumps meanwhile is no reason to rest.
        return max(self._poll_seconds, (time.monotonic() - began_seconds) * _REST)

    def _begin(self, stored: StoredEffect, lease_until_us: int) -> None:
        """Have an effect performed, if no earlier attempt of it hangs here: then this one has failed at once."""
        id_ = stored.effect.id
        busy = len(self._under_way) + len(self._hanging)
        self._under_way[id_] = _Begun(stored, lease_until_us, time.monotonic())
        if id_ in self._hanging:
            self._ended.append(self._performer.failed(stored, TimeoutError("the attempt before it has not ended yet")))
        else:
            self._workers.hand(stored, busy)

    def _give_up_hanging(self) -> None:
        """Let attempts whose time is over have failed. How they end, if ever, is of no account."""
        ended = {attempt.settled.id for attempt in self._ended}
        began_before = time.monotonic() - self._limits.timeout_seconds
        for id_, begun in self._under_way.items():
            if id_ not in ended and begun.begun_seconds < began_before:
                self._hanging[id_] = begun
                error = TimeoutError(f"not done within {self._limits.timeout_seconds:g} s; it may still be going on")
                self._ended.append(self._performer.failed(begun.stored, error))

    def _exchange(self, ended: Sequence[Attempt], going: Sequence[str], may_begin: int, now_us: int) -> Sequence[StoredEffect]:
        """Tell the store what ended and what is still under way, and take what may begin, in one transaction."""
        until_us = now_us + self._lease_us
        # A clock that was set back makes a lease too long: it is renewed as well, so that it ends in time where this process dies.
        soon_us = now_us + self._lease_us // 2
        renewing = [id_ for id_ in going if not soon_us < self._under_way[id_].lease_until_us <= until_us]
        if not (ended or renewing or may_begin):
            return ()

        def exchange(tx: Transaction) -> Sequence[StoredEffect]:
            if ended:
                tx.effects.settle([attempt.settled for attempt in ended])
            if renewing:
                tx.effects.renew(renewing, until_us)
            return tx.effects.claim([self.name], now_us, until_us, may_begin, self._journeys) if may_begin else ()

        claimed = self._store.run(exchange)
        for id_ in renewing:
            self._under_way[id_].lease_until_us = until_us
        return claimed

    def _hold(self, ended: Sequence[Attempt]) -> None:
        until_us = [attempt.hold_until_us for attempt in ended if attempt.hold_until_us is not None]
        if until_us:
            self._hold_until_us = max(until_us)

    def _attempt(self, stored: StoredEffect) -> None:
        attempt, id_ = self._performer.perform(stored), stored.effect.id
        with self._changed:
            hung = self._hanging.get(id_)
            if hung is not None and hung.stored is stored:
                del self._hanging[id_]
            else:
                self._ended.append(attempt)
            self._changed.notify()


def _stuck(lane: str, limits: Limits) -> DesirelineError:
    """That all attempts of a lane hang."""
    attempts = "the one attempt" if limits.parallel == 1 else f"all {limits.parallel} attempts"
    return DesirelineError(
        Diagnostic(
            "L138",
            f"`{lane}`: {attempts} that may be made at once have not ended within {limits.timeout_seconds:g} s",
            why="nothing more of this lane is handed out before one of them ends",
            fix=Fix("see what its handler waits for; where that does not end, end the process and start it again: nothing is lost"),
        )
    )
