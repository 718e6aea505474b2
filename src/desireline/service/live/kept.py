"""An answer that takes long is not looked for at every call."""

import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

Answer = TypeVar("Answer")
_TIMES = 20
_AT_ONCE_SECONDS = 0.02


class Kept(Generic[Answer]):
    """Looks an answer up, and tells it again for twenty times as long as that took, where it took long: so no more than a twentieth of the
    time is spent on it, however often it is asked for. Who asks while it is looked up waits for the one answer."""

    def __init__(self, look_up: Callable[[], Answer]) -> None:
        self._look_up = look_up
        self._lock = threading.Lock()
        self._found: tuple[Answer, float] | None = None

    def told(self) -> Answer:
        """The answer. Raises what looking it up does."""
        with self._lock:
            if self._found is None or time.monotonic() >= self._found[1]:
                began_seconds = time.monotonic()
                answer = self._look_up()
                took_seconds = time.monotonic() - began_seconds
                again_seconds = 0.0 if took_seconds < _AT_ONCE_SECONDS else took_seconds * _TIMES
                self._found = (answer, time.monotonic() + again_seconds)
            return self._found[0]
