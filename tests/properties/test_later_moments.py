"""What is kept of journeys holds for every moment up to which all events count, over random maps and logs."""

from dataclasses import fields
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from support.campaign import examples
from support.journeys_generator import SLOT_US, Example
from support.journeys_generator import examples as generated

from desireline.events import MemoryLake
from desireline.mapfile import map_from_data
from desireline.model import Map
from desireline.replay import Run, ShardJourneys, as_of


def journeys(map_: Map, lake: MemoryLake, as_of_us: int) -> tuple[ShardJourneys, int]:
    """What the only shard comes to, and how many places the map has."""
    run = Run.of(map_, lake, as_of_us, now_us=as_of_us)
    (found,) = run.each_shard(lambda opened, _: run.journeys(opened), 1, None)
    return found, len(run.rules.plan.places)


def columns(found: Any) -> dict[str, Any]:
    """All arrays of journeys, those of their promises among them."""
    held = {field.name: getattr(found, field.name) for field in fields(found)}
    return {name: value.tolist() if isinstance(value, np.ndarray) else value for name, value in held.items() if name != "promises"}


@given(generated(), st.integers(0, 90), st.integers(0, 90))
@examples(60, campaign=10_000)
def test_the_same_events_are_told_as_of_another_moment(example: Example, slots: int, others: int) -> None:
    if not example.events:
        return
    map_, lake = map_from_data(example.map), MemoryLake(example.events, aliases=example.aliases)
    last_us = max(event.time_us for event in example.events)
    kept, places = journeys(map_, lake, last_us + slots * SLOT_US)
    moment_us = last_us + others * SLOT_US // 3
    told, (anew, _) = as_of(kept, map_.trip.quiet_us, places, moment_us), journeys(map_, lake, moment_us)
    assert columns(told) == columns(anew)
    assert columns(told.promises) == columns(anew.promises)
