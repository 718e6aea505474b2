"""Streams of one server: bounded, and ended with the server and with who may be told."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from starlette.requests import Request
from support.small_journeys import BEGIN_US, happened, small_map

from desireline.diagnostics import DesirelineError, Diagnostic
from desireline.events import Step, SyncedTo, feed
from desireline.service.problems import ProblemError
from desireline.service.studio import Sources
from desireline.service.studio.streams import Streams


class Page:
    """A page that is told, until it goes."""

    def __init__(self) -> None:
        self.gone = False
        self.request = Request({"type": "http", "headers": []}, self._receive)

    async def _receive(self) -> dict[str, Any]:
        while not self.gone:
            await asyncio.sleep(0.01)
        return {"type": "http.disconnect"}


@pytest.fixture
def sources(tmp_path: Path) -> Sources:
    nothing = SyncedTo(store="s", number=0, source="", id="", received_us=0, aliases=0)
    feed([happened("look", 0)], (), tmp_path / "lake", Step(None, nothing), clock_us=BEGIN_US)
    return Sources([small_map({"look": {}})], tmp_path / "lake")


async def _first(streams: Streams, page: Page) -> tuple[AsyncIterator[Any], dict[str, Any]]:
    told = streams.response(page.request).body_iterator.__aiter__()
    assert await anext(told) == b"retry: 2000\n\n"
    said = await anext(told)
    return told, json.loads(said.removeprefix(b"data: "))


async def _ends(told: AsyncIterator[Any]) -> bool:
    async with asyncio.timeout(10):
        return [said async for said in told] == []


def test_a_stream_ends_when_the_page_goes_and_when_the_server_does(sources: Sources) -> None:
    async def look() -> None:
        streams, goes, stays = Streams(sources), Page(), Page()
        first, pulse = await _first(streams, goes)
        assert (pulse["state"], pulse["events"]) == ("lake", 1)
        second, _ = await _first(streams, stays)
        assert streams.open == 2
        goes.gone = True
        assert await _ends(first)
        streams.close()
        assert await _ends(second)
        assert streams.open == 0

    asyncio.run(look())


def test_who_may_no_longer_be_told_is_not(sources: Sources, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desireline.service.studio.streams.HEARTBEAT_SECONDS", 0.0)
    admitted = [True, False]

    async def admits(_request: Request) -> bool:
        return admitted.pop(0)

    async def look() -> None:
        told, _ = await _first(Streams(sources, admits), Page())
        assert await _ends(told)

    asyncio.run(look())


def test_a_stream_ends_where_nobody_can_tell_who_may_be_told(sources: Sources) -> None:
    async def admits(_request: Request) -> bool:
        raise DesirelineError(Diagnostic("L103", "the store cannot be read"))

    async def look() -> None:
        told = Streams(sources, admits).response(Page().request).body_iterator.__aiter__()
        assert await anext(told) == b"retry: 2000\n\n"
        assert await _ends(told)

    asyncio.run(look())


def test_only_so_many_are_told_at_once(sources: Sources) -> None:
    async def look() -> None:
        streams, page = Streams(sources, most=1), Page()
        told, _ = await _first(streams, page)
        with pytest.raises(ProblemError) as refused:
            streams.response(Page().request)
        assert refused.value.problem.status == 503
        page.gone = True
        assert await _ends(told)
        await _first(streams, Page())

    asyncio.run(look())
