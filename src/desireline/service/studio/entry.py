"""How a person comes in to the studio, and goes: by a key that is given once, or by the link that the command printed."""

from __future__ import annotations

from http import HTTPStatus
from typing import Literal, Protocol

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from desireline.service.call import Call
from desireline.service.operation import Body, Operation, Reply
from desireline.service.problems import ProblemError

TAG = "studio"
AT = "/v1/studio/session"
By = Literal["link", "key"]


class Session(msgspec.Struct, frozen=True):
    """Whether the browser is let in. `by`: how it is: by the link of `desireline studio`, or by a key of the store."""

    by: By
    admitted: bool


class KeyGiven(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A key of the store."""

    key: str


class Entry(Protocol):
    """Lets people in."""

    @property
    def by(self) -> By:
        """By what."""

    async def admits(self, request: Request) -> bool:
        """Whether a call comes from someone who was let in."""

    async def enter(self, request: Request, key: str) -> Response:
        """Let in who gives a key. Raises ProblemError where that is none, or cannot be looked at now."""

    async def leave(self, request: Request) -> Response:
        """Forget who was let in."""


class NoEntry:
    """Nobody is let in: for describing what can be asked."""

    by: By = "link"

    async def admits(self, request: Request) -> bool:  # noqa: ARG002 - nobody is
        """Nobody."""
        return False

    async def enter(self, request: Request, key: str) -> Response:  # noqa: ARG002 - no key is looked at
        """Nobody."""
        raise no_keys_here()

    async def leave(self, request: Request) -> Response:  # noqa: ARG002 - nobody is in
        """Nothing to forget."""
        return Response(status_code=HTTPStatus.NO_CONTENT)


def asked_by_another_page(request: Request) -> bool:
    """Whether a page of elsewhere asks, which is not to use the cookie of the studio's own. Opening the studio from there is none of that.

    Browsers send the cookie with what a page of another port of this machine asks, or of another name of a domain: it is of the same site.
    """
    of, how = request.headers.get("sec-fetch-site", "none"), request.headers.get("sec-fetch-mode")
    return of not in ("same-origin", "none") and how != "navigate"


def no_keys_here() -> ProblemError:
    """No key is taken: one comes in by the link."""
    return ProblemError(HTTPStatus.FORBIDDEN, "no_keys_here", "no key opens this studio: open the link that `desireline studio` printed")


def entry_operations(entry: Entry) -> list[Operation]:
    """Coming in and going. All of it is open: who asks has no session yet, or gives it up."""

    async def told(call: Call) -> Session:
        return Session(entry.by, await entry.admits(call.request))

    async def enter(call: Call) -> Response:
        return await entry.enter(call.request, call.json(KeyGiven).key)

    async def leave(call: Call) -> Response:
        return await entry.leave(call.request)

    nothing = {HTTPStatus.NO_CONTENT: Reply(description="done")}
    refused = {
        HTTPStatus.FORBIDDEN: "this is no key, or none opens this studio",
        HTTPStatus.TOO_MANY_REQUESTS: "too many wrong keys were given; give another one after `Retry-After`",
    }
    given = Body(description="a key of the store", types={"application/json": KeyGiven}, most_bytes=2_000)
    return [
        Operation(
            name="studio_session",
            method="GET",
            path=AT,
            tag=TAG,
            summary="Say whether the browser is let in",
            handle=told,
            replies={HTTPStatus.OK: Reply(description="whether, and by what", type=Session)},
            open=True,
        ),
        Operation(
            name="studio_enter",
            method="POST",
            path=AT,
            tag=TAG,
            summary="Come in, by a key",
            description="The browser is given a cookie in its place, for the studio alone: no other call is admitted by it.",
            body=given,
            handle=enter,
            replies=nothing,
            problems=refused,
            open=True,
        ),
        Operation(
            name="studio_leave",
            method="DELETE",
            path=AT,
            tag=TAG,
            summary="Go: the cookie admits nobody any more",
            handle=leave,
            replies=nothing,
            open=True,
        ),
    ]
