"""A client that sends calls at a steady pace, each at its moment, whatever became of those before: an open loop.

It keeps its moments to some ten microseconds. An event loop would not: what it waits with (epoll) counts in whole milliseconds, rounded up,
so that a call would be late by half a millisecond before the service has heard of it.
"""

import selectors
import socket
import time
from collections import deque
from collections.abc import Sequence

CONNECTIONS = 16


def paced(address: tuple[str, int], calls: Sequence[bytes], per_second: float, expected: bytes) -> list[float]:
    """How many seconds each answer took, from the moment at which the call was to be sent. Raises where one is not 200, or does not hold
    what is expected."""
    client = _Client(address)
    begin, sent = time.perf_counter() + 0.1, 0
    while sent < len(calls) or client.waits:
        now = time.perf_counter()
        due = begin + sent / per_second
        if sent < len(calls) and now >= due:
            client.send(calls[sent], due)
            sent += 1
        else:
            client.read(due - now if sent < len(calls) else 1.0, expected)
    client.close()
    return client.took


class _Client:
    """Connections that are kept, used by turns."""

    def __init__(self, address: tuple[str, int]) -> None:
        self._address = address
        self._idle = deque(self._open() for _ in range(CONNECTIONS))
        self._selector = selectors.SelectSelector()
        self.took: list[float] = []

    @property
    def waits(self) -> bool:
        """Whether an answer is owed."""
        return bool(self._selector.get_map())

    def send(self, call: bytes, due: float) -> None:
        """Send a call that was due at this moment."""
        connection = self._idle.popleft() if self._idle else self._open()
        connection.sendall(call)
        self._selector.register(connection, selectors.EVENT_READ, _Answer(due))

    def read(self, seconds: float, expected: bytes) -> None:
        """Read what comes within some seconds, until something did."""
        for key, _ in self._selector.select(seconds):
            connection, answer = key.fileobj, key.data
            assert isinstance(connection, socket.socket)
            if answer.is_whole(connection.recv(1 << 16)):
                self.took.append(time.perf_counter() - answer.due)
                answer.check(expected)
                self._selector.unregister(connection)
                self._idle.append(connection)

    def close(self) -> None:
        """Close all connections."""
        for connection in self._idle:
            connection.close()
        self._selector.close()

    def _open(self) -> socket.socket:
        connection = socket.create_connection(self._address)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection


class _Answer:
    """An answer that is being read."""

    def __init__(self, due: float) -> None:
        self.due = due
        self._read = b""

    def is_whole(self, part: bytes) -> bool:
        """Whether all of it is there, with this further part. Raises where the connection ended."""
        if not part:
            raise ConnectionError(f"cut off after {self._read!r}")
        self._read += part
        head, mark, body = self._read.partition(b"\r\n\r\n")
        said = head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]
        return bool(mark) and len(body) >= int(said)

    def check(self, expected: bytes) -> None:
        """Raises where it is not 200, or does not hold what is expected."""
        if not self._read.startswith(b"HTTP/1.1 200") or expected not in self._read:
            raise RuntimeError(self._read.decode())
