"""Who may come in: a link that opens once gives the browser a cookie. And what a page may do: nothing that leaves the origin."""

from __future__ import annotations

import secrets
from http import HTTPStatus
from threading import Lock

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from desireline.service.studio.entry import By, asked_by_another_page, no_keys_here

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "font-src 'self'",
        "img-src 'self' blob:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    )
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
USED = "this link was opened before. Start `desireline studio` again for a new one, or go on in the window that it opened."


class Door:
    """The link and the cookie of one run of the studio on one port of the own machine."""

    by: By = "link"

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookie = f"desireline_studio_{port}"
        self._token: str | None = secrets.token_urlsafe(32)
        self._session = secrets.token_urlsafe(32)
        self._lock = Lock()
        self.link = f"http://127.0.0.1:{port}/enter?token={self._token}"
        self._hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}

    async def admits(self, request: Request) -> bool:
        """Whether a call bears the cookie, and comes from the studio's own page."""
        return not asked_by_another_page(request) and secrets.compare_digest(
            request.cookies.get(self.cookie, "").encode(), self._session.encode()
        )

    def route(self) -> Route:
        """Where the link leads."""
        return Route("/enter", self._enter)

    def before(self, app: ASGIApp) -> ASGIApp:
        """An application that answers only to its own name (against DNS rebinding), and tells the browser what a page may do."""

        async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] != "http":
                await app(scope, receive, send)
                return
            await (self._refused(scope) or app)(scope, receive, send)

        return telling_what_pages_may_do(guarded)

    async def enter(self, request: Request, key: str) -> Response:  # noqa: ARG002 - no key is looked at
        """No key opens it. Raises ProblemError (403)."""
        raise no_keys_here()

    async def leave(self, request: Request) -> Response:  # noqa: ARG002 - all who are in are one
        """Take the cookie back from the browser."""
        answer = Response(status_code=HTTPStatus.NO_CONTENT, headers={"Cache-Control": "no-store"})
        answer.delete_cookie(self.cookie, httponly=True, samesite="strict", path="/")
        return answer

    def _refused(self, scope: Scope) -> ASGIApp | None:
        """The refusal of a call to another name, or of one that changes something and comes from a page of elsewhere.

        Browsers send the cookie with what a page on another port of this machine asks: it is of the same site.
        """
        said = dict(scope["headers"])
        if said.get(b"host", b"").decode("latin-1") not in self._hosts:
            return PlainTextResponse("this is not the name of the studio", HTTPStatus.FORBIDDEN)
        origin = said.get(b"origin", b"").decode("latin-1").removeprefix("http://")
        if scope["method"] not in ("GET", "HEAD") and origin and origin not in self._hosts:
            return PlainTextResponse("only the studio's own page may do this", HTTPStatus.FORBIDDEN)
        return None

    async def _enter(self, request: Request) -> Response:
        with self._lock:
            token, said = self._token, request.query_params.get("token", "")
            if token is None or not secrets.compare_digest(said.encode(), token.encode()):
                return PlainTextResponse(USED, HTTPStatus.FORBIDDEN)
            self._token = None
        answer = RedirectResponse("/", HTTPStatus.SEE_OTHER, {"Cache-Control": "no-store"})
        answer.set_cookie(self.cookie, self._session, httponly=True, samesite="strict", path="/")
        return answer


def telling_what_pages_may_do(app: ASGIApp) -> ASGIApp:
    """An application whose answers tell the browser what a page may do; but for those that no page is made of."""

    async def told(scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message.get("headers", []), *HEADERS]}
            await send(message)

        of_pages = scope["type"] == "http" and not (scope["path"].startswith("/v1/") and not scope["path"].startswith("/v1/studio"))
        await app(scope, receive, send_with_headers if of_pages else send)

    return told
