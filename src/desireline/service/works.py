"""Long work: done once for all who ask for it, told how far it is, and stopped when nobody waits for it any longer.

It has threads of its own: whoever asks something short does not wait for it.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from http import HTTPStatus
from threading import Event, Lock
from typing import Any, TypeVar

import msgspec
from anyio import CapacityLimiter, to_thread
from starlette.requests import Request

from desireline.service.call import Call
from desireline.service.problems import ProblemError

T = TypeVar("T")
Progress = Callable[[str, int, int | None], None]
QUESTION = "desireline-question"
"""The header in which a caller names a question, to ask later how far the work for it is, or to stop it."""
SURE_SECONDS = 1.0
"""After so long in one stage it is said how long the rest of it takes."""
LOOK_SECONDS = 0.2
"""How often one who waits for another's work looks whether the answer is still wanted."""
MOST_STOPPED = 256
MOST_THREADS = 16
"""So many questions are worked on, or wait for the same work, at once; further ones wait for one of these."""
LONGEST_NAME = 100


class StoppedError(Exception):
    """Ends work for which nobody waits any longer."""


class HowFar(msgspec.Struct, frozen=True):
    """How far the work for a question is. `under_way` false: nothing is done for it (it is answered, or was never asked).

    stage         what is being done, in a few words; empty where it is not known yet
    done, total   of the stage: events, rows or files; `total` None: nobody knows
    left_seconds  about how long the rest of the stage takes; None: nobody knows yet
    """

    under_way: bool
    stage: str = ""
    done: int = 0
    total: int | None = None
    left_seconds: float | None = None


@dataclass(eq=False)
class _Asker:
    """Somebody who waits for an answer."""

    stopped: bool = False
    waits_for: _Work | None = None

    def waits(self) -> bool:
        """Whether the answer is still wanted."""
        return not self.stopped


@dataclass(eq=False)
class _Work:
    """A piece of work under way. `askers`: who waits for it; work for which other work is needed waits, too."""

    clock: Callable[[], float]
    askers: list[_Asker | _Work]
    over: Event = field(default_factory=Event)
    made: Any = None
    error: BaseException | None = None
    waits_for: _Work | None = None
    _stage: str = ""
    _done: int = 0
    _total: int | None = None
    _began: tuple[float, int] = (0.0, 0)

    def waits(self) -> bool:
        """Whether somebody still wants it."""
        return any(asker.waits() for asker in list(self.askers))

    def tell(self, stage: str, done: int, total: int | None) -> None:
        """Note how far it is. Raises StoppedError where nobody waits any longer."""
        if not self.waits():
            raise StoppedError
        if stage != self._stage or done < self._done:
            self._began = (self.clock(), done)
        self._stage, self._done, self._total = stage, done, total

    def how_far(self) -> HowFar:
        """How far it is, or what it waits for."""
        if self.waits_for is not None:
            return self.waits_for.how_far()
        return HowFar(True, self._stage, self._done, self._total, self._left_seconds())

    def _left_seconds(self) -> float | None:
        began, done_before = self._began
        took, done = self.clock() - began, self._done - done_before
        if self._total is None or done <= 0 or took < SURE_SECONDS:
            return None
        return max(0.0, took / done * (self._total - self._done))


_asking: ContextVar[_Asker | _Work | None] = ContextVar("asking", default=None)


class Works:
    """All work under way. Safe for threads. `clock`: seconds, steadily."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._under_way: dict[Hashable, _Work] = {}
        self._askers: dict[str, _Asker] = {}
        self._all_askers: set[_Asker] = set()
        self._stopped: OrderedDict[str, None] = OrderedDict()
        self._threads = CapacityLimiter(MOST_THREADS)

    @contextmanager
    def asking(self, name: str | None) -> Iterator[_Asker]:
        """Inside, work is done for the question of that name; None: of one that has none."""
        asker = _Asker()
        with self._lock:
            self._all_askers.add(asker)
            if name is not None:
                # Who stops a question may be heard before the question itself.
                asker.stopped = name in self._stopped
                self._askers[name] = asker
        token = _asking.set(asker)
        try:
            yield asker
        finally:
            _asking.reset(token)
            with self._lock:
                self._all_askers.discard(asker)
                if name is not None and self._askers.get(name) is asker:
                    del self._askers[name]

    def once(self, what: Hashable, work: Callable[[], T]) -> T:
        """What work comes to. Where it is under way already it is waited for. Raises StoppedError, and whatever the work raises."""
        asker = _asking.get() or _Asker()
        while True:
            if not asker.waits():
                raise StoppedError
            with self._lock:
                found = self._under_way.get(what)
                shared = found or _Work(self._clock, [])
                shared.askers.append(asker)
                self._under_way[what] = shared
            asker.waits_for = shared
            try:
                if found is None:
                    self._do(what, shared, work)
                while not shared.over.wait(LOOK_SECONDS):
                    if not asker.waits():
                        raise StoppedError
            finally:
                asker.waits_for = None
            if shared.error is None:
                made: T = shared.made
                return made
            # It was stopped while nobody waited, just before this asker came: it is begun again.
            if not (isinstance(shared.error, StoppedError) and asker.waits()):
                raise shared.error

    def progress(self) -> Progress | None:
        """What is to be told how far the work is that is done in this thread; None where none is."""
        asking = _asking.get()
        return asking.tell if isinstance(asking, _Work) else None

    def how_far(self, name: str) -> HowFar:
        """How far the work for a question is."""
        with self._lock:
            asker = self._askers.get(name)
        work = None if asker is None else asker.waits_for
        return HowFar(under_way=asker is not None) if work is None else work.how_far()

    def stop(self, name: str) -> None:
        """Whoever asked that question waits no longer. Work for which somebody else waits goes on."""
        with self._lock:
            self._stopped[name] = None
            while len(self._stopped) > MOST_STOPPED:
                self._stopped.popitem(last=False)
            if name in self._askers:
                self._askers[name].stopped = True

    def end(self) -> None:
        """Stop all work for which a question waits, as the server ends."""
        with self._lock:
            for asker in self._all_askers:
                asker.stopped = True

    def answering(self, handle: Callable[[Call], Any]) -> Callable[[Call], Awaitable[Any]]:
        """An operation whose work is told of and stopped by the name that its caller gives the question, and stopped when its caller goes.

        It is done in one of the threads for long work.
        """

        async def answer(call: Call) -> Any:
            name = call.request.headers.get(QUESTION)
            with self.asking(name[:LONGEST_NAME] if name else None) as asker:
                going = asyncio.create_task(_stopped_when_gone(asker, call.request))
                try:
                    return await to_thread.run_sync(handle, call, limiter=self._threads)
                except StoppedError:
                    raise ProblemError(HTTPStatus.CONFLICT, "stopped", "this was stopped, as its caller asked for") from None
                finally:
                    going.cancel()

        return answer

    def _do(self, what: Hashable, shared: _Work, work: Callable[[], Any]) -> None:
        token = _asking.set(shared)
        try:
            shared.made = work()
        except BaseException as error:  # all who wait are told
            shared.error = error
        finally:
            _asking.reset(token)
            with self._lock:
                del self._under_way[what]
            shared.over.set()


async def _stopped_when_gone(asker: _Asker, request: Request) -> None:
    """Note that an asker waits no longer when its connection ends. All that it sent is read by now."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
    asker.stopped = True
