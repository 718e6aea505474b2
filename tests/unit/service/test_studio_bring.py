"""Data brought in over HTTP: sent, looked at, imported and drafted from; nothing is left of what does not come about."""

import asyncio
import gzip
from collections.abc import Awaitable, Callable
from pathlib import Path
from string import ascii_lowercase
from tempfile import gettempdir
from threading import Lock
from typing import Any

import httpx
import pytest
from support.full_disk import files_of_at_most

from desireline import api
from desireline.diagnostics import DesirelineError
from desireline.events import Lake
from desireline.service.studio import Door, Sources, studio
from desireline.service.studio.bring.operations import held
from desireline.service.studio.sources import found_maps, home_of
from desireline.service.works import StoppedError

AT = "http://127.0.0.1:4000"
BYTES = {"Content-Type": "application/octet-stream"}
EVENTS = "Case ID,Activity,Complete Timestamp\n" + "".join(
    f"{who},{what},2026-01-{day:02} 10:00:00\n" for who in ("ann", "bob", "cyd") for day, what in enumerate(("call", "visit", "paid"), 1)
)
MAP_BYTES = 4_000
"""More than any file of the lake below takes, less than its map."""
Asking = Callable[[httpx.AsyncClient], Awaitable[Any]]


def _talk(sources: Sources, ask: Asking) -> Any:
    door = Door(4000)

    async def talk() -> Any:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(studio(sources, door)), base_url=AT, timeout=60) as client:
            await client.get(door.link)
            return await ask(client)

    return asyncio.run(talk())


async def _sent(client: httpx.AsyncClient, content: Any = EVENTS, name: str = "log.csv") -> httpx.Response:
    return await client.post("/v1/studio/uploads", params={"name": name}, content=content, headers=BYTES)


async def _look(client: httpx.AsyncClient, content: Any = EVENTS, name: str = "log.csv", **said: str) -> dict[str, Any]:
    upload = (await _sent(client, content, name)).json()["upload"]
    answer = await client.get(f"/v1/studio/uploads/{upload}/look", params={"near_zone": "Europe/Rome", **said})
    return {"status": answer.status_code, **answer.json()}


async def _bring(client: httpx.AsyncClient, content: Any = EVENTS, file: str = "log.csv", **wanted: Any) -> httpx.Response:
    upload = (await _sent(client, content, file)).json()["upload"]
    read = {"timezone": "UTC", **wanted.pop("read", {})}
    return await client.post(f"/v1/studio/uploads/{upload}/bring", json={"read": read, **wanted})


def _looked(content: Any = EVENTS, name: str = "log.csv", **said: str) -> dict[str, Any]:
    found: dict[str, Any] = _talk(Sources([], home=Path("unused")), lambda client: _look(client, content, name, **said))
    return found


def test_a_file_becomes_a_lake_and_a_map_that_are_shown(tmp_path: Path) -> None:
    sources = Sources([], home=tmp_path)

    async def ask(client: httpx.AsyncClient) -> Any:
        made = await _bring(client, gzip.compress(EVENTS.encode()), "../../Help desk.csv.gz")
        assert made.status_code == 201, made.text
        measured = await client.get(f"/v1/studio/maps/{made.json()['journey']}/measures")
        return made.json(), measured.json(), (await client.get("/v1/studio")).json()

    made, measured, shown = _talk(sources, ask)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["help_desk.journey.yaml", "help_desk.lake"]
    assert (made["journey"], made["taken"], made["left_out"]) == ("help_desk", 9, 0)
    assert (shown["log"], shown["events"], shown["bring_in"]) == ("help_desk.lake", 9, True)
    assert measured["headline"]["customers"]["n"] == 3
    assert api.read_map(tmp_path / "help_desk.journey.yaml").title == "Help desk"


def test_nothing_that_is_there_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "log.journey.yaml").write_text("mine", encoding="utf-8")
    (tmp_path / "log.lake").mkdir()
    sources = Sources([], home=tmp_path)
    made = _talk(sources, _bring).json()
    assert (Path(made["map_file"]).name, Path(made["lake"]).name) == ("log_2.journey.yaml", "log_2.lake")
    assert (tmp_path / "log.journey.yaml").read_text(encoding="utf-8") == "mine"
    again = _talk(sources, _bring).json()
    assert again["journey"] == "log_2"
    assert [map_.journey for map_ in sources.maps()] == ["log", "log_2"]


@pytest.mark.parametrize(
    "name", ["orders " * 12 + "of June", "\u041f\u0443\u0442\u044c \u043a\u043b\u0438\u0435\u043d\u0442\u0430", "\u5ba2\u6236\u65c5\u7a0b"]
)
def test_names_of_which_an_id_keeps_little_can_be_given_again(name: str, tmp_path: Path) -> None:
    sources = Sources([], home=tmp_path)
    made = [_talk(sources, lambda client: _bring(client, name=name)).json() for _ in range(3)]
    ids = [one["journey"] for one in made]
    assert [id_.rpartition("_")[2] for id_ in ids[1:]] == ["2", "3"]
    assert [map_.title for map_ in sources.maps()] == [name, f"{name} 2", f"{name} 3"]
    assert [Path(one["map_file"]).name for one in made] == [f"{id_}.journey.yaml" for id_ in ids]


def test_a_name_that_cannot_be_is_told_before_a_lake_that_is_shown_takes_anything(tmp_path: Path) -> None:
    sources = Sources([], home=tmp_path)
    lake = Path(_talk(sources, _bring).json()["lake"])
    refused = _talk(sources, lambda client: _bring(client, EVENTS.replace("bob", "dee"), into="shown", name="bell\x07"))
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (400, "D106")
    assert Lake.open(lake).rows == 9


def test_a_lake_that_is_shown_can_be_added_to(tmp_path: Path) -> None:
    (tmp_path / "first.csv").write_text(EVENTS, encoding="utf-8")
    api.import_events(tmp_path / "first.csv", tmp_path / "lake", timezone="UTC")
    sources = Sources([], tmp_path / "lake", home=tmp_path)
    more = EVENTS.replace("bob", "dee")

    async def ask(client: httpx.AsyncClient) -> Any:
        place = (await client.get("/v1/studio/bring")).json()
        return place, (await _bring(client, more, "more.csv", into="shown", name="Both")).json()

    place, made = _talk(sources, ask)
    assert (place["lake"], place["lake_events"]) == ("lake", 9)
    assert (made["new_lake"], made["journey"]) == (False, "both")
    assert Lake.open(tmp_path / "lake").customers == 4


def test_a_new_lake_leaves_the_maps_that_have_events_with_theirs(tmp_path: Path) -> None:
    sources = Sources([], home=tmp_path)
    _talk(sources, _bring)
    made = _talk(sources, lambda client: _bring(client, EVENTS.replace("bob", "dee"), "other.csv")).json()
    assert [sources.of(journey).path for journey in ("log", "other")] == [tmp_path / "log.lake", tmp_path / "other.lake"]
    assert (made["new_lake"], made["taken"]) == (True, 9)


def test_a_map_is_drafted_from_events_that_are_shown_already(tmp_path: Path) -> None:
    (tmp_path / "first.csv").write_text(EVENTS, encoding="utf-8")
    api.import_events(tmp_path / "first.csv", tmp_path / "calls.lake", timezone="UTC")
    sources = Sources([], tmp_path / "calls.lake", home=tmp_path)
    made = _talk(sources, lambda client: client.post("/v1/studio/draft"))
    assert (made.status_code, made.json()["journey"], made.json()["taken"]) == (201, "calls", 9)
    assert sources.own_maps()[0].journey == "calls"
    assert _talk(Sources([], home=tmp_path), lambda client: client.post("/v1/studio/draft")).status_code == 404


def test_a_look_tells_columns_guesses_and_first_events() -> None:
    look = _looked()
    assert {field["field"]: (field["column"], field["how"]) for field in look["fields"][:4]} == {
        "customer": ("Case ID", "likely"),
        "time": ("Complete Timestamp", "likely"),
        "event": ("Activity", "likely"),
        "channel": (None, "none"),
    }
    assert look["proposals"] == [{"option": "timezone", "value": "Europe/Rome"}]
    assert (look["rows"], look["good"], look["customers"], look["names"], look["too_many"]) == (9, 9, 3, 3, False)
    assert look["events"][0] == {
        **{"line": 2, "time": "2026-01-01T09:00:00.000000Z", "customer": "ann", "event": "call"},
        **{"channel": None, "id": None, "person": None, "properties": {}},
    }
    other = _looked(customer="case_id", timezone="UTC")
    assert other["fields"][0] == {"field": "customer", "column": "Case ID", "how": "said", "rivals": []}
    assert other["events"][0]["time"] == "2026-01-01T10:00:00.000000Z"


def test_rows_that_are_no_events_are_counted_by_reason_and_must_be_allowed(tmp_path: Path) -> None:
    content = EVENTS + "dee,call,yesterday\ndee,call,soon\n,call,2026-01-09 10:00:00\nshort\n"
    look = _looked(content)
    assert (look["rows"], look["good"], look["too_many"]) == (13, 9, True)
    assert {one["reason"].partition(" is")[0]: (one["rows"], one["lines"]) for one in look["bad"]} == {
        "its time": (2, [11, 12]),
        "it has fewer fields than the header, which has 3": (1, [14]),
        "it has no customer in `Case ID`": (1, [13]),
    }
    refused = _talk(Sources([], home=tmp_path), lambda client: _bring(client, content))
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (400, "E206")
    assert list(tmp_path.iterdir()) == []
    made = _talk(Sources([], home=tmp_path), lambda client: _bring(client, content, with_bad=True)).json()
    assert made["left_out"] == 4
    assert len(Path(made["left_out_file"]).read_text(encoding="utf-8").splitlines()) == 4


@pytest.mark.parametrize(
    ("content", "code", "formats"),
    [
        ("who,when\nann,2026-01-01T00:00:00Z\n", "E108", 0),
        ("customer,event,time\nann,call,01/02/2026 10:00\nbob,call,03/04/2026 10:00\n", "E112", 2),
        ("customer,event,time\nann,call,12\n", "E113", 0),
        ("case,trace,event,time\nann,bob,call,2026-01-01T00:00:00Z\n", "E109", 0),
        ("customer,event,time\nann,call,whenever\n", "E114", 0),
    ],
)
def test_what_keeps_a_file_from_being_read_is_told_beside_its_columns(content: str, code: str, formats: int) -> None:
    look = _looked(content)
    assert [one["code"] for one in look["wrong"]] == [code]
    assert len(look["wrong"][0]["formats"]) == formats
    assert len(look["columns"]) > 1
    assert look["events"] == []


@pytest.mark.parametrize(
    ("time", "option", "value"),
    [("2026-01-01", "date_at", "start"), ("1767225600", "time_unit", "s"), ("1767225600000", "time_unit", "ms")],
)
def test_what_can_be_assumed_of_times_is_assumed_and_told(time: str, option: str, value: str) -> None:
    look = _looked(f"customer,event,time\nann,call,{time}\n")
    assert {"option": option, "value": value} in look["proposals"]
    assert look["events"][0]["time"].startswith(("2026-01-01T00:00", "2025-12-31T23:00"))


@pytest.mark.parametrize(
    "content", [b"\x89PNG\r\n\x1a\n" + bytes(200), b"PK\x03\x04" + bytes(50), b"\x1f\x8b\x08damaged", b"only one line"]
)
def test_a_file_that_is_none_of_events_is_refused_with_what_to_do(content: bytes) -> None:
    look = _looked(content, "picture.png")
    assert look["status"] == 400
    assert "/" not in look["detail"]
    assert look["errors"][0]["fix"]


def test_fewer_lines_than_none_are_not_left_out() -> None:
    assert (_looked(skip_lines="-1")["status"], _looked(skip_lines="0")["status"]) == (400, 200)


def test_headers_as_ugly_as_real_ones_are_read() -> None:
    ugly = ["a" * 300, "<b>x</b>", "Variant", "Variant", "", "Activity", "Case ID", "Complete Timestamp"]
    rows = ["1;2;3;4;5;<img src=x>;ann;2026-01-01 00:00:00"]
    look = _looked("\ufeff" + "\r\n".join([";".join(ugly), *rows]) + "\r\n")
    assert [column["name"] for column in look["columns"]][:5] == ["a" * 300, "<b>x</b>", "Variant", "Variant_2", "column_5"]
    assert look["events"][0]["event"] == "<img src=x>"


def test_a_map_without_events_cannot_be_drafted_and_leaves_nothing(tmp_path: Path) -> None:
    refused = _talk(Sources([], home=tmp_path), lambda client: _bring(client, EVENTS, name="bell\x07"))
    assert refused.status_code == 400
    assert list(tmp_path.iterdir()) == []


def test_where_nothing_may_be_brought_in_nothing_is_taken(tmp_path: Path) -> None:
    async def ask(client: httpx.AsyncClient) -> list[int]:
        return [(await _sent(client)).status_code, (await client.get("/v1/studio/bring")).status_code]

    assert _talk(Sources([]), ask) == [404, 404]
    assert _talk(Sources([]), lambda client: client.get("/v1/studio")).json()["bring_in"] is False


def test_only_the_own_page_may_send_a_file(tmp_path: Path) -> None:
    async def ask(client: httpx.AsyncClient) -> list[int]:
        said = [{"Origin": "http://127.0.0.1:5000"}, {"Origin": "null"}, {"Origin": AT}, {"Content-Type": "text/plain"}]
        answers = [await client.post("/v1/studio/uploads", content=EVENTS, headers={**BYTES, **headers}) for headers in said]
        client.cookies.clear()
        return [answer.status_code for answer in [*answers, await _sent(client)]]

    assert _talk(Sources([], home=tmp_path), ask) == [403, 403, 201, 415, 401]


def test_a_full_disk_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    async def ask(client: httpx.AsyncClient) -> Any:
        upload = (await _sent(client)).json()["upload"]
        with files_of_at_most(1_000):
            sent = await _sent(client, b"x" * 100_000)
            return sent, await client.post(f"/v1/studio/uploads/{upload}/bring", json={"read": {"timezone": "UTC"}})

    sent, brought = _talk(Sources([], home=tmp_path), ask)
    assert [sent.status_code, brought.status_code] == [507, 507]
    assert f"`{gettempdir()}`, the folder for temporary files" in sent.json()["detail"]
    assert f"could not be written to `{tmp_path}" in brought.json()["detail"]
    assert list(tmp_path.iterdir()) == []


def test_a_lake_whose_map_finds_no_room_is_not_left(tmp_path: Path) -> None:
    many = "customer,event,time\n" + "".join(
        f"{who},{letter}ing,2026-01-01T00:{minute:02}:00Z\n"
        for who in ("ann", "bob", "cyd")
        for minute, letter in enumerate(ascii_lowercase)
    )

    async def ask(client: httpx.AsyncClient) -> Any:
        upload = (await _sent(client, many)).json()["upload"]
        with files_of_at_most(MAP_BYTES):
            return await client.post(f"/v1/studio/uploads/{upload}/bring", json={})

    answer = _talk(Sources([], home=tmp_path), ask)
    assert (answer.status_code, answer.json()["type"]) == (507, "desireline:no_room")
    assert "nothing can be written" in answer.json()["detail"]
    assert list(tmp_path.iterdir()) == []


def test_what_is_stopped_leaves_nothing(tmp_path: Path) -> None:
    many = "customer,event,time\n" + "".join(f"c{n % 999},e{n % 7},2026-01-01T00:{n // 60 % 60:02}:{n % 60:02}Z\n" for n in range(150_000))

    async def ask(client: httpx.AsyncClient) -> Any:
        upload = (await _sent(client, many)).json()["upload"]
        how, at = {"Desireline-Question": "mine"}, "/v1/studio/works/mine"
        asked = asyncio.create_task(client.post(f"/v1/studio/uploads/{upload}/bring", json={}, headers=how))
        while not (told := (await client.get(at)).json())["stage"]:
            await asyncio.sleep(0.01)
        stopped = await client.delete(at)
        return told, stopped.status_code, await asked, (await client.get(at)).json()["under_way"]

    told, stopped, answer, under_way = _talk(Sources([], home=tmp_path), ask)
    assert told["under_way"]
    assert (stopped, answer.status_code, answer.json()["type"], under_way) == (204, 409, "desireline:stopped", False)
    assert list(tmp_path.iterdir()) == []


def test_who_stopped_a_question_gets_no_numbers_and_everybody_else_does(tmp_path: Path) -> None:
    sources = Sources([], home=tmp_path)
    _talk(sources, _bring)

    async def ask(client: httpx.AsyncClient) -> list[int]:
        at, named = "/v1/studio/maps/log", {"Desireline-Question": "gone"}
        await client.delete("/v1/studio/works/gone")
        answers = [await client.get(f"{at}/{what}", headers=named) for what in ("measures", "flow", "customers", "series", "dots")]
        return [answer.status_code for answer in [*answers, await client.get(f"{at}/measures")]]

    assert _talk(sources, ask) == [409, 409, 409, 409, 409, 200]


def test_maps_that_are_named_must_be_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert (found_maps([]), home_of([])) == ([], Path())
    with pytest.raises(DesirelineError) as refused:
        found_maps([tmp_path])
    assert refused.value.diagnostics[0].code == "C105"
    assert home_of([tmp_path / "none.journey.yaml", tmp_path]) == tmp_path


def test_who_waits_for_what_is_brought_in_already_can_be_stopped() -> None:
    busy = Lock()
    busy.acquire()

    def stopped(_stage: str, _done: int, _total: int | None) -> None:
        raise StoppedError

    with pytest.raises(StoppedError), held(busy, stopped):
        pytest.fail("it is not free")
