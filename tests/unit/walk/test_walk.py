"""Example journeys: what they say is what the engine makes of their events, and together they show the whole map."""

import json
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from support.campaign import examples
from support.journeys_generator import MapData, maps
from support.map_texts import EVERY_WORD

from desireline.cli import main
from desireline.engine import compile_map, rebuild, run
from desireline.mapfile import map_from_data, parse_map, read_map
from desireline.model import Event, Journeys, Map, parse_instant_us, ways_of
from desireline.walk import Walk, walk

EXAMPLES = sorted((Path(__file__).parents[3] / "examples").glob("*/*.journey.yaml"))
EACH = pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
TOP = """\
journey: slow_line
title: My line is slow
trip: {starts: [test], quiet: 14d}
fields: {mbps: {number: {min: 0}}, kind: text}
traits: {plan: {one of: [basic, fibre]}}
stages: [{id: help, title: Help}]
teams: {care: {title: Care}}
steps:
"""
REST = """\
  - {id: call, stage: help, title: I call, event: call.answered, by: person, next: [well]}
outcomes:
  - {id: well, kind: reached, event: line.well, title: It is fast again}
  - {id: left, kind: lost, event: contract.cancelled, title: I went elsewhere}
"""


def with_step(step: str) -> Map:
    file = parse_map(TOP + step + REST)
    assert file.map is not None, file.diagnostics
    return file.map


def with_choice(*branches: str, at: str = "do") -> Map:
    lines = "".join(f"          - {{id: b{n}, {said}handoff: care, due: 1h}}\n" for n, said in enumerate(branches))
    return with_step(
        "  - id: test\n    stage: help\n    title: Test\n    event: tested\n    channels: [app, web]\n    next: [test, call, well]\n"
        + f"    {at}:\n      - id: answer\n        choose:\n{lines}"
    )


def events_in(journey: dict[str, object]) -> list[Event]:
    return [
        Event(**{k: v for k, v in event.items() if k != "time"}, time_us=parse_instant_us(event["time"]))
        for event in json.loads(json.dumps(journey))["events"]
    ]


def computed(map_: Map, journey: dict[str, object]) -> Journeys:
    """What the engine makes of a journey's events alone, as they stand in JSON."""
    as_of_us = parse_instant_us(str(journey["as_of"]))
    return run(compile_map(map_), events_in(journey), now_us=as_of_us, as_of_us=as_of_us)


def assert_as_told(walked: Walk) -> None:
    for journey in walked.as_data()["journeys"]:
        journeys = computed(walked.map, journey)
        (trip,) = journeys.trips
        assert [visit.step for visit in journeys.visits] == journey["visits"]
        assert (trip.how, trip.customer) == (journey["ends"], journey["customer"])


def shown_in(walked: Walk) -> dict[str, set[object]]:
    """What the engine's tables and effects show, counted without the walk's own bookkeeping."""
    shown: dict[str, set[object]] = {"move": set(), "broken": set(), "end": set(), "branch": set(), "start": set()}
    for journey in walked.as_data()["journeys"]:
        journeys = computed(walked.map, journey)
        steps = [visit.step for visit in journeys.visits]
        shown["move"] |= set(pairwise(steps))
        shown["start"].add(steps[0])
        shown["broken"] |= {made.promise for made in journeys.promises if made.state == "broken"}
        shown["end"].add(journeys.trips[0].how)
        effects = rebuild(compile_map(walked.map), events_in(journey), parse_instant_us(journey["as_of"])).effects
        shown["branch"] |= {(effect.action, effect.branch) for effect in effects}
    return shown


@EACH
def test_the_journeys_of_an_example_show_all_of_it(path: Path) -> None:
    map_ = read_map(path)
    walked = walk(map_)
    assert_as_told(walked)
    shown, ways = shown_in(walked), ways_of(map_)
    places = {step.id for step in map_.steps if step.seen == "events" and not step.aftercare} | map_.outcome_by_id.keys()
    choices = [action for step in map_.steps for action in step.do] + [*map_.when_quiet]
    assert shown["move"] >= {(a, b) for a in places & map_.step_by_id.keys() for b in ways.expected[a] & places}
    assert shown["start"] >= set(map_.trip.starts)
    assert shown["broken"] == {promise.id for step in map_.steps for promise in step.promises}
    assert shown["end"] >= map_.outcome_by_id.keys()
    assert shown["branch"] >= {(action.id, branch.id) for action in choices for branch in action.branches}
    assert map_.trip.quiet_us is None or "gone_quiet" in shown["end"]
    assert walked.missed == ()
    assert all(shown == of for shown, of in walked.coverage().values())


@EACH
def test_the_shortest_come_first_and_none_is_there_for_nothing(path: Path) -> None:
    journeys = walk(read_map(path)).journeys
    assert [len(j.visits) for j in journeys] == sorted(len(j.visits) for j in journeys)
    for journey in journeys:
        others = {goal for other in journeys if other is not journey for goal in other.shows}
        assert not others.issuperset(journey.shows)


def test_every_word_of_the_language_can_be_walked() -> None:
    map_ = parse_map(EVERY_WORD).map
    assert map_ is not None
    walked = walk(map_)
    assert_as_told(walked)
    assert walked.missed == ()


@pytest.mark.parametrize(
    "branches",
    [
        ("when: mbps < 1, ", "when: mbps > 10, ", ""),
        ("when: visits('test') >= 3, ", "when: visits('test') = 1, ", ""),
        ("when: elapsed > interval '3 days', ", "when: elapsed between interval '1 hour' and interval '2 hours', ", ""),
        ("when: move = 'repeat' or move = 'back', ", "when: move = 'start', ", ""),
        ("when: changed_channel, ", "when: not changed_channel and move <> 'start', ", ""),
        ("when: plan = 'fibre' and kind like 'x%', ", "when: plan is null, ", ""),
        ("when: mbps * mbps = 4, ", "when: open('slow_line'), ", ""),
    ],
)
def test_branches_are_come_to_by_values_times_and_ways(branches: tuple[str, ...]) -> None:
    walked = walk(with_choice(*branches))
    assert_as_told(walked)
    taken = {goal.to for journey in walked.journeys for goal in journey.shows if goal.kind == "branch"}
    expected = {f"b{n}" for n in range(len(branches))} - {missed.goal.to for missed in walked.missed}
    assert taken == expected
    assert {missed.goal.to for missed in walked.missed} <= ({"b0"} if "back" in branches[0] else set())


def test_what_cannot_be_shown_is_said_with_the_reason() -> None:
    walked = walk(with_choice("when: mbps < 1 and mbps > 2, ", "when: visits('test') = 0, ", ""))
    (missed,) = walked.missed
    assert (missed.goal.id, missed.goal.to) == ("answer", "b0")
    assert "cannot hold together" in missed.reason
    assert any("Not shown: branch `b0` of `answer`" in line for line in walked.tell())


def test_a_step_that_tells_a_trait_is_walked_by_what_it_tells() -> None:
    learn = "  - {id: test, stage: help, title: I log in, event: identify, where: plan = 'fibre', next: [gold]}\n"
    gold = "  - {id: gold, stage: help, title: The fast desk, event: desk.met, where: plan = 'fibre', next: [call, left]}\n"
    walked = walk(with_step(learn + gold))
    assert_as_told(walked)
    assert walked.missed == ()
    assert walked.journeys[0].events[0].name == "identify"
    assert "We learn" not in walked.tell()


def test_a_step_that_no_event_can_be_is_said() -> None:
    walked = walk(with_step("  - {id: test, stage: help, title: Test, event: tested, where: mbps < 0, next: [call, well]}\n"))
    assert_as_told(walked)
    assert {missed.reason for missed in walked.missed} == {"no event can be a visit at `test`"}
    assert {goal.id for journey in walked.journeys for goal in journey.shows if goal.kind == "outcome"} == {"well", "left"}


@examples(60, campaign=3_000)
@given(maps())
def test_on_any_map_journeys_are_as_told(data: MapData) -> None:
    walked = walk(map_from_data(data))
    assert_as_told(walked)
    shown = {goal for journey in walked.journeys for goal in journey.shows}
    assert shown.isdisjoint(missed.goal for missed in walked.missed)
    assert shown | {missed.goal for missed in walked.missed} == set(walked.goals)
    assert all(missed.reason for missed in walked.missed)
    assert "\n".join(walked.tell())


def test_the_command_prints_text_or_json() -> None:
    path = str(EXAMPLES[0])
    said = CliRunner().invoke(main, ["walk", path])
    assert said.exit_code == 0
    assert said.output.startswith("My connection is down: ")
    data = json.loads(CliRunner().invoke(main, ["walk", path, "--json"]).output)
    assert data["not_shown"] == []
    assert data["coverage"]["moves"]["shown"] == data["coverage"]["moves"]["of"]
