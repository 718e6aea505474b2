"""What the time is. It is always handed in: the same code serves the present, a test and a week that passes in a second."""

import threading
import time
from typing import Protocol


class Clock(Protocol):
    """Tells the time."""

    def now_us(self) -> int:
        """UTC microseconds since 1970."""
        ...


class SystemClock:
    """The machine's clock."""

    def now_us(self) -> int:
        """UTC microseconds since 1970."""
        return time.time_ns() // 1000


class VirtualClock:
    """A clock that stands still until it is moved."""

    def __init__(self, now_us: int) -> None:
        self._now_us = now_us
        self._lock = threading.Lock()

    def now_us(self) -> int:
        """UTC microseconds since 1970."""
        with self._lock:
            return self._now_us

    def move_to(self, now_us: int) -> None:
        """Set the time, forward or back."""
        with self._lock:
            self._now_us = now_us
