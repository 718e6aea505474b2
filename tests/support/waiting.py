"""Waiting for what threads do."""

import time
from collections.abc import Callable


def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds; that it does within twenty seconds is asserted."""
    deadline = time.monotonic() + 20
    while not holds() and time.monotonic() < deadline:
        time.sleep(0.005)
    assert holds()
