"""What a store keeps, as values: states, effects and what became of them, events as they came in, what was set aside, what was done."""

import hashlib
from typing import Literal

import msgspec

from desireline.engine import Effect
from desireline.model import Event

EventKey = tuple[str, str]
"""(source, id): what makes an event one and the same."""
Status = Literal["owed", "sending", "done", "dead", "dropped", "missed", "withdrawn"]
"""owed: to be handed out; sending: handed out, the answer is awaited; done: taken; dead: given up after many attempts; dropped: given up by
a person; missed: first seen as owed too late; withdrawn: its cause was gone before it was handed out."""
TaskStatus = Literal["owed", "sending"]
TASK_LANE = "task"
"""The lane of what people do."""
NEVER_DUE_US = 2**63 - 1
"""Kept of a task that has no time by which it is due: it comes after all that have."""


class StoredState(msgspec.Struct, frozen=True, gc=False):
    """A customer's state on one map, with its timer.

    version   the program's version; empty: the customer is yet to be computed on this map
    data      the engine's state as bytes
    next_us   when something is due by itself; None: nothing is
    """

    journey: str
    customer: str
    version: str
    data: bytes
    next_us: int | None


class StoredEffect(msgspec.Struct, frozen=True, gc=False):
    """An effect that was decided, and what became of it.

    lane        whom it is handed to: effects of one customer in one lane keep their order
    attempts    how often it was handed out, since it was last given out anew by hand; `error`: what went wrong at the latest
    by          who took it, where it is a task
    settled_us  when its status was last settled: it was done, given up, withdrawn, or an attempt failed
    """

    effect: Effect
    customer: str
    lane: str
    status: Status
    decided_us: int
    attempts: int = 0
    next_attempt_us: int | None = None
    error: str | None = None
    by: str | None = None
    settled_us: int | None = None

    @property
    def team(self) -> str | None:
        """Whom it is for, where it is a task: they are looked for by it."""
        return self.effect.target if self.lane == TASK_LANE else None

    @property
    def task_due_us(self) -> int | None:
        """Where it is a task: when it is due, for their order."""
        if self.lane != TASK_LANE:
            return None
        return NEVER_DUE_US if self.effect.due_us is None else self.effect.due_us

    @property
    def handed_out(self) -> bool:
        """Whether someone may have acted on it: also where it was retried by hand since, and its attempts are counted anew."""
        return self.attempts > 0 or self.error is not None


class Settled(msgspec.Struct, frozen=True, gc=False):
    """How an attempt ended. `next_attempt_us`: for an effect that is owed again."""

    id: str
    status: Status
    at_us: int
    next_attempt_us: int | None = None
    error: str | None = None


class Quarantined(msgspec.Struct, frozen=True):
    """An event that could not be taken.

    event       as JSON, as far as it can be; of a long one the beginning
    size_bytes  how long it was in all, in UTF-8
    sha256      of all of it, in hexadecimal
    number      its place in the store
    """

    at_us: int
    reason: str
    event: str
    size_bytes: int
    sha256: str
    number: int = 0

    @property
    def digest(self) -> bytes:
        """What tells it, with its reason, from others."""
        return hashlib.sha256((self.sha256 + self.reason).encode()).digest()


class Noted(msgspec.Struct, frozen=True):
    """A line of the audit: what was done that the events alone do not say. `kind`: `differs`, `joined`, …; `number`: its place."""

    at_us: int
    kind: str
    about: str
    said: str
    number: int = 0


class StoredKey(msgspec.Struct, frozen=True):
    """A key that admits callers, as it is kept. `digest`: its SHA-256."""

    name: str
    digest: bytes
    made_us: int


class Received(msgspec.Struct, frozen=True, gc=False):
    """An event as the store took it in. `number`: grows with every event; some are left out."""

    number: int
    received_us: int
    event: Event
