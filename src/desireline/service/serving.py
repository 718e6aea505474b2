"""An application served over HTTP until it is told to stop: no call that came in is left without its answer."""

import gc
import signal
import socket
import sys
from collections.abc import Callable

import uvicorn
from starlette.types import ASGIApp

from desireline.diagnostics import DesirelineError, Diagnostic, Fix

CALLS_MOST = 1_000
"""How many calls are answered at once; further ones get 503 at once."""
GRACE_SECONDS = 20
KEEP_SECONDS = 75
BACKLOG = 2048
SWITCH_SECONDS = 0.0005
"""How long the thread that answers calls and the one that takes events in wait for each other: Python's own 5 ms would be felt."""
_STOPPING = ("SIGINT", "SIGTERM", "SIGHUP")
"""By name, as not every system has all of them. The last one comes when a terminal's window is closed."""


def listen(host: str, port: int) -> socket.socket:
    """A socket at an address. `port` 0: any that is free. Raises DesirelineError where it cannot be had (V101)."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        # The protocol is named, as asyncio sends at once (TCP_NODELAY) on such sockets alone; else small answers wait for 40 ms.
        listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        try:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind(address)
            listening.listen(BACKLOG)
        except BaseException:
            listening.close()
            raise
        return listening
    except (OSError, OverflowError, UnicodeError) as error:
        raise DesirelineError(
            Diagnostic(
                "V101",
                f"cannot listen at {host}, port {port}: {getattr(error, 'strerror', None) or error}",
                why="nobody could call the service",
                fix=Fix("stop whatever listens there, or choose another address with --host and --port"),
            )
        ) from error


def serve(app: ASGIApp, listening: socket.socket, *, stopping: Callable[[], None] = lambda: None) -> None:
    """Answer calls until SIGINT or SIGTERM comes, or SIGHUP that is not ignored; then those under way are answered, and it returns.

    stopping  called once no further calls are taken: answers that go on for ever end then
    """
    config = uvicorn.Config(
        app,
        http="httptools",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        limit_concurrency=CALLS_MOST,
        timeout_keep_alive=KEEP_SECONDS,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    server = _Server(config, stopping)
    switched_seconds = sys.getswitchinterval()

    def stop(_signal: int, _frame: object) -> None:
        server.should_exit = True

    before = {one: signal.signal(one, stop) for one in _stopping()}
    gc.collect()
    gc.freeze()  # what is there from the start stays: it need not be looked at again and again
    sys.setswitchinterval(SWITCH_SECONDS)
    try:
        server.run(sockets=[listening])
    finally:
        sys.setswitchinterval(switched_seconds)
        gc.unfreeze()
        for one, handler in before.items():
            signal.signal(one, handler)


def _stopping() -> list[signal.Signals]:
    found = [signal.Signals[name] for name in _STOPPING if name in signal.Signals.__members__]
    return [one for one in found if one.name != "SIGHUP" or signal.getsignal(one) is not signal.SIG_IGN]


class _Server(uvicorn.Server):
    """Says when it begins to stop: it waits for answers that are under way."""

    def __init__(self, config: uvicorn.Config, stopping: Callable[[], None]) -> None:
        super().__init__(config)
        self._stopping = stopping

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop."""
        self._stopping()
        await super().shutdown(sockets)
