"""The OpenAPI 3.1 document of operations: schemas come from the types that calls are read and answered with."""

import re
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

import msgspec

from desireline import __version__
from desireline.service.operation import Body, Operation, Reply
from desireline.service.problem_examples import PROBLEMS
from desireline.service.problems import MEDIA_TYPE, Problem

_PARAMETER = re.compile(r"\{(\w+)\}")
_EVENTS = "text/event-stream"
_EACH_EVENT = {"type": "object", "properties": {"data": {"type": "string", "contentMediaType": "application/json"}}, "required": ["data"]}
_KEY_NEEDED = {HTTPStatus.UNAUTHORIZED: "no key was given, or one that is not known"}
_ALWAYS = {
    HTTPStatus.BAD_REQUEST: "something of the address or of what was sent cannot be read; `errors` names it",
    HTTPStatus.INTERNAL_SERVER_ERROR: "a mistake inside Desireline",
    HTTPStatus.SERVICE_UNAVAILABLE: "it cannot be done at present; ask again after `Retry-After`",
}
_OF_BODIES = {
    HTTPStatus.REQUEST_TIMEOUT: "what was sent did not come in time",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "more was sent than can be taken at once",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "what was sent is of no type that is understood",
    HTTPStatus.TOO_MANY_REQUESTS: "too much that was sent waits already; send again after `Retry-After`",
}


def document(operations: Sequence[Operation]) -> dict[str, Any]:
    """The whole document, as data."""
    types = [type_ for operation in operations for type_ in _types_of(operation)]
    schemas, components = msgspec.json.schema_components([Problem, *types], ref_template="#/components/schemas/{name}", schema_hook=_any)
    schema_of = dict(zip([id(type_) for type_ in [Problem, *types]], schemas, strict=True))
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _described(operation, schema_of)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Desireline", "version": __version__, "license": {"name": "Apache 2.0", "identifier": "Apache-2.0"}},
        "tags": [{"name": tag} for tag in dict.fromkeys(operation.tag for operation in operations)],
        "security": [{"key": []}],
        "paths": paths,
        "components": {"schemas": components, "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}}},
    }


def _any(_type: type) -> dict[str, Any]:
    """A type that msgspec does not know is written as whatever it is."""
    return {}


def _types_of(operation: Operation) -> list[Any]:
    sent = [] if operation.body is None else list(operation.body.types.values())
    return [operation.query, *sent, *(reply.type for reply in operation.replies.values() if reply.type is not None)]


def _described(operation: Operation, schema_of: dict[int, Any]) -> dict[str, Any]:
    replies = {str(int(status)): _reply(reply, schema_of) for status, reply in operation.replies.items()}
    named = {HTTPStatus.NOT_FOUND: "there is no such thing"} if _PARAMETER.search(operation.path) else {}
    bodied = {} if operation.body is None else _OF_BODIES
    problems = {**_ALWAYS, **named, **bodied, **({} if operation.open else _KEY_NEEDED), **operation.problems}
    replies |= {str(int(status)): {"description": said, "content": _problem(status, schema_of)} for status, said in problems.items()}
    described: dict[str, Any] = {
        "operationId": operation.name,
        "tags": [operation.tag],
        "summary": operation.summary,
        "parameters": [*_path(operation), *_query(operation)],
        "responses": dict(sorted(replies.items())),
    }
    if operation.description:
        described["description"] = operation.description
    if operation.body is not None:
        described["requestBody"] = _body(operation.body, schema_of)
    if operation.open:
        described["security"] = []
    return described


def _problem(status: HTTPStatus, schema_of: dict[int, Any]) -> dict[str, Any]:
    return {MEDIA_TYPE: {"schema": schema_of[id(Problem)], "example": msgspec.to_builtins(PROBLEMS[status])}}


def _path(operation: Operation) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "description": operation.parameters.get(name, ""),
            "schema": {"type": "string", "minLength": 1},
            **_example(operation, name),
        }
        for name in _PARAMETER.findall(operation.path)
    ]


def _example(operation: Operation, name: str) -> dict[str, Any]:
    return {"example": operation.asked[name]} if name in operation.asked else {}


def _query(operation: Operation) -> list[dict[str, Any]]:
    found = []
    for field in msgspec.structs.fields(operation.query):
        schema = msgspec.json.schema(field.type)
        parameter = {"name": field.encode_name, "in": "query", "required": field.required, "schema": schema}
        parameter |= _example(operation, field.encode_name)
        if field.encode_name in operation.parameters:
            parameter["description"] = operation.parameters[field.encode_name]
        found.append(parameter)
    return found


def _reply(reply: Reply, schema_of: dict[int, Any]) -> dict[str, Any]:
    described: dict[str, Any] = {"description": reply.description}
    content: dict[str, Any] = {}
    if reply.type is not None:
        content["schema"] = schema_of[id(reply.type)]
    elif reply.media_type == _EVENTS:
        content["schema"] = _EACH_EVENT
    elif reply.media_type != "application/json":
        content["schema"] = {"type": "string"}
    if reply.examples:
        content["examples"] = {name: {"value": value} for name, value in reply.examples.items()}
    if content:
        described["content"] = {reply.media_type: content}
    return described


def _body(body: Body, schema_of: dict[int, Any]) -> dict[str, Any]:
    content: dict[str, Any] = {}
    for media_type, type_ in body.types.items():
        content[media_type] = {"schema": schema_of[id(type_)]}
        if body.examples and media_type == "application/json":
            content[media_type]["examples"] = {name: {"value": value} for name, value in body.examples.items()}
        if media_type in body.texts:
            content[media_type]["example"] = body.texts[media_type]
    return {"description": body.description, "required": True, "content": content}
