"""One call as an operation sees it: path, query and body, read within bounds."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, TypeVar

import msgspec
from starlette.requests import Request

from desireline.service.problems import ProblemError, unreadable

T = TypeVar("T")


@dataclass(frozen=True)
class Call:
    """A call that is to be answered.

    path   the parameters of the path, as they were meant
    query  the operation's struct
    body   what was sent, as bytes; empty where the operation takes nothing
    """

    request: Request
    path: Mapping[str, str]
    query: Any
    body: bytes = b""

    def json(self, type_: type[T]) -> T:
        """The body, read as JSON of a type. Raises ProblemError (400) that names the field."""
        try:
            return msgspec.json.decode(self.body, type=type_)
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
            raise misread(error) from error


def misread(error: Exception) -> ProblemError:
    """Why JSON could not be read, with its place."""
    if isinstance(error, RecursionError):
        return unreadable("it is nested too deeply")
    said, _, place = str(error).partition(" - at `$")
    return unreadable(said, place.rstrip("`").removeprefix(".") or None)


async def read_body(request: Request, most_bytes: int) -> bytes:
    """What was sent. Raises ProblemError (413) as soon as it is more than can be taken."""
    too_much = ProblemError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_large", f"more than {most_bytes:,} bytes; send it in parts")
    said = request.headers.get("content-length", "")
    if said.isascii() and said.isdigit() and int(said[:20]) > most_bytes:
        raise too_much
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > most_bytes:
            raise too_much
        parts.append(part)
    return b"".join(parts)


def read_query(request: Request, type_: type[T]) -> T:
    """The query as a struct: texts become numbers and truth values where the struct has them. Raises ProblemError (400)."""
    given: dict[str, Any] = {}
    lists = {f.encode_name for f in msgspec.structs.fields(type_) if "list" in str(f.type) or "tuple" in str(f.type)}  # type: ignore[arg-type]
    for name, value in request.query_params.multi_items():
        if name in lists:
            given.setdefault(name, []).append(value)
        elif name in given:
            raise unreadable(f"`{name}` is given twice", name)
        else:
            given[name] = value
    try:
        return msgspec.convert(given, type_, strict=False)
    except msgspec.ValidationError as error:
        raise misread(error) from error
