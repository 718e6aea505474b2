"""Group commit: many threads hand in events; as many as are waiting are taken in at a time."""

import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import NamedTuple

from desireline.diagnostics import DesirelineError, Diagnostic, Fix
from desireline.live.admission import Unreadable
from desireline.live.intake import Answer
from desireline.model import Event, identification_of

Take = Callable[[Sequence[Event | Unreadable]], list[Answer]]
_NOBODY: frozenset[str] = frozenset()


class _Batch(NamedTuple):
    """What was handed in together. `names`: of those whom it is about."""

    events: Sequence[Event | Unreadable]
    names: frozenset[str]
    future: Future[list[Answer]]


class Writer:
    """Threads that drain a bounded queue.

    take          takes a group into the store, and returns when it is committed
    threads       how many groups are at work at once: one is computed while the store is at another. Batches that name the same customer
                  are taken in one after the other, as they came
    group_most    how many events are taken at once, at most (a batch that is handed in together is never parted)
    queue_most    how many batches may wait
    each          called every `each_seconds` (None: never) between groups; where it says that there is more, after the next group again
    """

    def __init__(
        self,
        take: Take,
        *,
        threads: int = 1,
        group_most: int,
        queue_most: int,
        each: Callable[[], bool],
        each_seconds: float | None,
    ) -> None:
        self._take = take
        self._group_most = group_most
        self._queue_most = queue_most
        self._each = each
        self._each_seconds = each_seconds
        self._changed = threading.Condition()
        self._waiting: deque[_Batch] = deque()
        self._at_work: set[str] = set()
        self._each_at = float("inf") if each_seconds is None else time.monotonic()
        self._closed = False
        self.failure: Exception | None = None
        self._threads = [threading.Thread(target=self._run, name="desireline-writer", daemon=True) for _ in range(threads)]
        for thread in self._threads:
            thread.start()

    def submit(self, events: Sequence[Event | Unreadable]) -> "Future[list[Answer]]":
        """Hand in events. The future is done once they are committed; it raises where the store failed. Cancelled before they are at work,
        they are not taken. Raises DesirelineError where the queue is full (L105) or closed (L106)."""
        batch = _Batch(events, _names_in(events) if len(self._threads) > 1 else _NOBODY, Future())
        with self._changed:
            if self._closed:
                raise DesirelineError(Diagnostic("L106", "this runtime is closed", fix=Fix("open one on the same store")))
            if len(self._waiting) >= self._queue_most:
                raise DesirelineError(
                    Diagnostic(
                        "L105",
                        f"{self._queue_most} batches of events wait to be taken in already",
                        why="to let more of them wait would only make every answer later",
                        fix=Fix("send it again in a moment; what was sent twice counts once"),
                    )
                )
            self._waiting.append(batch)
            self._changed.notify()
        return batch.future

    @property
    def waiting(self) -> int:
        """How many batches wait to be taken in."""
        return len(self._waiting)

    def close(self) -> None:
        """Take in what waits, and end."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        for thread in self._threads:
            thread.join()

    def _run(self) -> None:
        while (group := self._next()) is not None:
            if group:
                self._serve(group)
            if self._is_time():
                self._do_each()

    def _next(self) -> list[_Batch] | None:
        """The batches of the next group; none where nothing came until it is time for `each`; None where all is done."""
        with self._changed:
            while not (group := self._ready()):
                if self._closed and not self._waiting:
                    return None
                wait_seconds = self._each_at - time.monotonic()
                if wait_seconds <= 0:
                    return []
                self._changed.wait(None if wait_seconds == float("inf") else wait_seconds)
            self._at_work.update(*(batch.names for batch in group))
            return group

    def _ready(self) -> list[_Batch]:
        """The next batches, as far as nobody is at the customers whom they name."""
        group: list[_Batch] = []
        count = 0
        while self._waiting and count < self._group_most and self._at_work.isdisjoint(self._waiting[0].names):
            group.append(batch := self._waiting.popleft())
            count += len(batch.events)
        return group

    def _serve(self, batches: Sequence[_Batch]) -> None:
        # Who gave up waiting was told of nothing: those events are left out, and from here on nobody can give up any more.
        group = [batch for batch in batches if batch.future.set_running_or_notify_cancel()]
        try:
            answers = iter(self._take([event for batch in group for event in batch.events]))
        except Exception as error:  # whatever it is, those who wait must hear of it, and the next group is served
            for batch in group:
                batch.future.set_exception(error)
            return
        finally:
            self._leave(batches)
        for batch in group:
            batch.future.set_result([next(answers) for _ in batch.events])

    def _leave(self, batches: Sequence[_Batch]) -> None:
        """Others may be at these customers again."""
        if len(self._threads) == 1:
            return
        with self._changed:
            self._at_work.difference_update(*(batch.names for batch in batches))
            self._changed.notify_all()

    def _is_time(self) -> bool:
        """Whether it is time for `each`, and no other thread is at it: this one is, then."""
        with self._changed:
            if self._each_at > time.monotonic():
                return False
            self._each_at = float("inf")
            return True

    def _do_each(self) -> None:
        more, failure = False, None
        try:
            more = self._each()
        except Exception as error:  # it is tried again: `failure` says why it did not succeed
            failure = error
        self.failure = failure
        with self._changed:
            self._each_at = time.monotonic() + (0.0 if more else self._each_seconds or 0.0)
            self._changed.notify()


def _names_in(events: Sequence[Event | Unreadable]) -> frozenset[str]:
    """Whom events are about: their customers, and who is said to be one of them."""
    names = {event.customer for event in events if isinstance(event, Event)}
    names.update(one.was for event in events if isinstance(event, Event) and (one := identification_of(event)) is not None and one.was)
    return frozenset(names)
