"""Operations as an ASGI application: find the operation, admit the caller, read, answer; every failure is a problem."""

import inspect
import logging
import secrets
import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from http import HTTPStatus
from typing import Any, Protocol
from urllib.parse import unquote

import msgspec
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from desireline.diagnostics import DesirelineError
from desireline.service.call import Call, Room, media_type_of, read_body, read_query
from desireline.service.openapi import document
from desireline.service.operation import Operation
from desireline.service.problems import MEDIA_TYPE, Problem, ProblemError, from_error

_log = logging.getLogger("desireline.service")
_encode = msgspec.json.Encoder(enc_hook=str).encode


class Guard(Protocol):
    """Who may call."""

    async def admits(self, request: Request) -> bool:
        """Whether a call comes from someone who may ask. Where it is set to a text, `request.state.caller` says who, for the audit."""
        ...


Observe = Callable[[Operation, int, float], None]
"""Told of every call: the operation, the status that it was answered with, and how many seconds that took."""


def application(
    operations: Iterable[Operation],
    guard: Guard,
    *,
    routes: Sequence[BaseRoute] = (),
    observe: Observe = lambda _operation, _status, _seconds: None,
) -> ASGIApp:
    """An ASGI application of operations. `GET /openapi.json` describes them.

    guard    asked for every operation that is not open
    routes   what else is served, such as pages; looked at last
    observe  told of every call, for logs and measures
    """
    listed = list(operations)
    # Before any call: to describe types is to let msgspec find out about them, and two threads that do so at once crash it.
    described = _encode(document(listed))

    async def describe(_request: Request) -> Response:
        return Response(described, media_type="application/json")

    room = Room()
    made: list[BaseRoute] = [Route("/openapi.json", describe), *(_route(operation, guard, observe, room) for operation in listed), *routes]
    handlers: dict[Any, Any] = {HTTPException: _refused, Exception: _broken}
    return _RawPaths(Starlette(routes=made, exception_handlers=handlers))


class _RawPaths:
    """Routes by the path as it was sent, so that a name may hold a slash (%2F). `Call.path` has the names as they were meant."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope.get("raw_path"):
            scope = {**scope, "path": scope["raw_path"].decode("ascii", "replace")}
        await self._app(scope, receive, send)


def _route(operation: Operation, guard: Guard, observe: Observe, room: Room) -> Route:
    respond = _responder(operation, guard, room)

    async def endpoint(request: Request) -> Response:
        began = time.perf_counter()
        try:
            response = await respond(request)
        except ProblemError as error:
            response = _problem(error.problem, error.headers)
        except DesirelineError as error:
            response = _failed(error)
        except ClientDisconnect:
            response = Response(status_code=499)  # nobody is there to read it
        except Exception as error:  # whatever else it is, it is a mistake of ours, and the next call is answered
            response = _broken(request, error)
        # What is told of customers is kept by no browser and no proxy.
        response.headers.setdefault("Cache-Control", "no-store")
        observe(operation, response.status_code, time.perf_counter() - began)
        return response

    return Route(operation.path, endpoint, methods=[operation.method], name=operation.name)


def _responder(operation: Operation, guard: Guard, room: Room) -> Callable[[Request], Awaitable[Response]]:
    """What reads a call of an operation, and answers it. It may raise."""
    body, status, handle = operation.body, int(next(iter(operation.replies))), operation.handle
    at_once = inspect.iscoroutinefunction(handle)

    async def respond(request: Request) -> Response:
        if not operation.open and not await guard.admits(request):
            raise ProblemError(
                HTTPStatus.UNAUTHORIZED, "no_key", "give a key: `Authorization: Bearer …`", headers={"WWW-Authenticate": "Bearer"}
            )
        path = {name: _meant(value) for name, value in request.path_params.items()}
        query = read_query(request, operation.query)
        if body is None:
            return await answer(Call(request, path, query))
        media_type = media_type_of(request, body.types.keys())
        if body.streamed:
            return await answer(Call(request, path, query, media_type=media_type))
        with room.held() as held:
            return await answer(Call(request, path, query, await read_body(request, body.most_bytes, held), media_type))

    async def answer(call: Call) -> Response:
        answered = await handle(call) if at_once else await run_in_threadpool(handle, call)
        if isinstance(answered, Response):
            return answered
        return Response(_encode(answered), status_code=status, media_type="application/json")

    return respond


def _meant(sent: str) -> str:
    try:
        return unquote(sent, errors="strict")
    except UnicodeDecodeError:
        raise ProblemError(HTTPStatus.NOT_FOUND, "not_found", "a name in the path is no UTF-8") from None


def _problem(problem: Problem, headers: dict[str, str] | None = None) -> Response:
    return Response(_encode(problem), status_code=problem.status, headers=headers, media_type=MEDIA_TYPE)


async def _refused(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    status = HTTPStatus(error.status_code)
    words = {HTTPStatus.NOT_FOUND: "there is nothing at this address", HTTPStatus.METHOD_NOT_ALLOWED: "this address takes another method"}
    headers = dict(error.headers or {})
    return _problem(Problem(f"desireline:{status.name.lower()}", status.phrase, int(status), words.get(status, status.phrase)), headers)


def _failed(error: DesirelineError) -> Response:
    """What the store or a log cannot do at present."""
    _log.error("a call could not be answered: %s", error.diagnostics[0].code)
    told = from_error(HTTPStatus.SERVICE_UNAVAILABLE, "unavailable", error)
    return _problem(told.problem, {"Retry-After": "5"})


def _broken(_request: Request, error: Exception) -> Response:
    """A mistake of ours: the caller gets a reference, the log has the rest."""
    reference = secrets.token_hex(8)
    _log.error("a mistake inside Desireline, reference %s", reference, exc_info=error)
    detail = f"this is not your fault; the service's log tells more under {reference}"
    return _problem(Problem("desireline:broken", "Internal Server Error", 500, detail, reference))
