"""What can be asked of the service: a list of values, from which both the routes and the OpenAPI document are made."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Literal

import msgspec

from desireline.service.call import Call

Handle = Callable[[Call], Any] | Callable[[Call], Awaitable[Any]]
"""Answers a call: with a value that is written as JSON, or with a response of its own. One that is no coroutine runs in a thread."""


class NoQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The query of what takes none."""


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What a call is answered with. `type`: of the JSON; None: nothing, or text of `media_type`. `examples`: name -> value."""

    description: str
    type: Any = None
    media_type: str = "application/json"
    examples: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Body:
    """What a call may send: media type -> the type that it is read as. It is read by the operation itself, within `most_bytes`, which
    hold for what was sent and for what it inflates to. `examples` are of `application/json`, `texts` of the other media types.

    streamed  it is not held in memory: the operation takes it from `call.request.stream()` as it comes, and sees to `most_bytes`
    """

    description: str
    types: Mapping[str, Any]
    examples: Mapping[str, Any] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    most_bytes: int = 1_000_000
    streamed: bool = False


@dataclass(frozen=True, kw_only=True)
class Operation:
    """One thing that can be asked.

    name        its permanent name (`operationId`)
    path        with its parameters, as in `/v1/customers/{customer}`
    tag         the group under which the document lists it
    query       a struct of what may be asked for in the address
    body        what is sent
    replies     by status; problems are listed by `problems`
    problems    statuses of what can go wrong; those that every call of its kind has are added
    parameters  what the parameters mean; `asked`: an example of each
    open        whether it is answered without a key
    """

    name: str
    method: Literal["GET", "POST", "PUT", "DELETE"]
    path: str
    tag: str
    summary: str
    handle: Handle
    description: str = ""
    query: type[msgspec.Struct] = NoQuery
    body: Body | None = None
    replies: Mapping[HTTPStatus, Reply] = field(default_factory=dict)
    problems: Mapping[HTTPStatus, str] = field(default_factory=dict)
    parameters: Mapping[str, str] = field(default_factory=dict)
    asked: Mapping[str, Any] = field(default_factory=dict)
    open: bool = False
