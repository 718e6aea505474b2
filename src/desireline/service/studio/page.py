"""The built page, as it lies in the package."""

from __future__ import annotations

import mimetypes
from http import HTTPStatus
from importlib.resources import files

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from desireline.service.app import Guard

NO_ENTRY = "open the studio by the link that `desireline studio` printed."
_FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable"}
_ASK_AGAIN = {"Cache-Control": "no-cache"}


def routes(guard: Guard | None) -> list[BaseRoute]:
    """Where the page and its parts are. Their names in `assets` hold a hash of what is in them.

    guard  who may see the page; None: everybody, as it asks for all that it shows by calls that are guarded
    """
    folder = files("desireline") / "studio"
    assets = {entry.name: entry for entry in (folder / "assets").iterdir()}

    async def part(request: Request) -> Response:
        entry = assets.get(request.path_params["name"])
        if entry is None:
            return PlainTextResponse("there is no such part", HTTPStatus.NOT_FOUND)
        kind = "font/woff2" if entry.name.endswith(".woff2") else mimetypes.guess_type(entry.name)[0]
        return Response(entry.read_bytes(), media_type=kind, headers=_FOR_EVER)

    async def icon(_request: Request) -> Response:
        return Response((folder / "icon.svg").read_bytes(), media_type="image/svg+xml", headers=_ASK_AGAIN)

    async def page(request: Request) -> Response:
        if guard is not None and not await guard.admits(request):
            return PlainTextResponse(NO_ENTRY, HTTPStatus.FORBIDDEN)
        return Response((folder / "index.html").read_bytes(), media_type="text/html", headers=_ASK_AGAIN)

    pages = [Route(path, page) for path in ("/", "/map/{journey}", "/flow/{journey}", "/bring", "/people", "/people/{customer}")]
    return [Route("/assets/{name}", part), Route("/icon.svg", icon), *pages]
