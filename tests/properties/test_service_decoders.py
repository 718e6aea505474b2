"""Whatever is sent as events is read as events, set aside with a reason, or refused with a place: nothing else can come of it."""

import gzip
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.campaign import examples
from support.live_service import MONDAY, Client, rehearsed

from desireline.live import Unreadable
from desireline.model import Event
from desireline.service import ProblemError
from desireline.service.live.decoding import read_events

texts = st.text(st.characters(), max_size=8) | st.sampled_from(["", "\0", "é", "\ud800", "identify", "guide.opened"])
scalars = st.none() | st.booleans() | st.integers() | st.floats() | texts | st.sampled_from([10**400, -(2**70), 1e308])
values = st.recursive(scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3), max_leaves=8)
times = st.sampled_from([MONDAY, "2026-03-02T09:00:00.123456789+01:00", "2026-03-02", "0001-01-01T00:00:00+14:00", "x"]) | values
names = ["id", "time", "customer", "name", "channel", "source", "person", "properties"]
odd_events = st.fixed_dictionaries(
    {"id": texts | values, "time": times, "customer": texts | values, "name": texts | values},
    optional={"channel": values, "source": values, "person": values, "properties": values, "chanel": values},
)
sound_texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)
sound_events = st.fixed_dictionaries(
    {
        "id": sound_texts,
        "time": st.datetimes().map(lambda at: at.isoformat() + "Z"),
        "customer": sound_texts.filter(bool),
        "name": sound_texts,
    },
    optional={
        "channel": st.none() | sound_texts,
        "properties": st.dictionaries(
            sound_texts, st.none() | st.booleans() | st.integers() | sound_texts | st.floats(allow_nan=False, allow_infinity=False)
        ),
    },
)
bodies = (
    st.binary(max_size=200)
    | values.map(lambda value: json.dumps(value).encode())
    | st.lists(odd_events | sound_events, max_size=4).map(lambda events: json.dumps(events).encode())
    | st.lists(odd_events | sound_events, max_size=4).map(lambda events: "\n".join(map(json.dumps, events)).encode())
)


def _read(body: bytes, lines: bool) -> list[Event | Unreadable]:
    try:
        return read_events(body, lines=lines)
    except ProblemError as error:
        refused = error.problem
    assert 400 <= refused.status < 500
    assert refused.detail
    return []


@examples(80, campaign=50_000)
@given(bodies, st.booleans())
def test_anything_is_read_set_aside_or_refused(body: bytes, lines: bool) -> None:
    for one in _read(body, lines):
        if isinstance(one, Unreadable):
            assert one.reason
            assert "\0" not in one.text
            assert (one.text + one.reason).encode()


@examples(30, campaign=5_000)
@given(st.lists(sound_events, max_size=4), st.lists(values.filter(lambda value: not isinstance(value, dict)), max_size=2))
def test_sound_events_are_read_in_every_form_whatever_is_beside_them(sound: list[Any], odd: list[Any]) -> None:
    alone = _read(json.dumps(sound).encode(), lines=False)
    assert [one.id for one in alone if isinstance(one, Event)] == [event["id"] for event in sound]
    lines = "\n".join(json.dumps(one) for one in [*odd, *sound]).encode()
    for beside in (_read(json.dumps([*odd, *sound]).encode(), lines=False), _read(lines, lines=True)):
        assert [one for one in beside if isinstance(one, Event)] == alone
        assert len(beside) == len(sound) + len(odd)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with rehearsed(tmp_path_factory.mktemp("service")) as made:
        yield made


@examples(20, campaign=5_000)
@given(
    body=bodies.flatmap(lambda body: st.sampled_from([body, gzip.compress(body), gzip.compress(body)[:-3]])),
    type_=st.sampled_from(["application/json", "application/x-ndjson", "application/json; charset=x", "text/plain", ""]),
    encoding=st.sampled_from([{}, {"content-encoding": "gzip"}, {"content-encoding": "br"}]),
)
def test_nothing_that_is_sent_is_a_mistake_of_the_service(client: Client, body: bytes, type_: str, encoding: dict[str, str]) -> None:
    for query in ("", "?answer=true", "?answer=maybe"):
        answered = client.post(f"/v1/events{query}", content=body, headers={"content-type": type_, **encoding})
        assert answered.status_code in (200, 400, 415, 422)
    assert client.get("/v1/quarantine").status_code == 200
