"""Who comes in to the studio, and what the page may do."""

import asyncio
import json
import re
from pathlib import Path

import httpx
import pytest
from starlette.types import ASGIApp

from desireline.service.openapi import document
from desireline.service.studio import Door, Sources, operations, studio

ROOT = Path(__file__).parents[3]
CONNECTION = ROOT / "examples" / "connection_down" / "connection_down.journey.yaml"
AT = "http://127.0.0.1:4000"


@pytest.fixture
def door() -> Door:
    return Door(4000)


@pytest.fixture
def app(door: Door) -> ASGIApp:
    return studio(Sources([CONNECTION]), door)


def _get(app: ASGIApp, *paths: str, at: str = AT, headers: dict[str, str] | None = None) -> list[httpx.Response]:
    """Ask for one after another, as one browser does."""

    async def ask() -> list[httpx.Response]:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=at, headers=headers) as client:
            return [await client.get(path) for path in paths]

    return asyncio.run(ask())


def test_the_link_opens_once(app: ASGIApp, door: Door) -> None:
    entered, first, page, maps, again = _get(app, door.link, "/", "/map/connection_down", "/v1/studio/maps", door.link)
    assert (entered.status_code, entered.headers["location"]) == (303, "/")
    cookie = entered.headers["set-cookie"]
    assert all(said in cookie for said in ("HttpOnly", "SameSite=strict", "Path=/"))
    assert (first.status_code, first.headers["location"]) == (307, "/map/connection_down")
    assert page.text.startswith("<!doctype html>")
    assert [one["journey"] for one in maps.json()] == ["connection_down"]
    assert again.status_code == 403
    assert "Start `desireline studio` again" in again.text


def test_a_page_names_what_it_asks_for_first_and_holds_no_markup_of_its_address(app: ASGIApp, door: Door) -> None:
    _, page, odd = _get(app, door.link, "/map/connection_down", "/map/%22%3E%3Cb%3E&'")
    assert '<link rel="preload" as="fetch" crossorigin href="/v1/studio/maps/connection_down"></head>' in page.text
    assert 'href="/v1/studio/maps/%22%3E%3Cb%3E&amp;&#x27;"></head>' in odd.text


def test_scripts_come_packed_to_who_can_unpack_them(app: ASGIApp, door: Door) -> None:
    _, page = _get(app, door.link, "/map/connection_down")
    parts = re.findall(r'"(/assets/[^"]+\.(?:js|css))"', page.text)
    assert {part.rpartition(".")[2] for part in parts} == {"js", "css"}
    for part in parts:
        (packed,), (plain,) = (_get(app, part, headers={"accept-encoding": how}) for how in ("gzip, br", "identity"))
        assert (packed.headers["content-encoding"], packed.headers["vary"]) == ("gzip", "Accept-Encoding")
        assert (plain.headers.get("content-encoding"), plain.headers["vary"]) == (None, "Accept-Encoding")
        assert packed.content == plain.content
        assert int(packed.headers["content-length"]) < len(plain.content) / 2


@pytest.mark.parametrize("path", ["/", "/map/connection_down", "/v1/studio", "/v1/studio/maps", "/enter?token=guess", "/enter"])
def test_nobody_comes_in_without_it(app: ASGIApp, path: str) -> None:
    (refused,) = _get(app, path)
    assert refused.status_code in (401, 403)


@pytest.mark.parametrize("at", ["http://elsewhere.example:4000", "http://127.0.0.1:4001", "http://127.0.0.1.elsewhere.example:4000"])
def test_it_answers_only_to_its_own_name(app: ASGIApp, door: Door, at: str) -> None:
    refused = _get(app, "/icon.svg", door.link.removeprefix(AT), at=at)
    assert [one.status_code for one in refused] == [403, 403]
    assert _get(app, "/icon.svg")[0].status_code == 200


def test_every_answer_tells_the_browser_what_the_page_may_do(app: ASGIApp, door: Door) -> None:
    for answer in _get(app, "/", door.link, "/", "/v1/studio/maps", "/assets/none.js", "/nowhere"):
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
        assert "unsafe" not in policy
        assert "http" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_page_of_another_port_cannot_use_the_cookie_and_can_open_the_studio(app: ASGIApp, door: Door) -> None:
    async def ask() -> list[int]:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=AT) as client:
            await client.get(door.link)
            said = [
                ("same-site", "no-cors"),
                ("cross-site", "cors"),
                ("same-origin", "cors"),
                ("same-site", "navigate"),
                ("none", "navigate"),
            ]
            headers = [{"Sec-Fetch-Site": site, "Sec-Fetch-Mode": mode} for site, mode in said]
            return [
                (await client.get(path, headers=one)).status_code
                for one, path in zip(headers, [*["/v1/studio/maps"] * 3, *["/map/connection_down"] * 2], strict=True)
            ]

    assert asyncio.run(ask()) == [401, 401, 200, 200, 200]


def test_no_browser_keeps_what_is_told_of_customers(app: ASGIApp, door: Door) -> None:
    refused, _, maps, nobody = _get(app, "/v1/studio/maps", door.link, "/v1/studio/maps", "/v1/studio/customers/ann")
    assert [one.headers["cache-control"] for one in (refused, maps, nobody)] == ["no-store"] * 3


def test_what_is_asked_wrongly_is_told_with_what_to_do(app: ASGIApp, door: Door) -> None:
    nothing, events = _get(app, door.link, "/v1/studio/maps/nothing", "/v1/studio/maps/connection_down/measures")[1:]
    assert (nothing.status_code, nothing.json()["detail"]) == (404, "there is no map `nothing` here")
    assert "--lake" in events.json()["detail"]


def test_the_types_of_the_page_are_those_of_the_server() -> None:
    told = document(operations(Sources([])))
    told["info"]["version"] = "1"
    assert json.loads((ROOT / "studio" / "openapi.json").read_text(encoding="utf-8")) == json.loads(json.dumps(told, default=str))
