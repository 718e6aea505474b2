"""What a handler is given, what it may answer, and how often and how fast it is asked."""

import random
from collections.abc import Callable

import msgspec

from desireline.conditions import Value
from desireline.engine import Effect


class HandedOut(msgspec.Struct, frozen=True):
    """An effect, given to who performs it.

    key       its idempotency key: the same at every attempt, and never another effect's
    attempt   counts from 1
    text      for a `say`, where the outbox knows the map: what the customer is told
    language  the language of the text
    given     last known values of the fields and traits that it needs, times as ISO 8601 text where the outbox knows the map
    """

    key: str
    customer: str
    effect: Effect
    attempt: int
    text: str | None = None
    language: str | None = None
    given: dict[str, Value] = {}

    @property
    def channel(self) -> str | None:
        """Where it is said or offered."""
        return self.effect.channel


class GiveUpError(Exception):
    """Raised by a handler: no further attempt will help."""


class TryLaterError(Exception):
    """Raised by a handler: nothing more is taken for so many seconds. Threads of an outbox hand it nothing, of any customer, until then."""

    def __init__(self, message: str, wait_seconds: float) -> None:
        super().__init__(message)
        self.wait_seconds = wait_seconds


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


class Limits(msgspec.Struct, frozen=True):
    """How much a handler is asked to do: so many effects at once, and so many begun in a second (None: as fast as it goes).

    After `timeout_seconds` an attempt has failed. It cannot be stopped: until it ends it counts among those that are made at once, and its
    effect is not begun anew.

    They hold for the threads of one outbox: each process that shares a store has its own.
    """

    parallel: int = 4
    per_second: float | None = None
    timeout_seconds: float = 60.0


class Pace:
    """Lets so many begin in a second, evenly: a tenth of a second's share at once, at most."""

    def __init__(self, per_second: float | None) -> None:
        self._per_second = per_second
        self._most = 1.0 if per_second is None else max(1.0, per_second / 10)
        self._left = self._most
        self._since_us: int | None = None

    def permitted(self, most: int, now_us: int) -> int:
        """How many may begin now, of `most` that could."""
        if self._per_second is None:
            return most
        # A clock that was set back gives nothing, and takes nothing.
        passed_us = 0 if self._since_us is None else max(now_us - self._since_us, 0)
        self._since_us = now_us
        self._left = min(self._left + passed_us * self._per_second / 1e6, self._most)
        return min(most, int(self._left))

    def spend(self, begun: int) -> None:
        """Say how many began."""
        self._left -= begun if self._per_second is not None else 0

    def wait_seconds(self) -> float:
        """How long it takes until one may begin."""
        return 0.0 if self._per_second is None else max(1.0 - self._left, 0.0) / self._per_second
