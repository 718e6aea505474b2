"""The built page, as it lies in the package."""

from __future__ import annotations

import gzip
import mimetypes
from collections.abc import Callable
from html import escape
from http import HTTPStatus
from importlib.resources import files
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from desireline.service.app import Guard

NO_ENTRY = "open the studio by the link that `desireline studio` printed."
_FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}
_ASK_AGAIN = {"Cache-Control": "no-cache"}
_PACKED = (".js", ".css")
"""What is sent packed: a third of its size, and packed but once. Fonts are packed by their format."""


def routes(guard: Guard | None, first: Callable[[], str | None] = lambda: None) -> list[BaseRoute]:
    """Where the page and its parts are. Their names in `assets` hold a hash of what is in them.

    guard  who may see the page; None: everybody, as it asks for all that it shows by calls that are guarded
    first  the journey of the map that is shown where none is named, to who may see the page; None: the page finds out
    """
    folder = files("desireline") / "studio"
    assets = {entry.name: entry for entry in (folder / "assets").iterdir()}
    packed = {name: gzip.compress(entry.read_bytes(), 6) for name, entry in assets.items() if name.endswith(_PACKED)}

    async def part(request: Request) -> Response:
        entry = assets.get(request.path_params["name"])
        if entry is None:
            return PlainTextResponse("there is no such part", HTTPStatus.NOT_FOUND)
        kind = "font/woff2" if entry.name.endswith(".woff2") else mimetypes.guess_type(entry.name)[0]
        if entry.name in packed and "gzip" in request.headers.get("accept-encoding", ""):
            return Response(packed[entry.name], media_type=kind, headers={**_FOR_EVER, "Content-Encoding": "gzip"})
        return Response(entry.read_bytes(), media_type=kind, headers=_FOR_EVER)

    async def icon(_request: Request) -> Response:
        return Response((folder / "icon.svg").read_bytes(), media_type="image/svg+xml", headers=_ASK_AGAIN)

    async def page(request: Request) -> Response:
        if guard is not None and not await guard.admits(request):
            return PlainTextResponse(NO_ENTRY, HTTPStatus.FORBIDDEN)
        journey = request.path_params.get("journey")
        if request.url.path == "/" and guard is not None and (journey := await run_in_threadpool(first)) is not None:
            return RedirectResponse(f"/map/{quote(journey, safe='')}", headers={"Cache-Control": "no-store"})
        ahead = _ahead(f"/v1/studio/maps/{journey}") if guard is not None and journey is not None else ""
        html = (folder / "index.html").read_text(encoding="utf-8").replace("</head>", f"{ahead}</head>")
        return Response(html, media_type="text/html", headers=_ASK_AGAIN)

    pages = [Route(path, page) for path in ("/", "/map/{journey}", "/flow/{journey}", "/bring", "/people", "/people/{customer}")]
    return [Route("/assets/{name}", part), Route("/icon.svg", icon), *pages]


def _ahead(path: str) -> str:
    """Makes the browser ask for what the page shows first while it still reads the scripts that will ask for it."""
    return f'<link rel="preload" as="fetch" crossorigin href="{escape(path)}">'
