"""Measures for pictures: of a small map with three stages, of a few planned customers."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from support.small_journeys import BEGIN_US, happened

from desireline.events import MemoryLake
from desireline.mapfile import map_from_data
from desireline.measure import Measures, measure
from desireline.model import Event, Map

DAY = 24 * 60
LATER_US = BEGIN_US + 400 * DAY * 60_000_000


def staged_map(stages: int = 3, each: int = 1, **changed: Any) -> Map:
    """A map of so many stages with so many steps each: `s0_0`, `s0_1`, …, each goes on to the next, the last to `home`; `gone` is lost."""
    ids = [(stage, f"s{stage}_{step}") for stage in range(stages) for step in range(each)]
    next_ = [*(id_ for _, id_ in ids[1:]), "home"]
    return map_from_data(
        {
            "journey": "small",
            "title": "A small journey",
            "trip": {"quiet": "90d"},
            "stages": [{"id": f"stage{stage}", "title": f"Stage {stage}"} for stage in range(stages)],
            "steps": [
                {"id": id_, "title": f"Step {id_}", "stage": f"stage{stage}", "event": id_, "next": [after]}
                for (stage, id_), after in zip(ids, next_, strict=True)
            ],
            "outcomes": [
                {"id": "home", "title": "Home", "kind": "reached", "event": "home"},
                {"id": "gone", "title": "Gone", "kind": "lost", "event": "gone"},
            ],
            **changed,
        }
    )


def titled(title: str) -> Map:
    """A map of three stages with two steps each, all of them of one title."""
    map_ = staged_map(3, 2)
    stages, steps = (tuple(replace(one, title=title) for one in ones) for ones in (map_.stages, map_.steps))
    return replace(map_, title=title, stages=stages, steps=steps)


def walk(customer: str, *steps: str, minutes: float = 60, begin: float = 0) -> list[Event]:
    """The events of one customer, so many minutes between."""
    return [happened(step, begin + number * minutes, customer) for number, step in enumerate(steps)]


def walks(count: int, *steps: str, prefix: str = "c", minutes: float = 60, begin: float = 0) -> list[Event]:
    """The same of so many customers."""
    return [event for number in range(count) for event in walk(f"{prefix}{number}", *steps, minutes=minutes, begin=begin)]


def measured(map_: Map, events: Iterable[Event], **said: Any) -> Measures:
    """What the events come to."""
    return measure(map_, MemoryLake(list(events), shards=2), now_us=LATER_US, **said)


def texts_in(svg: str) -> Sequence[str]:
    """All texts that are shown, without what is shown only by pointing."""
    import xml.etree.ElementTree as ET

    return [element.text or "" for element in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]
