"""Group commit: many threads hand in events, one takes them in, as many at a time as are waiting."""

import queue
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future

from desireline.diagnostics import DesirelineError, Diagnostic, Fix
from desireline.live.admission import Unreadable
from desireline.live.intake import Answer
from desireline.model import Event

Take = Callable[[Sequence[Event | Unreadable]], list[Answer]]
_Waiting = tuple[Sequence[Event | Unreadable], Future[list[Answer]]]


class Writer:
    """A thread that drains a bounded queue.

    take          takes a group into the store, and returns when it is committed
    group_most    how many events are taken at once, at most (a batch that is handed in together is never parted)
    queue_most    how many batches may wait
    each          called every `each_seconds` (None: never) between groups; where it says that there is more, after the next group again
    """

    def __init__(self, take: Take, *, group_most: int, queue_most: int, each: Callable[[], bool], each_seconds: float | None) -> None:
        self._take = take
        self._group_most = group_most
        self._each = each
        self._each_seconds = each_seconds
        self._queue: queue.Queue[_Waiting | None] = queue.Queue(queue_most)
        self._closing = threading.Lock()
        self._closed = False
        self.failure: Exception | None = None
        self._thread = threading.Thread(target=self._run, name="desireline-writer", daemon=True)
        self._thread.start()

    def submit(self, events: Sequence[Event | Unreadable]) -> "Future[list[Answer]]":
        """Hand in events. The future is done once they are committed; it raises where the store failed. Cancelled before they are at work,
        they are not taken. Raises DesirelineError where the queue is full (L105) or closed (L106)."""
        future: Future[list[Answer]] = Future()
        with self._closing:
            if self._closed:
                raise DesirelineError(Diagnostic("L106", "this runtime is closed", fix=Fix("open one on the same store")))
            try:
                self._queue.put_nowait((events, future))
            except queue.Full:
                raise DesirelineError(
                    Diagnostic(
                        "L105",
                        f"{self._queue.maxsize} batches of events wait to be taken in already",
                        why="to let more of them wait would only make every answer later",
                        fix=Fix("send it again in a moment; what was sent twice counts once"),
                    )
                ) from None
        return future

    @property
    def waiting(self) -> int:
        """How many batches wait to be taken in."""
        return self._queue.qsize()

    def close(self) -> None:
        """Take in what waits, and end."""
        with self._closing:
            if self._closed:
                return
            self._closed = True
        self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        each_at = time.monotonic()
        while (group := self._next(each_at)) is not None:
            if group:
                self._serve(group)
            if self._each_seconds is not None and time.monotonic() >= each_at:
                more = self._do_each()
                each_at = time.monotonic() + (0.0 if more else self._each_seconds)

    def _next(self, until: float) -> list[_Waiting] | None:
        """The batches of the next group; none where nothing came until it is time for `each`; None where all is done."""
        timeout = None if self._each_seconds is None else max(0.0, until - time.monotonic())
        try:
            first = self._queue.get(timeout=timeout)
        except queue.Empty:
            return []
        if first is None:
            return None
        group, count = [first], len(first[0])
        while count < self._group_most:
            try:
                further = self._queue.get_nowait()
            except queue.Empty:
                break
            if further is None:
                self._queue.put(None)
                break
            group.append(further)
            count += len(further[0])
        return group

    def _serve(self, waiting: Sequence[_Waiting]) -> None:
        # Who gave up waiting was told of nothing: those events are left out, and from here on nobody can give up any more.
        group = [(events, future) for events, future in waiting if future.set_running_or_notify_cancel()]
        try:
            answers = iter(self._take([event for events, _ in group for event in events]))
        except Exception as error:  # whatever it is, those who wait must hear of it, and the next group is served
            for _, future in group:
                future.set_exception(error)
            return
        for events, future in group:
            future.set_result([next(answers) for _ in events])

    def _do_each(self) -> bool:
        try:
            more = self._each()
        except Exception as error:  # it is tried again: `failure` says why it did not succeed
            self.failure = error
            return False
        self.failure = None
        return more
