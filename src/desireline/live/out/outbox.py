"""Handing effects out: at least once, in order for each customer and lane, with the effect's identity as idempotency key."""

import random
from collections.abc import Iterable, Mapping, Sequence

from desireline.live.clock import Clock
from desireline.live.out.handed import Handler, Limits, Retries
from desireline.live.out.lanes import Lane
from desireline.live.out.letters import Letters
from desireline.live.out.performing import Performer
from desireline.live.out.saying import Wording
from desireline.live.store import Store
from desireline.live.stored import TASK_LANE, Settled, StoredEffect
from desireline.model import Map

GRACE_SECONDS = 10.0
"""How long `close` waits for what is under way."""


class Outbox:
    """Hands the effects of a store to handlers.

    handlers       lane -> handler; lanes are `say`, `offer`, `call:NAME`. Effects of other lanes wait until there is a handler
    maps           the maps that are run: what a `say` says is rendered from them, and what others decided is left to who runs those.
                   Without any, all is handed out, and handlers get no text
    retries        lane -> when failed attempts are made again; `Retries()` where not said
    limits         lane -> how many at once, how fast and how long, for the threads of `start`; `Limits()` where not said
    lease_seconds  after how long an attempt that nobody reported on (a crash) is made again. Threads keep the lease of what is under way;
                   in `deliver` no handler may take longer
    rng            for the jitter
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        handlers: Mapping[str, Handler],
        *,
        maps: Iterable[Map] = (),
        retries: Mapping[str, Retries] | None = None,
        limits: Mapping[str, Limits] | None = None,
        lease_seconds: float = 60.0,
        rng: random.Random | None = None,
    ) -> None:
        if TASK_LANE in handlers:
            raise ValueError("tasks are taken by people: see `Tasks`")
        self._store = store
        self._clock = clock
        self._handlers = dict(handlers)
        self._limits = dict(limits or {})
        self._lease_us = round(lease_seconds * 1e6)
        known = list(maps)
        self._journeys = frozenset(map_.journey for map_ in known) if known else None
        self._performer = Performer(clock, self._handlers, dict(retries or {}), Wording(known), rng or random.Random())
        self._letters = Letters(store, clock)
        self._lanes: list[Lane] = []

    @property
    def lanes(self) -> frozenset[str]:
        """The lanes that have a handler."""
        return frozenset(self._handlers)

    def deliver(self, most: int = 100) -> int:
        """Hand out what is owed by now, one after the other, until nothing is. How many attempts succeeded."""
        succeeded = 0
        while handed := self._claim(most):
            settled = []
            for position, stored in enumerate(handed):
                self._keep([one.effect.id for one in handed[position:]], stored)
                settled.append(self._performer.perform(stored).settled)
            self._settle(settled)
            succeeded += sum(one.status == "done" for one in settled)
        return succeeded

    def next_attempt_us(self) -> int | None:
        """When something may be handed out again; None: nothing is owed."""
        with self._store.transaction() as tx:
            return tx.effects.next_attempt_us(self._handlers.keys(), self._journeys)

    def dead(self, most: int = 1000) -> Sequence[StoredEffect]:
        """The dead letters: effects that were given up."""
        return self._letters.listed("dead", most=most)

    def retry(self, ids: Sequence[str], by: str | None = None) -> int:
        """Let dead letters be handed out anew, with all the attempts that their lane allows. How many there were. `by`: see `Letters`."""
        return self._letters.retry(ids, by)

    def drop(self, ids: Sequence[str], by: str | None = None) -> int:
        """Give dead letters, or what is owed, up for good. How many there were."""
        return self._letters.drop(ids, by)

    def start(self, poll_seconds: float = 0.2) -> None:
        """Deliver in threads until `close`: each lane in its own, so that one that is slow or down holds up no other."""
        self._lanes = [
            Lane(
                lane,
                self._store,
                self._clock,
                self._performer,
                self._limits.get(lane, Limits()),
                journeys=self._journeys,
                lease_us=self._lease_us,
                poll_seconds=poll_seconds,
            )
            for lane in self._handlers
        ]

    @property
    def failure(self) -> Exception | None:
        """Why a lane's threads cannot go on at present; None: all go on."""
        return next((lane.failure for lane in self._lanes if lane.failure is not None), None)

    @property
    def hanging(self) -> Mapping[str, int]:
        """Lane -> how many attempts have not ended in their time, and still go on."""
        return {lane.name: lane.hanging for lane in self._lanes}

    def close(self, grace_seconds: float = GRACE_SECONDS) -> None:
        """End the threads, once the handlers that are at work returned and the store knows of it.

        What has not ended in `grace_seconds` is left to itself, and is handed out again, with the same key, once its lease is over.
        """
        for lane in self._lanes:
            lane.stop(grace_seconds)
        for lane in self._lanes:
            lane.join()

    def _claim(self, most: int) -> Sequence[StoredEffect]:
        now_us, lanes = self._clock.now_us(), self._handlers.keys()
        return self._store.run(lambda tx: tx.effects.claim(lanes, now_us, now_us + self._lease_us, most, self._journeys))

    def _settle(self, settled: Sequence[Settled]) -> None:
        self._store.run(lambda tx: tx.effects.settle(settled))

    def _keep(self, ids: Sequence[str], stored: StoredEffect) -> None:
        """Renew the leases of what was claimed together and is not performed yet, once half of their time is over."""
        now_us = self._clock.now_us()
        if stored.next_attempt_us is None or now_us < stored.next_attempt_us - self._lease_us // 2:
            return
        self._store.run(lambda tx: tx.effects.renew(ids, now_us + self._lease_us))
