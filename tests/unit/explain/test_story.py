import json
from pathlib import Path

import pytest
from support.small_journeys import BEGIN_US, MINUTE_US, happened, small_map
from support.told import story_of, told_of

from desireline.explain import coming_on, missed_us
from desireline.model import LAST_US, Event

HOUR_US = 60 * MINUTE_US
SOON = {"id": "soon", "title": "Soon", "within": "1h", "until": ["b"]}


def test_a_promise_is_early_late_or_has_not_come(tmp_path: Path) -> None:
    map_ = small_map({"a": {"promises": [SOON]}, "b": {}})
    events = [happened("a", 0), happened("b", 20), happened("a", 100), happened("b", 190), happened("a", 200), happened("a", 290)]
    story = story_of(tmp_path, map_, events)
    _, (trip,) = told_of(story)
    told = [(p.state, missed_us(p, map_, story.as_of_us)) for p in trip.promises]
    assert told == [("kept", -40 * MINUTE_US), ("broken", 30 * MINUTE_US), ("broken", 30 * MINUTE_US), ("pending", None)]
    assert [(p.came_us, p.event) for p in trip.promises[1:3]] == [(BEGIN_US + 190 * MINUTE_US, "b-ann-190"), (None, None)]


def test_lateness_counts_in_the_hours_of_the_team(tmp_path: Path) -> None:
    teams = {"care": {"title": "Care", "hours": "Mon-Fri 08:00-10:00 UTC"}}
    map_ = small_map({"a": {"promises": [{**SOON, "hours_of": "care"}]}, "b": {}}, teams=teams)
    story = story_of(tmp_path, map_, [happened("a", 0), happened("b", 24 * 60 - 1)])
    _, (trip,) = told_of(story)
    assert missed_us(trip.promises[0], map_, story.as_of_us) == HOUR_US


def test_what_may_come_next_of_an_open_trip(tmp_path: Path) -> None:
    map_ = small_map({"a": {"promises": [SOON], "next": ["b"]}, "b": {}})
    telling = story_of(tmp_path, map_, [happened("a", 0)]).tell()
    assert len(list(telling)) == 1
    (teller,) = telling.tellers
    coming = coming_on(teller.trips[0], teller)
    assert coming is not None
    assert ([one.place for one in coming.ahead], [p.promise for p in coming.pending]) == (["b"], ["soon"])
    assert coming.quiet_us == BEGIN_US + 24 * HOUR_US


def test_a_keyless_trip_that_is_taken_over_says_by_whom(tmp_path: Path) -> None:
    map_ = small_map({"a": {}}, trip={"quiet": "1d", "per": "k"}, fields={"k": "text"})
    _, (trip,) = told_of(story_of(tmp_path, map_, [happened("a", 0), happened("a", 1, k="7")]))
    assert (trip.key, trip.taken_over_by, trip.taken_over_us) == ("7", "a-ann-1", BEGIN_US + MINUTE_US)


def test_any_name_of_a_customer_finds_the_customer(tmp_path: Path) -> None:
    events = [happened("a", 0, "web-1"), happened("identify", 1, was="web-1"), happened("a", 2), happened("a", 3, "bob")]
    aliases = [("ann", "bob")]
    for name in ("ann", "bob", "web-1"):
        (tmp_path / name).mkdir()
        story = story_of(tmp_path / name, small_map({"a": {}}), events, name, aliases=aliases)
        assert [(i.name, i.kind) for i in story.customer.identities] == [("ann", "known"), ("bob", "known"), ("web-1", "anonymous")]
        assert story.extent.events == 4


def test_an_earlier_moment_knows_only_what_was_said_by_then(tmp_path: Path) -> None:
    events = [happened("a", 0, "web-1"), happened("identify", 1, was="web-1"), happened("a", 2)]
    story = story_of(tmp_path, small_map({"a": {}}), events, "web-1", as_of_us=BEGIN_US)
    assert (story.customer.name, story.extent.events, story.extent.later) == ("web-1", 1, 0)


def test_a_claim_that_was_not_followed_is_told(tmp_path: Path) -> None:
    events = [happened("identify", 0, was="web-1"), happened("identify", 1, "bob", was="web-1")]
    story = story_of(tmp_path, small_map({"a": {}}), events, "bob")
    assert [(found.was, why) for found, why in story.customer.unfollowed] == [("web-1", "`web-1` was identified as `ann` before")]


def test_json_piece_by_piece_is_the_data(tmp_path: Path) -> None:
    events = [happened("a", 0, x=1.5, flag=True), happened("zz", 1, channel="wéb\n")]
    story = story_of(tmp_path, small_map({"a": {"where": "x > 1"}}, fields={"x": "number"}), events, why_not="a")
    data = story.as_data()
    assert json.loads("".join(story.as_json())) == data
    assert data["events"][0]["on"]["small"]["tried"][0]["where"]["says"] == "x > 1: x is 1.5, so true"
    assert data["events"][0]["properties"] == {"x": 1.5, "flag": True}
    assert data["why_not"][0]["visits"] == 1


def test_a_story_without_events_is_whole(tmp_path: Path) -> None:
    story = story_of(tmp_path, small_map({"a": {}}), [happened("a", 5)], as_of_us=BEGIN_US)
    assert json.loads("".join(story.as_json()))["events"] == []
    assert (story.extent.events, story.extent.later) == (0, 1)


@pytest.mark.parametrize("time_us", [-62_135_596_800_000_000, LAST_US])
def test_clocks_that_jump(tmp_path: Path, time_us: int) -> None:
    map_ = small_map({"a": {"promises": [SOON]}, "b": {}})
    story = story_of(tmp_path, map_, [Event(id="e", time_us=time_us, customer="ann", name="a")], as_of_us=LAST_US)
    assert json.loads("".join(story.as_json()))["journeys"][0]["trips"][0]["visits"][0]["step"] == "a"


@pytest.mark.parametrize("name", ["a'\"b", "[red]ann[/red]", "é😀\n\t", "a\0b", "x" * 3_000])
def test_odd_names_of_customers(tmp_path: Path, name: str) -> None:
    events = [happened("a", 0, name, id_="e"), happened("a", 1)]
    assert story_of(tmp_path, small_map({"a": {}}), events, name).extent.events == 1


def test_a_customer_of_many_names_at_any_moment(tmp_path: Path) -> None:
    events = [happened("a", minute, f"web-{minute}") for minute in range(150)]
    events += [happened("identify", 200 + minute, was=f"web-{minute}") for minute in range(150)]
    (tmp_path / "earlier").mkdir()
    for folder, names, as_of_us in ((tmp_path, 150, None), (tmp_path / "earlier", 100, BEGIN_US + 299 * MINUTE_US)):
        story = story_of(folder, small_map({"a": {}}), events, "web-7", as_of_us=as_of_us)
        told, _ = told_of(story)
        assert (len(story.customer.identities), story.extent.events, len(told)) == (names + 1, 2 * names, 2 * names)
        assert [one.event.order for one in told] == sorted(one.event.order for one in told)
