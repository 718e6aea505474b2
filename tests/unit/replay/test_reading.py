"""Rule 3: what each event is, decided in DuckDB."""

import pytest
from support.small_journeys import BEGIN_US, MINUTE_US, happened, small_map

from desireline.events import MemoryLake
from desireline.model import Event, Journeys, Map
from desireline.replay import replay


def journeys(map_: Map, *events: Event, minute: float = 10_000, **lake: object) -> Journeys:
    as_of_us = BEGIN_US + round(minute * MINUTE_US)
    return replay(map_, MemoryLake(events, **lake), as_of_us, now_us=as_of_us).journeys()  # type: ignore[arg-type]


def steps(found: Journeys) -> list[str]:
    return [visit.step for visit in found.visits]


def test_the_first_whose_condition_is_true() -> None:
    map_ = small_map(
        {"a": {"event": "e", "where": "x > 3"}, "b": {"event": "e", "where": "x > 1"}, "c": {"event": "e"}}, fields={"x": "number"}
    )
    events = [happened("e", minute, x=x) for minute, x in enumerate((5, 2, 0, None, "7", "many"))]
    assert steps(journeys(map_, *events)) == ["a", "b", "c", "c", "a", "c"]


def test_conditions_on_the_channel() -> None:
    map_ = small_map({"a": {"event": "e", "where": "channel = 'web'"}, "b": {"event": "e", "where": "channel is null"}})
    events = [happened("e", minute, channel=channel) for minute, channel in enumerate(("web", None, "it's", "web"))]
    found = journeys(map_, *events)
    assert (steps(found), found.unmapped) == (["a", "b", "a"], 1)


def test_a_field_that_no_event_carries_is_unknown() -> None:
    map_ = small_map({"a": {"where": "x > 3"}, "b": {"event": "a", "where": "x is null"}}, fields={"x": "number"})
    assert steps(journeys(map_, happened("a", 0))) == ["b"]


def test_traits_as_of_the_event() -> None:
    map_ = small_map({"a": {"where": "plan = 'fibre'"}, "b": {"event": "a"}}, traits={"plan": "text"})
    said = [("identify", 1, "fibre"), ("a", 2, None), ("identify", 3, None), ("a", 4, "basic"), ("identify", 5, "basic"), ("a", 6, None)]
    events = [happened("a", 0), *(happened(name, minute, plan=plan) for name, minute, plan in said), happened("a", 7, "bob")]
    assert steps(journeys(map_, *events)) == ["b", "a", "a", "b", "b"]


def test_traits_belong_to_the_joined_customer() -> None:
    map_ = small_map({"a": {"where": "plan = 'fibre'"}}, traits={"plan": "text"})
    events = [happened("identify", 0, was="anon", plan="fibre"), happened("a", 1, "anon")]
    assert [trip.customer for trip in journeys(map_, *events).trips] == ["ann"]


def test_only_with_a_trait_and_a_key() -> None:
    trip = {"quiet": "1d", "per": "k", "only": "plan = 'fibre' and x > 1"}
    map_ = small_map({"a": {}}, trip=trip, fields={"k": "integer", "x": "integer"}, traits={"plan": "text"})
    known = happened("identify", 0, plan="fibre")
    found = journeys(map_, known, happened("a", 1, x=1, k=7), happened("a", 2, x=2, k="07"), happened("a", 3, x=0, k=7.0))
    assert [(trip.key, trip.visits) for trip in found.trips] == [("7", 2)]
    assert found.outside == 1


@pytest.mark.parametrize(
    ("kind", "raw", "key"), [("text", True, "true"), ("number", 4, "4.0"), ("boolean", "1", "true"), ("number", "x", None)]
)
def test_a_key_is_the_text_of_its_typed_value(kind: str, raw: object, key: str | None) -> None:
    map_ = small_map({"a": {}}, trip={"quiet": "1d", "per": "k"}, fields={"k": kind})
    (trip,) = journeys(map_, happened("a", 0, k=raw)).trips  # type: ignore[arg-type]
    assert trip.key == key


def test_properties_beyond_the_columns_of_a_shard() -> None:
    many = {f"q{n}": 1 for n in range(300)}
    map_ = small_map({"a": {"where": "x > 3"}}, trip={"quiet": "1d", "per": "k"}, fields={"x": "number", "k": "text"})
    found = journeys(map_, happened("z", 0, **many), happened("a", 1, x=5, k="late"), happened("a", 2, x=1, k="late"))
    assert [(trip.key, trip.visits) for trip in found.trips] == [("late", 1)]


def test_ten_thousand_names() -> None:
    names = [f"n{number}" for number in range(10_000)]
    map_ = small_map({"a": {"event": names[:6_000], "where": "x > 0"}, "b": {"event": names[3_000:9_000]}}, fields={"x": "number"})
    found = journeys(map_, *(happened(name, number / 1_000, x=number % 2) for number, name in enumerate(names)))
    assert (steps(found).count("a"), steps(found).count("b")) == (3_000, 4_500)
    assert found.unmapped == 2_500


def test_more_places_than_a_byte_holds() -> None:
    names = [f"s{number}" for number in range(300)]
    found = journeys(small_map({name: {} for name in names}), *(happened(name, minute) for minute, name in enumerate(names)))
    assert steps(found) == names


def test_who_is_whom_as_of_an_earlier_moment() -> None:
    map_ = small_map({"a": {}, "b": {}})
    events = [
        happened("a", 0, "anon"),
        happened("a", 1, "zoe"),
        happened("b", 2),
        happened("identify", 5, was="anon"),
        happened("b", 6, "anon"),
    ]
    before, after = journeys(map_, *events, minute=4), journeys(map_, *events)
    assert [(trip.customer, trip.visits) for trip in before.trips] == [("ann", 1), ("anon", 1), ("zoe", 1)]
    assert [(trip.customer, trip.visits) for trip in after.trips] == [("ann", 3), ("zoe", 1)]
    assert [visit.event for visit in before.visits] == ["b-ann-2", "a-anon-0", "a-zoe-1"]


def test_traits_as_of_an_earlier_moment_are_those_of_the_identity() -> None:
    map_ = small_map({"a": {"where": "plan = 'fibre'"}}, traits={"plan": "text"})
    events = [happened("identify", 0, plan="fibre"), happened("a", 1, "anon"), happened("identify", 5, was="anon")]
    assert (steps(journeys(map_, *events, minute=4)), steps(journeys(map_, *events))) == ([], ["a"])


def test_a_moment_before_the_first_event_finds_nothing() -> None:
    found = journeys(small_map({"a": {}}), happened("a", 1), minute=0)
    assert (found.trips, found.visits, found.promises, found.outside, found.unmapped) == ((), (), (), 0, 0)
