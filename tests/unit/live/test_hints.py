"""Values that are not what a map declares: taken, and told to whoever sent them."""

from typing import Any

import pytest
from support.small_journeys import BEGIN_US, happened, small_map

from desireline.live import Hint, Runtime, Store, VirtualClock
from desireline.model import Event, Map

FIELDS: dict[str, Any] = {
    "mbps": {"number": {"min": 0}},
    "score": {"integer": {"min": 1, "max": 7}},
    "urgent": "boolean",
    "slot": "time",
    "fault": {"one of": ["cable", "router"]},
    "note": "text",
    "pin": {"number": {"personal": True}},
}


def _map(journey: str = "small", **rest: Any) -> Map:
    return small_map({"ask": {}, "look": {}}, fields=FIELDS, traits={"plan": {"one of": ["basic"]}}, journey=journey, **rest)


@pytest.fixture
def runtime(store: Store) -> Runtime:
    return Runtime([_map()], store, VirtualClock(BEGIN_US))


def _told(runtime: Runtime, event: Event) -> list[tuple[str, str, str]]:
    (answer,) = runtime.take([event])
    assert answer.status in ("taken", "duplicate")
    return [(hint.field, hint.detail, hint.declared) for hint in answer.hints]


def test_a_value_that_is_not_what_is_declared_is_taken_and_told(runtime: Runtime) -> None:
    event = happened("ask", 0, mbps="slow", fault="dog", slot=5, urgent="perhaps")
    told = [
        ("mbps", "`slow` is no number: conditions take it as unknown", "number from 0"),
        ("fault", "`dog` is none of the declared values", "one of cable, router"),
        ("slot", "5 is no time with its offset: conditions take it as unknown", "time"),
        ("urgent", "`perhaps` is no truth value: conditions take it as unknown", "boolean"),
    ]
    assert _told(runtime, event) == _told(runtime, event) == told


def test_what_is_out_of_the_declared_range_is_told(runtime: Runtime) -> None:
    told = _told(runtime, happened("ask", 0, mbps=-1, score=8))
    assert told == [
        ("mbps", "-1 is out of the declared range", "number from 0"),
        ("score", "8 is out of the declared range", "integer from 1 to 7"),
    ]


def test_what_reads_as_declared_is_not_told(runtime: Runtime) -> None:
    fine = {"mbps": "0.5", "score": 7.0, "urgent": 1, "slot": "2026-03-02T08:00Z", "fault": "cable", "note": 4, "pin": None, "other": "x"}
    assert _told(runtime, happened("ask", 0, **fine)) == []


def test_a_personal_value_is_not_repeated_and_a_long_one_is_cut(runtime: Runtime) -> None:
    assert [detail for _, detail, _ in _told(runtime, happened("ask", 0, pin="my dog", mbps="x" * 500))] == [
        "the value is no number: conditions take it as unknown",
        f"`{'x' * 59}…` is no number: conditions take it as unknown",
    ]


def test_one_event_gets_few_hints(runtime: Runtime) -> None:
    every = {"mbps": "a", "score": "a", "urgent": "a", "slot": "a", "fault": "a", "pin": "a"}
    assert len(_told(runtime, happened("ask", 0, **every))) == 5


def test_only_a_map_that_knows_the_event_has_a_say_and_traits_are_told_by_identify(store: Store) -> None:
    other = small_map({"buy": {}, "look": {}}, fields={"mbps": {"one of": ["fast"]}}, journey="other")
    runtime = Runtime([_map(), other], store, VirtualClock(BEGIN_US))
    hints = [runtime.take([happened(name, 0, mbps="x", plan="gold")])[0].hints for name in ("ask", "buy", "look", "identify", "unknown")]
    assert [[(hint.journey, hint.field) for hint in found] for found in hints] == [
        [("small", "mbps")],
        [("other", "mbps")],
        [("small", "mbps"), ("other", "mbps")],
        [("small", "plan")],
        [],
    ]
    assert hints[1] == [Hint("other", "mbps", "`x` is none of the declared values", "one of fast")]
