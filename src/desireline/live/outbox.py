"""Handing effects out: at least once, in order for each customer and lane, with the effect's identity as idempotency key."""

import json
import random
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import IO

import msgspec

from desireline.diagnostics import DesirelineError
from desireline.engine import Effect
from desireline.live.clock import Clock
from desireline.live.customers import TASK_LANE
from desireline.live.store import Settled, Store, StoredEffect
from desireline.model import format_instant


class HandedOut(msgspec.Struct, frozen=True):
    """An effect, given to who performs it. `key`: the same at every attempt, and never another effect's. `attempt` counts from 1."""

    key: str
    customer: str
    effect: Effect
    attempt: int


class GiveUpError(Exception):
    """Raised by a handler: no further attempt will help."""


Handler = Callable[[HandedOut], object]
"""Performs an effect. It has done so when it returns; what it raises counts as a failed attempt."""


class Retries(msgspec.Struct, frozen=True):
    """When a failed attempt is made again: after `first_seconds`, then twice as long each time, up to `most_seconds`.

    Of each wait a random share between a half and all is taken, so that what failed together does not come back together. After `attempts`
    the effect is dead, and waits for a person. By default that is after about two days.
    """

    first_seconds: float = 1.0
    most_seconds: float = 3600.0
    attempts: int = 72

    def wait_us(self, attempt: int, rng: random.Random) -> int:
        """How long to wait after this attempt failed."""
        seconds = min(self.first_seconds * 2.0 ** min(attempt - 1, 60), self.most_seconds)
        return round(seconds * rng.uniform(0.5, 1.0) * 1e6)


class Outbox:
    """Hands the effects of a store to handlers.

    handlers       lane -> handler; lanes are `say`, `offer`, `call:NAME`. Effects of other lanes wait until there is a handler
    retries        lane -> when failed attempts are made again; `Retries()` where not said
    lease_seconds  after how long an attempt that nobody reported on (a crash) is made again; longer than any handler takes
    rng            for the jitter
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        handlers: Mapping[str, Handler],
        *,
        retries: Mapping[str, Retries] | None = None,
        lease_seconds: float = 60.0,
        rng: random.Random | None = None,
    ) -> None:
        if TASK_LANE in handlers:
            raise ValueError("tasks are taken by people: see `Tasks`")
        self._store = store
        self._clock = clock
        self._handlers = dict(handlers)
        self._retries = dict(retries or {})
        self._lease_us = round(lease_seconds * 1e6)
        self._rng = rng or random.Random()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self.failure: DesirelineError | None = None

    @property
    def lanes(self) -> frozenset[str]:
        """The lanes whose effects it hands out."""
        return frozenset(self._handlers)

    def deliver(self, most: int = 100) -> int:
        """Hand out what is owed by now, until nothing is. How many attempts succeeded."""
        succeeded = 0
        while handed := self._claim(most):
            settled = [self._perform(stored) for stored in handed]
            self._settle(settled)
            succeeded += sum(one.status == "done" for one in settled)
        return succeeded

    def next_attempt_us(self) -> int | None:
        """When something may be handed out again; None: nothing is owed."""
        with self._store.transaction() as tx:
            return tx.effects.next_attempt_us(self._handlers.keys())

    def dead(self, most: int = 1000) -> Sequence[StoredEffect]:
        """The dead letters: effects that were given up."""
        with self._store.transaction() as tx:
            return tx.effects.listed(("dead",), most)

    def retry(self, ids: Sequence[str]) -> int:
        """Let dead letters be handed out again. How many there were."""
        return self._store.run(lambda tx: tx.effects.change(ids, ("dead",), "owed", self._clock.now_us()))

    def drop(self, ids: Sequence[str]) -> int:
        """Give dead letters, or what is owed, up for good. How many there were."""
        return self._store.run(lambda tx: tx.effects.change(ids, ("dead", "owed"), "dropped", self._clock.now_us()))

    def start(self, poll_seconds: float = 0.2) -> None:
        """Deliver in a thread of its own until `close`. `failure` says why the latest round did not succeed, where it did not."""

        def run() -> None:
            while not self._stop.wait(poll_seconds):
                try:
                    self.deliver()
                    self.failure = None
                except DesirelineError as error:  # the store failed: what was handed out is handed out again when its lease is over
                    self.failure = error

        self._thread = threading.Thread(target=run, name="desireline-outbox", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End the thread, once the handlers that are at work returned."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()

    def _claim(self, most: int) -> Sequence[StoredEffect]:
        now_us = self._clock.now_us()
        return self._store.run(lambda tx: tx.effects.claim(self._handlers.keys(), now_us, now_us + self._lease_us, most))

    def _settle(self, settled: Sequence[Settled]) -> None:
        self._store.run(lambda tx: tx.effects.settle(settled))

    def _perform(self, stored: StoredEffect) -> Settled:
        effect, lane = stored.effect, stored.lane
        try:
            self._handlers[lane](HandedOut(effect.id, stored.customer, effect, stored.attempts))
        except Exception as error:  # whatever a handler raises is a failed attempt; it must not stop others
            now_us, said = self._clock.now_us(), f"{type(error).__name__}: {error}"
            retries = self._retries.get(lane, Retries())
            if isinstance(error, GiveUpError) or stored.attempts >= retries.attempts:
                return Settled(effect.id, "dead", now_us, error=said)
            return Settled(effect.id, "owed", now_us, now_us + retries.wait_us(stored.attempts, self._rng), said)
        return Settled(effect.id, "done", self._clock.now_us())


def log_to(stream: IO[str] | None = None) -> Handler:
    """A handler that only writes a line of JSON for each effect (standard error where no stream is given): for trying a map out."""

    def write(handed: HandedOut) -> None:
        effect = handed.effect
        line = {
            "moment": format_instant(effect.moment_us),
            "key": handed.key,
            "customer": handed.customer,
            "kind": effect.kind,
            "target": effect.target,
            "channel": effect.channel,
            "attempt": handed.attempt,
        }
        print(json.dumps(line, ensure_ascii=False), file=stream or sys.stderr)

    return write
