"""A runtime over HTTP inside a test: a rehearsal of examples/connection_down that begins on a Monday at 8."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import httpx
from starlette.types import ASGIApp

from desireline.api import read_map
from desireline.live import Outbox, Rehearsal, Runtime, SqliteStore, VirtualClock, first_key
from desireline.model import Map, parse_instant_us
from desireline.service import live_application

MAP = Path(__file__).parents[2] / "examples" / "connection_down" / "connection_down.journey.yaml"
MONDAY = "2026-03-02T08:00:00Z"


@cache
def the_map() -> Map:
    """The map of examples/connection_down."""
    return read_map(MAP)


class Client:
    """Calls an application with a key. `runtime`: what it serves."""

    def __init__(self, app: ASGIApp, key: str, runtime: Runtime) -> None:
        self.app, self.key, self.runtime = app, key, runtime

    def request(self, method: str, path: str, **more: Any) -> httpx.Response:
        """One call."""

        async def call() -> httpx.Response:
            transport = httpx.ASGITransport(self.app)
            headers = {"Authorization": f"Bearer {self.key}"}
            async with httpx.AsyncClient(transport=transport, base_url="http://service", headers=headers) as client:
                return await client.request(method, path, **more)

        return asyncio.run(call())

    def get(self, path: str, **more: Any) -> httpx.Response:
        """Ask."""
        return self.request("GET", path, **more)

    def post(self, path: str, **more: Any) -> httpx.Response:
        """Send."""
        return self.request("POST", path, **more)


@contextmanager
def rehearsed(folder: Path) -> Iterator[Client]:
    """A client that bears the first key."""
    store, clock = SqliteStore(folder / "live.db"), VirtualClock(parse_instant_us(MONDAY))
    runtime = Runtime([the_map()], store, clock)
    outbox = Outbox(store, clock, {"say": lambda _handed: None})
    rehearsal = Rehearsal(runtime, clock, outbox)
    key = first_key(store, clock.now_us())
    client = Client(live_application(runtime, outbox, rehearsal=rehearsal), key or "", runtime)
    try:
        yield client
    finally:
        rehearsal.close()
        runtime.close()
        store.close()


def event(id_: str = "e-1", name: str = "guide.opened", **more: Any) -> dict[str, Any]:
    """An event of ann, as it is sent."""
    return {"id": id_, "time": MONDAY, "customer": "ann", "name": name, "source": "shop", **more}
