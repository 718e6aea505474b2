"""Operations as an application: found, admitted, read, answered, and described."""

import asyncio
from collections.abc import AsyncIterator
from http import HTTPStatus
from typing import Any

import httpx
import msgspec
import pytest
from starlette.requests import Request

from desireline.diagnostics import DesirelineError, Diagnostic
from desireline.service import Body, Call, Operation, ProblemError, Reply, application
from desireline.service.call import Room


class Wish(msgspec.Struct, frozen=True):
    name: str
    count: int = 1


class Asked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    most: int = 3
    loud: bool = False


def _break(_call: Call) -> Any:
    raise ZeroDivisionError("secret 17")


def _fail(_call: Call) -> Any:
    raise DesirelineError(Diagnostic("L103", "the disk is full"))


async def _grant(call: Call) -> Wish:
    return call.json(Wish)


OK = {HTTPStatus.OK: Reply(description="done", type=dict[str, Any], examples={"one": {"name": "ann"}})}
OPERATIONS = [
    Operation(
        name="greet",
        method="GET",
        path="/v1/{who}/greeting",
        tag="greetings",
        summary="Greet",
        query=Asked,
        replies=OK,
        handle=lambda call: {"who": call.path["who"], "most": call.query.most},
    ),
    Operation(
        name="grant",
        method="POST",
        path="/v1/wishes",
        tag="wishes",
        summary="Grant",
        body=Body(description="a wish", types={"application/json": Wish}, most_bytes=100),
        replies={HTTPStatus.CREATED: Reply(description="granted", type=Wish)},
        handle=_grant,
    ),
    Operation(name="break", method="GET", path="/v1/break", tag="wishes", summary="Break", replies=OK, handle=_break, open=True),
    Operation(name="fail", method="GET", path="/v1/fail", tag="wishes", summary="Fail", replies=OK, handle=_fail, open=True),
]


class _Key:
    async def admits(self, request: Request) -> bool:
        return request.headers.get("authorization") == "Bearer k"


def _call(method: str, path: str, **more: Any) -> httpx.Response:
    async def call() -> httpx.Response:
        transport = httpx.ASGITransport(application(OPERATIONS, _Key()), raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://service", headers={"Authorization": "Bearer k"}) as client:
            return await client.request(method, path, **more)

    return asyncio.run(call())


def test_a_name_in_the_path_may_hold_a_slash() -> None:
    assert _call("GET", "/v1/a%2Fb%C3%A9/greeting?most=5").json() == {"who": "a/bé", "most": 5}


def test_what_is_sent_is_read_and_answered_with_the_first_status() -> None:
    answered = _call("POST", "/v1/wishes", json={"name": "ann"})
    assert (answered.status_code, answered.json()) == (201, {"name": "ann", "count": 1})


@pytest.mark.parametrize(
    ("sent", "status", "field"),
    [
        ({"content": b'{"name": 3}'}, 400, "name"),
        ({"content": b'{"name": "a", "count": "x"}'}, 400, "count"),
        ({"content": b"{"}, 400, None),
        ({"content": b"[" * 90}, 400, None),
        ({"content": b" " * 101}, 413, None),
    ],
)
def test_what_cannot_be_read_names_its_field(sent: dict[str, Any], status: int, field: str | None) -> None:
    answered = _call("POST", "/v1/wishes", **sent, headers={"content-type": "application/json", "authorization": "Bearer k"})
    assert answered.status_code == status
    assert answered.headers["content-type"] == "application/problem+json"
    assert [error.get("field") for error in answered.json().get("errors", [{}])] == [field]


@pytest.mark.parametrize("query", ["most=x", "much=3", "most=1&most=2", "loud=perhaps"])
def test_a_query_that_cannot_be_read_is_told(query: str) -> None:
    answered = _call("GET", f"/v1/ann/greeting?{query}")
    assert answered.status_code == 400
    assert answered.json()["type"] == "desireline:unreadable"


def test_a_call_without_a_key_is_not_admitted() -> None:
    assert _call("GET", "/v1/ann/greeting", headers={"Authorization": "Bearer x"}).status_code == 401


def test_what_is_not_there_and_the_wrong_method_are_problems() -> None:
    assert [_call("GET", "/nothing").status_code, _call("DELETE", "/v1/wishes").status_code] == [404, 405]


def test_a_mistake_inside_gives_a_reference_and_no_more(caplog: pytest.LogCaptureFixture) -> None:
    told = _call("GET", "/v1/break").json()
    assert told["status"] == 500
    assert "secret" not in str(told)
    assert told["instance"] in caplog.text


def test_a_store_that_fails_is_unavailable() -> None:
    answered = _call("GET", "/v1/fail")
    assert (answered.status_code, answered.json()["errors"]) == (503, [{"detail": "the disk is full", "code": "L103"}])


def test_the_document_describes_what_is_asked_and_answered() -> None:
    described = _call("GET", "/openapi.json").json()
    greet = described["paths"]["/v1/{who}/greeting"]["get"]
    assert [(p["name"], p["in"], p["required"]) for p in greet["parameters"]] == [
        ("who", "path", True),
        ("most", "query", False),
        ("loud", "query", False),
    ]
    assert set(greet["responses"]) == {"200", "400", "401", "404", "500", "503"}
    assert described["components"]["schemas"]["Wish"]["required"] == ["name"]
    assert described["paths"]["/v1/break"]["get"]["security"] == []


def test_room_is_bounded_and_given_back() -> None:
    room = Room(10)
    with room.held() as first, room.held() as second:
        first.grow(4)
        first.grow(6)
        with pytest.raises(ProblemError) as full:
            second.grow(5)
        assert (full.value.problem.status, full.value.headers["Retry-After"]) == (429, "1")
    with room.held() as third:
        third.grow(10)


def test_what_does_not_come_in_time_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desireline.service.call.BODY_SECONDS", 0.01)

    async def stalling() -> AsyncIterator[bytes]:
        yield b"{"
        await asyncio.sleep(60)

    answered = _call("POST", "/v1/wishes", content=stalling(), headers={"content-type": "application/json", "authorization": "Bearer k"})
    assert (answered.status_code, answered.json()["type"]) == (408, "desireline:timeout")
