"""Why actions were decided or not: held against what the engine decides."""

import json
from pathlib import Path

import msgspec
from hypothesis import given
from support.campaign import examples
from support.journeys_generator import Example
from support.journeys_generator import examples as generated
from support.small_journeys import happened, small_map
from support.told import story_of

from desireline.engine import compile_map, customers_of, rebuild
from desireline.explain import Asked, Read, Said, Story
from desireline.live.known import Known, StoreEvents
from desireline.mapfile import map_from_data
from desireline.model import WAS


@given(generated(acting=True))
@examples(50, campaign=5_000)
def test_the_actions_that_are_told_as_decided_are_those_of_the_engine(example: Example) -> None:
    read, asked_us = Read.of(map_from_data(example.map)), example.asked_us
    events = [e for e in example.taken if e.time_us <= asked_us]
    events = [msgspec.structs.replace(e, properties={k: v for k, v in e.properties.items() if k != WAS}) for e in events]
    for customer, theirs in customers_of(events, (), asked_us).items():
        ordered = sorted(theirs, key=lambda event: event.order)
        known = Known(customer, Said([customer], [], []), ordered, {}, [], [])
        telling = Story(StoreEvents(known, asked_us), [read], Asked()).tell()
        assert len(list(telling)) == len(ordered)
        told = telling.tellers[0].actions
        expected = rebuild(compile_map(read.map), ordered, asked_us).effects
        assert sorted(msgspec.json.encode(one.effect) for one in told if one.effect) == sorted(map(msgspec.json.encode, expected))
        for one in told:
            chosen = one.tried[-1].holds and (len(one.tried) > 1 or not one.action.branches)
            assert (one.effect is not None) == (one.void is None and one.tried[0].holds and chosen)
            assert one.id == one.effect.id if one.effect else one.reason.startswith("not decided")
        json.dumps([one.as_data() for one in (*told, *telling.tellers[0].awaited())])


def test_whether_a_trip_is_open_on_another_map_is_looked_up(tmp_path: Path) -> None:
    asks = small_map({"ask": {"do": [{"id": "tell", "call": "crm", "when": "open('other')"}]}})
    other = small_map({"begin": {}}, ["end"], journey="other")
    events = [happened("ask", 0), happened("begin", 1), happened("ask", 2), happened("end", 3), happened("ask", 4)]
    story = story_of(tmp_path, [asks, other], events)
    assert [one["decided"] for one in story.as_data()["journeys"][0]["actions"]] == [False, True, False]


def test_an_action_that_never_came_up_says_what_its_promise_came_to(tmp_path: Path) -> None:
    late = [{"id": "hurry", "call": "crm"}]
    map_ = small_map({"a": {"promises": [{"id": "soon", "title": "Soon", "within": "1h", "until": ["b"], "late": late}]}, "b": {}})
    (answer,) = story_of(tmp_path, map_, [happened("a", 0), happened("b", 10)], why="hurry").as_data()["why"]
    assert answer["says"].endswith("on trip 1 the promise was due 2026-03-02 09:00:00 and is kept")
    assert (answer["times"], answer["caused_by"]) == (0, "when promise soon of a is broken")


def test_times_and_durations_are_told_as_people_write_them(tmp_path: Path) -> None:
    do = [{"id": "tell", "call": "crm", "when": "elapsed > interval '1 hour' or at > timestamp '2026-03-02T10:00:00Z'"}]
    map_ = small_map({"a": {}, "b": {"do": do}}, fields={"at": "time"})
    events = [happened("a", 0), happened("b", 90, at="2026-03-02T09:00:00Z")]
    (answer,) = story_of(tmp_path, map_, events, why="tell").as_data()["why"]
    assert answer["told"][0]["tried"][0]["when"]["names"] == {"elapsed": "1h30m", "at": "2026-03-02T09:00:00.000000Z"}
