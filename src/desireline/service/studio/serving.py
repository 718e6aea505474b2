"""The studio as an application, and that application on a port of the own machine."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import closing

from starlette.types import ASGIApp

from desireline.diagnostics import DesirelineError, Diagnostic, Fix
from desireline.diagnostics.system import said_by_the_system
from desireline.service.app import application
from desireline.service.serving import serve as serve_at
from desireline.service.studio import page
from desireline.service.studio.door import Door
from desireline.service.studio.operations import operations
from desireline.service.studio.sources import Sources
from desireline.service.studio.streams import Streams

LOOPBACK = "127.0.0.1"


def studio(sources: Sources, door: Door, streams: Streams | None = None) -> ASGIApp:
    """The page and what it asks for."""
    return door.before(application(operations(sources, streams, door), door, routes=[door.route(), *page.routes(door, sources.first)]))


def serve(sources: Sources, port: int, ready: Callable[[str], None]) -> None:
    """Serve the studio until it is stopped. `port` 0: any that is free. `ready`: told the link, as soon as it can be opened.

    Raises DesirelineError where the port is taken.
    """
    with closing(_bound(port)) as listening:
        door, streams = Door(listening.getsockname()[1]), Streams(sources)
        # The socket listens already: whoever opens the link now waits in its queue.
        ready(door.link)

        def stopping() -> None:
            streams.close()
            sources.works.end()

        serve_at(studio(sources, door, streams), listening, stopping=stopping)


def _bound(port: int) -> socket.socket:
    # Named as in `listen`: else small answers wait for 40 ms.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((LOOPBACK, port))
        listening.listen(128)
    except OSError as error:
        listening.close()
        raise DesirelineError(_taken(port, error)) from None
    return listening


def _taken(port: int, error: OSError) -> Diagnostic:
    return Diagnostic(
        "C107",
        f"port {port} of this machine cannot be used: {said_by_the_system(error)}",
        why="the page would have no address",
        fix=Fix("name another with `--port`, or leave it out for one that is free"),
    )
