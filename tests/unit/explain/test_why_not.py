from pathlib import Path
from typing import Any

from support.small_journeys import happened, small_map
from support.told import story_of

from desireline.model import Event, Map


def answered(folder: Path, map_: Map, events: list[Event], step: str) -> dict[str, Any]:
    (answer,) = story_of(folder, map_, events, why_not=step).as_data()["why_not"]
    return dict(answer)


def test_no_event_of_its_names(tmp_path: Path) -> None:
    answer = answered(tmp_path, small_map({"a": {"event": "call.answered"}}), [happened("call.answerd", 0)], "a")
    assert answer["says"] == "never at a: this customer has no event named call.answered, and nobody has"
    assert answer["near"] == answer["near_anywhere"] == ["call.answerd"]


def test_somebody_else_has_such_events(tmp_path: Path) -> None:
    answer = answered(tmp_path, small_map({"a": {}}), [happened("b", 0), happened("a", 0, "bob")], "a")
    assert answer["says"] == "never at a: this customer has no event named a"


def test_each_event_that_names_it_says_what_became_of_it(tmp_path: Path) -> None:
    steps = {"first": {"event": "a", "where": "x = 1"}, "a": {"where": "x > 3"}}
    map_ = small_map(steps, trip={"quiet": "1d", "only": "x < 9"}, fields={"x": "number"})
    events = [happened("a", minute, **given) for minute, given in enumerate(({"x": 1}, {"x": 2}, {}, {"x": 2}))]
    answer = answered(tmp_path, map_, [*events, happened("a", 9_000, x=10)], "a")
    assert answer["counts"] == {"false": 2, "unknown": 1, "taken": 1, "outside": 1}
    assert [one["says"] for one in answer["examples"]] == [
        "step first comes first and takes it",
        "x > 3: x is 2, so false",
        "x > 3: x is not given, so unknown",
        "x > 3: x is 2, so false",
        "no trip was open, and trip.only let it open none: x < 9: x is 10, so false",
    ]
    assert answer["says"] == "never at a: of 5 events that it names, none is a visit there"


def test_a_step_that_was_reached_says_where_the_customer_went(tmp_path: Path) -> None:
    map_ = small_map({"a": {}, "b": {}}, outcomes=["o"])
    events = [happened("a", 0), happened("b", 1), happened("o", 2), happened("a", 3)]
    assert (
        answered(tmp_path, map_, events, "b")["says"] == "was at b once, last from 2026-03-02 08:01:00; left for o at 2026-03-02 08:02:00"
    )
    assert "now: trip 2" in answered(tmp_path, map_, events, "a")["says"]
    assert "there trip 1 ended: o" in answered(tmp_path, map_, events, "o")["says"]


def test_steps_where_nobody_is_ever_seen(tmp_path: Path) -> None:
    after = small_map({"a": {}, "after": {"aftercare": True}})
    events = [happened("a", 0), happened("after", 1)]
    assert answered(tmp_path, after, events, "after")["says"] == "after is aftercare: its events belong to a trip, and are never visits"


def test_many_events_are_counted_and_some_are_shown(tmp_path: Path) -> None:
    map_ = small_map({"a": {"where": "x > 3"}}, fields={"x": "number"})
    answer = answered(tmp_path, map_, [happened("a", minute) for minute in range(50)], "a")
    assert (answer["counts"], len(answer["examples"])) == ({"unknown": 50}, 20)
