"""What is kept of journeys tells every earlier moment as a replay up to it does, over random maps, logs, moments, periods and segments."""

from collections import Counter
from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from properties.test_measures import Asked, asked, counts, differing
from support.campaign import examples
from support.journeys_generator import SLOT_US

from desireline.events import MemoryLake
from desireline.measure.gathering import Gathering
from desireline.measure.journeys import columns_of, names_and_marks, seen_of
from desireline.measure.reading import look_at, run_of, scope_of
from desireline.measure.seen import Scope, Seen
from desireline.measure.segments import Segmented, segment_of, segmented, told_of
from desireline.measure.tally import Tally, added_up, tally_of
from desireline.replay import NEVER, OpenShard, Run

COLUMNS = ("offset", "customer", "how", "ended_us", "again", "place", "entered_us", "move")
Look = Callable[[OpenShard, bool], Seen]


def run_at(one: Asked, lake: MemoryLake, moment_us: int) -> tuple[Run, Scope]:
    """A replay of the example's period as of a moment."""
    run = run_of(one.map, lake, one.period, max(one.clock_us, moment_us), moment_us)
    return run, scope_of(run, one.period)


def kept(run: Run, scope: Scope) -> Look:
    """How a shard is looked at by what is kept of all of its events. `met`: only trips that the period may have met."""

    def look(opened: OpenShard, met: bool) -> Seen:
        whole = opened.whole()
        seen = look_at(run.of_all_time(), whole, scope)
        columns = columns_of(replace(seen, told=told_of(seen, whole)), names_and_marks(whole))
        return seen_of(scope, columns, opened.source, opened.shard, met=met)

    return look


def told(seen: Seen) -> dict[str, Any]:
    """All that a shard holds but for the numbers of its rows."""
    journeys, said = seen.journeys, seen.all_answers
    done_us = np.full(len(journeys.place), NEVER) if journeys.done_us is None else journeys.done_us
    held = {name: getattr(journeys, name) for name in COLUMNS} | {"done_us": done_us, "channel": seen.channel}
    held |= {field.name: getattr(journeys.promises, field.name) for field in fields(journeys.promises)}
    held |= {f"answer {field.name}": getattr(said, field.name) for field in fields(said)}
    return {name: np.ma.filled(column, -1).tolist() for name, column in held.items() if name != "answer value"} | {
        "answers": [repr(value) for value in said.value.tolist()]
    }


def counted(one: Asked, run: Run, look: Callable[[OpenShard], Seen], names: int, *, together: bool) -> Tally:
    """What the shards come to, each by itself or taken together."""
    found: list[Tally] = []
    segment = segment_of(one.map, one.segment)

    def count(seen: Seen, segments: Segmented | None) -> None:
        found.append(tally_of(seen, names, segments))

    gathering = Gathering(count)

    def shard(opened: OpenShard, _: int) -> None:
        seen = look(opened)
        segments = segmented(segment, seen, opened)
        if together:
            gathering.add(seen, segments)
        else:
            count(seen, segments)

    run.each_shard(shard, 1, None)
    gathering.finish()
    return added_up(found)


def test_an_earlier_moment_is_told_from_what_is_kept_of_all_events() -> None:
    went: Counter[str] = Counter()

    @given(asked(), st.integers(0, 40), st.booleans())
    @examples(30, campaign=20_000)
    def holds(one: Asked, slots: int, all_of_time: bool) -> None:
        if not one.events:
            return
        first_us, last_us = min(event.time_us for event in one.events), max(event.time_us for event in one.events)
        moment_us = min(first_us + slots * SLOT_US, last_us - 1)
        lake = one.lake(2)
        run, scope = run_at(one, lake, moment_us)
        went["earlier" if run.source.known_as is None and run.source.later else "as it was"] += 1
        if run.source.known_as is not None:
            return
        look, names = kept(run, scope), len(lake.names)
        pairs = run.each_shard(lambda opened, _: (told(look(opened, False)), told(look_at(run, opened, scope))), 1, None)
        assert [differing(*pair) for pair in pairs] == [{}] * len(pairs)
        anew = counted(one, run, lambda opened: look_at(run, opened, scope), names, together=False)
        met = counted(one, run, lambda opened: look(opened, not all_of_time), names, together=True)
        assert differing(counts(met), counts(anew)) == {}

    holds()
    assert went["earlier"] > sum(went.values()) / 3, went
