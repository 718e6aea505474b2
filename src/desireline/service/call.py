"""One call as an operation sees it: path, query and body, read within bounds."""

import asyncio
import zlib
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

import msgspec
from starlette.requests import Request

from desireline.service.problems import ProblemError, unreadable

T = TypeVar("T")
MEMBERS_MOST = 100
"""Of how many members gzip may be: each costs some time, also where it holds nothing."""
ROOM_BYTES = 20_000_000
"""How much all calls that are under way may have sent."""
BODY_SECONDS = 30
"""How long a call may take to send its body."""


@dataclass(frozen=True)
class Call:
    """A call that is to be answered.

    path   the parameters of the path, as they were meant
    query  the operation's struct
    body   what was sent, inflated, as bytes; empty where the operation takes nothing
    media_type  what the body is said to be; empty where the operation takes nothing
    """

    request: Request
    path: Mapping[str, str]
    query: Any
    body: bytes = b""
    media_type: str = ""

    @property
    def caller(self) -> str | None:
        """The name of the key that the call bore, for the audit; None: it was admitted otherwise, by a guard that does not say."""
        found = getattr(self.request.state, "caller", None)
        return found if isinstance(found, str) else None

    def json(self, type_: type[T]) -> T:
        """The body, read as JSON of a type. Raises ProblemError (400) that names the field."""
        try:
            return msgspec.json.decode(self.body, type=type_)
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
            raise misread(error, type_) from error


def misread(error: Exception, type_: Any) -> ProblemError:
    """Why JSON could not be read as a type, with its place; where it is none of some choices, those are told."""
    if isinstance(error, RecursionError):
        return unreadable("it is nested too deeply")
    said, _, place = str(error).partition(" - at `$")
    place = place.rstrip("`").removeprefix(".")
    if said.startswith("Invalid enum value") and (choices := _choices_of(type_, place)):
        said = f"{said}; it is one of {', '.join(f'`{choice}`' for choice in choices)}"
    return unreadable(said, place or None)


def _choices_of(type_: Any, place: str) -> tuple[Any, ...]:
    """What a field may be, where it is one of some choices or a list of such; the field is named by its place in a struct."""
    field, _, _ = place.partition("[")
    hint = get_type_hints(type_).get(field) if isinstance(type_, type) else None
    while hint is not None and get_origin(hint) is not Literal:
        inner = [one for one in get_args(hint) if one is not type(None)]
        hint = inner[0] if inner else None
    return get_args(hint)


def media_type_of(request: Request, known: Collection[str]) -> str:
    """What a body is said to be. Raises ProblemError (415) where that is not among the known."""
    said = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if said not in known:
        listed = ", ".join(f"`Content-Type: {one}`" for one in known)
        raise ProblemError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported_type", f"`{said[:100]}` is not understood; send {listed}")
    return said


class Room:
    """Room for what calls that are under way have sent: memory is bounded by it, however many call at once."""

    def __init__(self, most_bytes: int = ROOM_BYTES) -> None:
        self._left_bytes = most_bytes

    @contextmanager
    def held(self) -> Iterator["Held"]:
        """Room of one call. It is given back at the end."""
        held = Held(self)
        try:
            yield held
        finally:
            self._left_bytes += held.size_bytes

    def take(self, size_bytes: int) -> None:
        """Take some of it. Raises ProblemError (429) where there is not so much left."""
        if size_bytes > self._left_bytes:
            detail = "too much that others sent waits to be taken in; send it again in a moment"
            raise ProblemError(HTTPStatus.TOO_MANY_REQUESTS, "queue_full", detail, headers={"Retry-After": "1", "Connection": "close"})
        self._left_bytes -= size_bytes


class Held:
    """The room of one call."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self.size_bytes = 0

    def grow(self, size_bytes: int) -> None:
        """Have so much in all. Raises ProblemError (429) where there is no room for it."""
        if size_bytes > self.size_bytes:
            self._room.take(size_bytes - self.size_bytes)
            self.size_bytes = size_bytes


async def read_body(request: Request, most_bytes: int, held: Held) -> bytes:
    """What was sent, inflated where it is gzip.

    Raises ProblemError: 413 as soon as it is more than can be taken, 415 for other encodings, 408 where it does not come, 429 where there
    is no room for it at present.
    """
    encoding = request.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in ("identity", "gzip", "x-gzip"):
        detail = f"`Content-Encoding: {encoding[:100]}` is not understood; send gzip, or plain text"
        raise ProblemError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported_encoding", detail)
    said = request.headers.get("content-length", "")
    if said.isascii() and said.isdigit() and int(said[:20]) > most_bytes:
        raise _too_large(most_bytes)
    try:
        async with asyncio.timeout(BODY_SECONDS):
            sent = await _received(request, most_bytes, held)
    except TimeoutError:
        detail = f"what was to be sent did not come within {BODY_SECONDS} seconds"
        raise ProblemError(HTTPStatus.REQUEST_TIMEOUT, "timeout", detail, headers={"Connection": "close"}) from None
    if encoding == "identity":
        return sent
    inflated = _inflated(sent, most_bytes)
    held.grow(len(inflated))
    return inflated


async def _received(request: Request, most_bytes: int, held: Held) -> bytes:
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > most_bytes:
            raise _too_large(most_bytes)
        held.grow(size)
        parts.append(part)
    return b"".join(parts)


def _inflated(sent: bytes, most_bytes: int) -> bytes:
    """Gzip, of one member or several, inflated to no more than is allowed."""
    made: list[bytes] = []
    size = 0
    try:
        while sent:
            if len(made) == MEMBERS_MOST:
                raise unreadable(f"it is more than {MEMBERS_MOST} pieces of gzip")
            member = zlib.decompressobj(zlib.MAX_WBITS | 16)
            made.append(member.decompress(sent, most_bytes - size + 1))
            size += len(made[-1])
            if size > most_bytes:
                raise _too_large(most_bytes)
            if not member.eof:
                raise unreadable("it is cut off inside its gzip encoding")
            sent = member.unused_data
    except zlib.error as error:
        raise unreadable(f"it is no gzip: {error}") from None
    return b"".join(made)


def _too_large(most_bytes: int) -> ProblemError:
    detail = f"more than {most_bytes:,} bytes; send it in parts"
    # The rest of what is being sent is not read: the connection cannot be used again.
    return ProblemError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_large", detail, headers={"Connection": "close"})


@cache
def _lists_of(type_: Any) -> frozenset[str]:
    """The names of a query that may be given several times."""
    return frozenset(f.encode_name for f in msgspec.structs.fields(type_) if "list" in str(f.type) or "tuple" in str(f.type))


def read_query(request: Request, type_: type[T]) -> T:
    """The query as a struct: texts become numbers and truth values where the struct has them. Raises ProblemError (400)."""
    given: dict[str, Any] = {}
    lists = _lists_of(type_)  # type: ignore[arg-type]
    for name, value in request.query_params.multi_items() if request.scope["query_string"] else ():
        if name in lists:
            given.setdefault(name, []).append(value)
        elif name in given:
            raise unreadable(f"`{name}` is given twice", name)
        else:
            given[name] = value
    try:
        return msgspec.convert(given, type_, strict=False)
    except msgspec.ValidationError as error:
        raise misread(error, type_) from error
