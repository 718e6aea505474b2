from pathlib import Path

from support.small_journeys import happened
from support.told import story_of, was_of

from desireline.explain import line_text
from desireline.mapfile import MapFile, parse_map

TEXT = """\
journey: line
title: Line
trip: {quiet: 1d}
fields:
  x: number
stages:
  - {id: all, title: All}
steps:
  - id: slow
    title: Slow
    stage: all
    event:
      - tested
      - tested_again
    where: x < 1
    done: [stopped, ended]
  - {id: fast, title: Fast, stage: all, event: tested, where: x >= 100, next: [slow]}
outcomes:
  - {id: up, title: Up, kind: reached, event: up}
scores:
  - {id: ease, kind: ces, event: asked, value: x}
"""


def line_map() -> MapFile:
    return parse_map(TEXT, "line.yaml")


def test_each_event_names_its_line(tmp_path: Path) -> None:
    names = [("tested", {"x": 0}), ("tested_again", {"x": 0}), ("ended", {}), ("tested", {"x": 200}), ("asked", {"x": 5}), ("up", {})]
    events = [happened(name, minute, **given) for minute, (name, given) in enumerate(names)]
    matches = [one.match for one in was_of(story_of(tmp_path, line_map(), events))]
    assert [line_text(match.line) for match in matches if match] == [f"line.yaml:{line}" for line in (13, 14, 16, 17, 21, 19)]
    assert [line_text(match.where_line) for match in matches if match][:4] == ["line.yaml:15", "line.yaml:15", None, "line.yaml:17"]


def test_what_matches_nothing_says_every_condition_that_it_was_held_against(tmp_path: Path) -> None:
    (one,) = was_of(story_of(tmp_path, line_map(), [happened("tested", 0, x=50)]))
    assert one.match is None
    assert [(t.candidate.id, t.judged and t.judged.says) for t in one.tries] == [
        ("slow", "x < 1: x is 50, so false"),
        ("fast", "x >= 100: x is 50, so false"),
    ]


def test_a_name_that_no_step_has_is_told_with_those_like_it(tmp_path: Path) -> None:
    (one,) = was_of(story_of(tmp_path, line_map(), [happened("testd", 0)]))
    assert (one.tries, one.near[0]) == ((), "tested")


def test_why_an_event_is_outside(tmp_path: Path) -> None:
    names = [("up", {}), ("ended", {}), ("asked", {}), ("tested", {"x": 0}), ("ended", {}), ("stopped", {}), ("tested", {"x": 100})]
    events = [happened(name, minute, **given) for minute, (name, given) in enumerate(names)]
    events += [happened("ended", 7), happened("asked", 2000)]
    assert [one.outside for one in was_of(story_of(tmp_path, line_map(), events))] == [
        "no trip was open for it to end",
        "no trip was open",
        "there was no trip before it",
        None,
        None,
        "the work of this visit was done before",
        None,
        "the trip was at fast",
        "the last visit of a trip was 1d9h14m before, more than 1d",
    ]
