"""Server-sent events: pages that are told as soon as the events are others, with no question of theirs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from http import HTTPStatus

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import StreamingResponse

from desireline.diagnostics import DesirelineError
from desireline.service.problems import ProblemError
from desireline.service.studio.pulse import mark_of, pulse
from desireline.service.studio.sources import Sources

MOST = 100
"""How many pages are told at once. Further ones ask by themselves."""
POLL_SECONDS = 0.5
HEARTBEAT_SECONDS = 15.0
"""So often a page is told even where nothing changed: it knows by it that the server is there, and how long ago the latest event was."""
AGAIN_MILLISECONDS = 2_000
_encode = msgspec.json.Encoder().encode


class Streams:
    """The streams of one server. They end when they are closed: a server that stops waits for its answers.

    admits  asked again and again whether the page may still be told; None: whoever opened a stream may
    """

    def __init__(self, sources: Sources, admits: Callable[[Request], Awaitable[bool]] | None = None, most: int = MOST) -> None:
        self._sources, self._admits, self._most = sources, admits, most
        self._closed = False
        self.open = 0

    def close(self) -> None:
        """End all streams."""
        self._closed = True

    def response(self, request: Request) -> StreamingResponse:
        """A stream. Raises ProblemError (503) where there are too many already."""
        if self.open >= self._most:
            detail = "too many pages are told already; ask by `/v1/studio/pulse`"
            raise ProblemError(HTTPStatus.SERVICE_UNAVAILABLE, "too_many", detail, headers={"Retry-After": "30"})
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(self._told(request), media_type="text/event-stream", headers=headers)

    async def _told(self, request: Request) -> AsyncIterator[bytes]:
        self.open += 1
        try:
            yield f"retry: {AGAIN_MILLISECONDS}\n\n".encode()
            loop, before, due = asyncio.get_running_loop(), None, 0.0
            while not self._closed and not await request.is_disconnected():
                now = self._now()
                if now != before or loop.time() >= due:
                    if not await self._may_be_told(request):
                        return
                    yield b"data: " + _encode(await run_in_threadpool(pulse, self._sources)) + b"\n\n"
                    before, due = now, loop.time() + HEARTBEAT_SECONDS
                await asyncio.sleep(POLL_SECONDS)
        finally:
            self.open -= 1

    async def _may_be_told(self, request: Request) -> bool:
        try:
            return self._admits is None or await self._admits(request)
        except DesirelineError:  # nobody can tell at present: the page asks anew, and is told why
            return False

    def _now(self) -> object:
        """Another value as soon as there is something to tell."""
        feeding = self._sources.feeding
        return mark_of(self._sources), None if feeding is None else (feeding.failure, feeding.fed.taken)
