"""How far it is to a person, by step and channel."""

from desireline.check import Subject, to_a_person
from desireline.mapfile import parse_map

MAP = """\
journey: help
title: I need help
trip: {starts: [search], quiet: 30d}
teams: {care: {title: Care}}
stages: [{id: ask, title: Ask}]
steps:
  - {id: search, stage: ask, title: I search, event: a, channels: [app, web], by: self, next: [guide, bot]}
  - {id: guide, stage: ask, title: I read, event: b, channels: [app], by: self, next: [call]}
  - {id: bot, stage: ask, title: I ask a bot, event: c, channels: [web], by: bot, next: [chat]}
  - {id: chat, stage: ask, title: Someone writes, event: d, channels: [web], by: bot, next: [solved],
     do: [{id: to_person, handoff: care, due: 5m}]}
  - {id: call, stage: ask, title: I call, event: e, channels: [phone], by: person, next: [rest]}
  - {id: rest, stage: ask, title: I wait, event: f, by: self, next: [solved]}
outcomes:
  - {id: solved, kind: reached, event: g, title: It is solved}
"""


def test_moves_are_counted_with_and_without_changing_channel() -> None:
    found = {(far.step, far.channel): (far.moves, far.in_channel) for far in to_a_person(Subject(parse_map(MAP)))}
    assert found == {
        ("search", "app"): (2, None),
        ("search", "web"): (2, 2),
        ("guide", "app"): (1, None),
        ("bot", "web"): (1, 1),
        ("chat", "web"): (0, 0),
        ("call", "phone"): (0, 0),
        ("rest", None): (None, None),
    }
