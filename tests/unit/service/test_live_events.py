"""Events over HTTP: taken, set aside, answered, refused."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.live_service import Client, event, rehearsed

from desireline.diagnostics import DesirelineError, Diagnostic

LINES = {"content-type": "application/x-ndjson"}
JSON = {"content-type": "application/json"}


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    with rehearsed(tmp_path) as made:
        yield made


def test_an_event_is_answered_with_what_was_decided_also_when_sent_again(client: Client) -> None:
    first, again = (client.post("/v1/events?answer=true", json=event(channel="app")).json() for _ in range(2))
    assert [(a["status"], [e["target"] for e in a["effects"]]) for a in (*first["answers"], *again["answers"])] == [
        ("taken", ["restart_full"]),
        ("duplicate", ["restart_full"]),
    ]
    assert (first["taken"], again["duplicates"]) == (1, 1)
    (effect,) = first["answers"][0]["effects"]
    assert (effect["language"], effect["text"].partition(".")[0]) == ("en", "Let us go through it together")


def test_one_bad_event_stops_no_other_and_is_set_aside_with_its_reason(client: Client) -> None:
    sent = [event("a"), {**event("b"), "time": 5}, 17, {**event("c"), "chanel": "app"}, event("a", properties={"x": 1}), event("d")]
    told = client.post("/v1/events", json=sent).json()
    assert (told["taken"], told["differing"], told["quarantined"]) == (2, 1, 3)
    assert [(one["at"], one["status"], one["reason"].partition(":")[0]) for one in told["not_taken"]] == [
        (1, "quarantined", "time"),
        (2, "quarantined", "it is no object"),
        (3, "quarantined", "chanel"),
        (4, "differs", "an event of this source and id was taken before, and says something else"),
    ]
    aside = client.get("/v1/quarantine").json()["events"]
    assert [json.loads(one["event"]) for one in aside] == [sent[3], 17, sent[1]]


@pytest.mark.parametrize("headers", [LINES, {**LINES, "content-encoding": "gzip"}])
def test_lines_are_events_each_and_a_broken_line_is_one(client: Client, headers: dict[str, str]) -> None:
    lines = "\n".join([json.dumps(event("a")), "{broken", "", json.dumps(event("b"))]).encode()
    told = client.post("/v1/events", content=gzip.compress(lines) if "content-encoding" in headers else lines, headers=headers).json()
    assert (told["taken"], [one["at"] for one in told["not_taken"]]) == (2, [1])


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"time": 5}, "time", "a number, where a text"),
        ({"time": "2026-03-02"}, "time", "no ISO 8601 time"),
        ({"time": "2026-03-02T08:00:00"}, "time", "its offset from UTC is missing"),
        ({"time": "2028-03-02T08:00:00Z"}, "time", "more than five minutes ahead of the clock"),
        ({"customer": ""}, "customer", "empty"),
        ({"id": None}, "id", "null, where a text"),
        ({"channel": ["app"]}, "channel", "an array, where a text"),
        ({"nmae": "x"}, "nmae", "did you mean `name`?"),
        ({"properties": {"basket": {"a": 1}}}, "properties.basket", "an object; a value is"),
        ({"properties": {"a": float("nan")}}, "properties.a", "not a finite number"),
        ({"name": "\ud800"}, "name", "half a character"),
        ({"person": "a\0"}, "person", "holds the character NUL"),
    ],
)
def test_an_event_that_cannot_be_taken_names_its_field(client: Client, change: dict[str, Any], field: str, said: str) -> None:
    answered = client.post("/v1/events", content=json.dumps({**event(), **change}), headers=JSON)
    (fault,) = answered.json()["errors"]
    assert (answered.status_code, fault["field"]) == (422, field)
    assert said in fault["detail"]
    assert len(client.get("/v1/quarantine").json()["events"]) == 1


def test_where_none_of_many_can_be_taken_the_call_fails(client: Client) -> None:
    answered = client.post("/v1/events", json=[{**event(), "time": 5}, 3])
    assert (answered.status_code, [fault["field"] for fault in answered.json()["errors"]]) == (422, ["[0].time", "[1]"])


@pytest.mark.parametrize(
    ("content", "headers", "status", "said"),
    [
        (b'[{"id":', JSON, 400, "line 1, column 8"),
        (b"", JSON, 400, "line 1, column 1"),
        (b"3", JSON, 400, "neither an event"),
        (b"[" * 100_000, JSON, 400, "nested too deeply"),
        (b"[" + b"1," * 5_000 + b"1]", JSON, 400, "5,001 events"),
        (b" " * 5_000_001, JSON, 413, "5,000,000 bytes"),
        (gzip.compress(b" " * 5_000_001, mtime=0), {**JSON, "content-encoding": "gzip"}, 413, "5,000,000 bytes"),
        (gzip.compress(b"[]", mtime=0)[:-4], {**JSON, "content-encoding": "gzip"}, 400, "cut off"),
        (gzip.compress(b"", mtime=0) * 101, {**JSON, "content-encoding": "gzip"}, 400, "pieces of gzip"),
        (b"[]", {**JSON, "content-encoding": "gzip"}, 400, "no gzip"),
        (b"[]", {**JSON, "content-encoding": "br"}, 415, "br"),
        (b"id,time", {"content-type": "text/csv"}, 415, "text/csv"),
        (b"[]", {}, 415, "application/json"),
    ],
)
def test_what_is_no_events_is_refused(client: Client, content: bytes, headers: dict[str, str], status: int, said: str) -> None:
    answered = client.post("/v1/events", content=content, headers=headers)
    assert (answered.status_code, answered.headers["content-type"]) == (status, "application/problem+json")
    assert said in answered.json()["detail"]


def test_half_a_character_sets_one_event_aside(client: Client) -> None:
    odd = [event("a"), event("\ud800"), {**event("b"), "time": "\ud800"}]
    told = client.post("/v1/events", content=json.dumps(odd), headers=JSON).json()
    reasons = [one["reason"] for one in told["not_taken"]]
    assert (told["taken"], reasons[0]) == (1, "id: holds half a character (a lone surrogate)")
    assert reasons[1].startswith("time: no ISO 8601 time")


def test_nothing_sent_is_nothing_taken(client: Client) -> None:
    assert client.post("/v1/events", json=[]).json()["taken"] == 0


@pytest.mark.parametrize(("code", "status", "wait"), [("L105", 429, "1"), ("L103", 503, "5")])
def test_a_full_queue_and_a_failing_store_say_when_to_come_again(
    client: Client, monkeypatch: pytest.MonkeyPatch, code: str, status: int, wait: str
) -> None:
    def refuse(*_: object) -> None:
        raise DesirelineError(Diagnostic(code, "not now"))

    monkeypatch.setattr("desireline.live.rehearsal.Writer.submit", refuse)
    answered = client.post("/v1/events", json=event())
    assert (answered.status_code, answered.headers["retry-after"]) == (status, wait)


def test_two_names_of_one_customer(client: Client) -> None:
    client.post("/v1/events", json=[event("a"), event("b", customer="anna")])
    assert client.post("/v1/aliases", json={"pairs": [["ann", "anna"]]}).json() == {"pairs": 1}
    assert client.get("/v1/customers/anna").json()["identities"] == ["ann", "anna"]


def test_values_that_are_not_what_the_map_declares_are_taken_told_and_counted(client: Client) -> None:
    odd = event("b", "speed_test.finished", channel="app", properties={"mbps": "slow"})
    told = client.post("/v1/events?answer=true", json=[event("a"), odd]).json()
    hint = {
        "journey": "connection_down",
        "field": "mbps",
        "detail": "`slow` is no number: conditions take it as unknown",
        "declared": "number from 0",
    }
    assert (told["taken"], told["hints"]) == (2, [{"at": 1, "id": "b", "hints": [hint]}])
    assert ["hints" in answer for answer in told["answers"]] == [False, True]
    assert told["answers"][1]["hints"] == [hint]
    assert "hints" not in client.post("/v1/events", json=event("c")).json()
    assert 'desireline_odd_values_total{journey="connection_down",field="mbps"} 1\n' in client.get("/metrics").text
    many = [event(f"m{number}", "speed_test.finished", properties={"mbps": "slow"}) for number in range(120)]
    assert len(client.post("/v1/events", json=many).json()["hints"]) == 100
