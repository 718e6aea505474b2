"""Who comes in to the studio of a service, for how long, and to what."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import httpx
import pytest
from support.live_service import MONDAY, the_map

from desireline.live import Runtime, SqliteStore, VirtualClock, add_key, revoke_key
from desireline.model import parse_instant_us
from desireline.service import live_application
from desireline.service.studio import StudioBeside
from desireline.service.studio.key_door import IDLE_SECONDS, WRONG_MOST, KeyDoor

SESSION = "/v1/studio/session"


class House:
    """A service with its studio, and the door's clock."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store, self.now = SqliteStore(folder / "live.db"), 0.0
        self.key = add_key(self.store, "kim", 0)
        runtime = Runtime([the_map()], self.store, VirtualClock(parse_instant_us(MONDAY)))
        self.studio = StudioBeside(runtime, [the_map()], str(folder / "live.db"))
        self.studio.door._clock = lambda: self.now
        further = {"further": lambda _: self.studio.operations(), "routes": self.studio.routes(), "feeding": self.studio.feeding}
        self.app = self.studio.around(live_application(runtime, guard=self.studio.door, **further))

    @asynccontextmanager
    async def browser(self, at: str = "http://service") -> AsyncIterator[httpx.AsyncClient]:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url=at) as client:
            yield client


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path)
    with closing(made.store), closing(made.studio):
        yield made


async def _sees(client: httpx.AsyncClient, path: str = "/v1/studio/maps") -> int:
    return (await client.get(path)).status_code


async def _enters(client: httpx.AsyncClient, key: str) -> httpx.Response:
    return await client.post(SESSION, json={"key": key})


def test_a_key_opens_the_studio_and_its_cookie_opens_nothing_else(house: House) -> None:
    async def look() -> None:
        async with house.browser() as client:
            assert await _sees(client) == 401
            assert (await client.get(SESSION)).json() == {"by": "key", "admitted": False}
            entered = await _enters(client, house.key)
            assert (entered.status_code, entered.content) == (204, b"")
            cookie = entered.headers["set-cookie"]
            assert all(said in cookie for said in ("HttpOnly", "SameSite=strict", "Path=/"))
            assert "Secure" not in cookie
            assert house.key not in cookie
            assert (await client.get(SESSION)).json()["admitted"]
            assert [await _sees(client, path) for path in ("/v1/studio/maps", "/v1/studio", "/v1/effects", "/v1/journeys", "/metrics")] == [
                200,
                200,
                401,
                401,
                401,
            ]
            assert (await client.post("/v1/events", json=[])).status_code == 401
            elsewhere = {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "no-cors"}
            assert (await client.get("/v1/studio/maps", headers=elsewhere)).status_code == 401
            assert (await client.delete(SESSION)).status_code == 204
            assert await _sees(client) == 401
            client.cookies.set(house.studio.door.cookie, cookie.partition("=")[2].partition(";")[0])
            assert await _sees(client) == 401
        async with house.browser("https://service") as client:
            assert "Secure" in (await _enters(client, house.key)).headers["set-cookie"]

    asyncio.run(look())


def test_the_page_holds_nothing_and_says_what_it_may_do(house: House) -> None:
    async def look() -> None:
        async with house.browser() as client:
            page, elsewhere = await client.get("/map/connection_down"), await client.get("/studio")
            assert page.text.startswith("<!doctype html>")
            assert "form-action 'none'" in page.headers["content-security-policy"]
            assert (elsewhere.status_code, elsewhere.headers["location"]) == (303, "/")
            health = await client.get("/v1/health")
            assert health.json()["lake"] == "ok"
            assert "content-security-policy" not in health.headers

    asyncio.run(look())


def test_a_session_ends_with_its_key_and_after_a_day_unused(house: House) -> None:
    async def look() -> None:
        other = add_key(house.store, "ann", 0)
        async with house.browser() as first, house.browser() as second:
            await _enters(first, house.key)
            await _enters(second, other)
            house.now += IDLE_SECONDS - 1
            assert await _sees(second) == 200
            house.now += 2
            assert [await _sees(first), await _sees(second)] == [401, 200]
            revoke_key(house.store, "ann", 0)
            await asyncio.sleep(0.6)
            assert await _sees(second) == 401

    asyncio.run(look())


def test_wrong_keys_are_told_and_bounded(house: House) -> None:
    async def look() -> None:
        async with house.browser() as client:
            for _ in range(WRONG_MOST):
                refused = await _enters(client, "dl_guess")
                assert (refused.status_code, refused.json()["type"]) == (403, "desireline:wrong_key")
            house.now += 20
            bounded = await _enters(client, house.key)
            assert (bounded.status_code, bounded.headers["retry-after"]) == (429, "40")
            house.now += 41
            assert (await _enters(client, house.key)).status_code == 204
            for said in (b'{"key": ""}', b'{"key": "\\ud800"}', b'{"key": 3}', b"[]", b"{"):
                answer = await client.post(SESSION, content=said, headers={"Content-Type": "application/json"})
                assert answer.status_code in {400, 403}

    asyncio.run(look())


def test_a_store_that_fails_makes_no_key_a_wrong_one(house: House) -> None:
    async def look() -> None:
        async with house.browser() as client:
            with closing(sqlite3.connect(house.folder / "live.db")) as con:
                con.execute("ALTER TABLE keys RENAME TO away")
                statuses = {(await _enters(client, house.key)).status_code for _ in range(WRONG_MOST + 1)}
                con.execute("ALTER TABLE away RENAME TO keys")
            assert statuses == {503}
            assert (await _enters(client, house.key)).status_code == 204

    asyncio.run(look())


def test_many_sessions_and_addresses_take_bounded_room(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desireline.service.studio.key_door.SESSIONS_MOST", 2)

    async def look() -> None:
        browsers = []
        for _ in range(3):
            async with house.browser() as client:
                await _enters(client, house.key)
                browsers.append(dict(client.cookies))
        seen = []
        for cookies in browsers:
            async with house.browser() as client:
                client.cookies.update(cookies)
                seen.append(await _sees(client))
        assert seen == [401, 200, 200]

    asyncio.run(look())
    assert isinstance(house.studio.door, KeyDoor)
