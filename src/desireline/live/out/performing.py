"""One attempt: an effect is given to its handler, and what came of it is put in words."""

import math
import random
import threading
from collections.abc import Mapping

import msgspec

from desireline.live.clock import Clock
from desireline.live.out.handed import GiveUpError, HandedOut, Handler, Retries, TryLaterError
from desireline.live.out.saying import Wording
from desireline.live.stored import Settled, StoredEffect

LONGEST_REST_SECONDS = 7 * 86_400.0
"""Of what a handler asks for."""
_SAID_MOST = 2_000
"""How many characters of an error are kept."""


class Attempt(msgspec.Struct, frozen=True):
    """How an attempt ended. `hold_until_us`: until then its handler takes nothing; None: it did not say so."""

    settled: Settled
    hold_until_us: int | None = None


class Performer:
    """Makes attempts. It may be used by several threads at once."""

    def __init__(
        self, clock: Clock, handlers: Mapping[str, Handler], retries: Mapping[str, Retries], wording: Wording, rng: random.Random
    ) -> None:
        self._clock = clock
        self._handlers = handlers
        self._retries = retries
        self._wording = wording
        self._rng = rng

    def perform(self, stored: StoredEffect) -> Attempt:
        """Give an effect to the handler of its lane. Raises nothing of what the handler raises, be it SystemExit; only in the main thread
        KeyboardInterrupt, which comes from a person."""
        effect = stored.effect
        try:
            said = self._wording.said(effect)
            text, language = (None, None) if said is None else (said.text, said.language)
            self._handlers[stored.lane](
                HandedOut(effect.id, stored.customer, effect, stored.attempts, text, language, self._wording.given(effect))
            )
        except BaseException as error:  # whatever a handler raises is a failed attempt; it must not stop others
            if isinstance(error, KeyboardInterrupt) and threading.current_thread() is threading.main_thread():
                raise
            return self.failed(stored, error)
        return Attempt(Settled(effect.id, "done", self._clock.now_us()))

    def failed(self, stored: StoredEffect, error: BaseException) -> Attempt:
        """What follows from an attempt that failed: another one later, or none any more."""
        now_us, said = self._clock.now_us(), _said(error)
        retries = self._retries.get(stored.lane, Retries())
        if isinstance(error, GiveUpError) or stored.attempts >= retries.attempts:
            return Attempt(Settled(stored.effect.id, "dead", now_us, error=said))
        next_us, hold_us = now_us + retries.wait_us(stored.attempts, self._rng), None
        if isinstance(error, TryLaterError):
            hold_us = now_us + _rest_us(error)
            next_us = max(next_us, hold_us)
        return Attempt(Settled(stored.effect.id, "owed", now_us, next_us, said), hold_us)


def _said(error: BaseException) -> str:
    """An error as every store can keep it, whatever a handler put into it."""
    try:
        said = f"{type(error).__name__}: {error}"[:_SAID_MOST]
    except BaseException:  # how it is put in words is the handler's, too
        said = type(error).__name__
    return said.encode(errors="backslashreplace").decode().replace("\0", "\\x00")


def _rest_us(error: TryLaterError) -> int:
    try:
        seconds = float(error.wait_seconds)
    except (TypeError, ValueError, OverflowError):
        return 0
    return 0 if math.isnan(seconds) else round(min(max(seconds, 0.0), LONGEST_REST_SECONDS) * 1e6)
