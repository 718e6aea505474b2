"""The studio beside maps that are run: on the same port, behind the same keys, from a lake that is fed from the same store."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp

from desireline.live import Feeding, Runtime, lake_of
from desireline.service.live.guard import KeyGuard
from desireline.service.operation import Operation
from desireline.service.studio import page
from desireline.service.studio.door import telling_what_pages_may_do
from desireline.service.studio.key_door import KeyDoor
from desireline.service.studio.operations import operations
from desireline.service.studio.sources import Sources
from desireline.service.studio.streams import Streams

if TYPE_CHECKING:
    from desireline.model import Map


class StudioBeside:
    """What `live_application` takes in: `door` as its guard, `operations` and `routes` as what is served further. Close it at the end.

    address  the store's, by which the lake's place is chosen where none is named
    lake     where the lake is
    """

    def __init__(self, runtime: Runtime, maps: Sequence[Map], address: str, lake: Path | None = None) -> None:
        store = runtime.store
        store_id = store.id
        self.feeding = Feeding(lambda: nullcontext(store), lake or lake_of(store_id, address), runtime.clock)
        self._sources = Sources(maps, feeding=self.feeding)
        self.door = KeyDoor(KeyGuard(store), store_id)
        self._streams = Streams(self._sources, self.door.admits)

    def operations(self) -> list[Operation]:
        """What the page asks for."""
        return operations(self._sources, self._streams, self.door)

    def routes(self) -> list[BaseRoute]:
        """The page. It holds nothing that is anybody's: all of that it must ask for."""

        async def to_the_page(_request: Request) -> Response:
            return RedirectResponse("/", HTTPStatus.SEE_OTHER)

        return [Route("/studio", to_the_page), *page.routes(None)]

    def around(self, app: ASGIApp) -> ASGIApp:
        """An application that tells browsers what its pages may do."""
        return telling_what_pages_may_do(app)

    def stop(self) -> None:
        """End what goes on for ever, and work for answers: the server is to stop."""
        self._streams.close()
        self._sources.works.end()

    def close(self) -> None:
        """End."""
        self.feeding.close()
