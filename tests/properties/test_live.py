"""A live store comes to what replay comes to, whatever the order, the groups and the restarts in which events reach it."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from support import campaign
from support.journeys_generator import Example, examples
from support.live_stores import assert_states_are_what_events_come_to, effects_of

from desireline.engine import compile_map, customers_of, rebuild
from desireline.events import MemoryLake
from desireline.live import Runtime, SqliteStore, VirtualClock, pass_time
from desireline.mapfile import map_from_data
from desireline.model import WAS, Event, Map
from desireline.replay import replay


class _Place:
    """A store in a file, and a runtime on it, which may be closed and opened again."""

    def __init__(self, path: Path, map_: Map, clock: VirtualClock) -> None:
        self._path, self._map, self._clock = path, map_, clock
        self.open()

    def open(self) -> None:
        self.store = SqliteStore(self._path)
        self.runtime = Runtime([self._map], self.store, self._clock)

    def close(self) -> None:
        self.runtime.close()
        self.store.close()


@contextmanager
def _place(map_: Map, now_us: int) -> Iterator[tuple[_Place, VirtualClock]]:
    clock = VirtualClock(now_us)
    with tempfile.TemporaryDirectory() as folder:
        place = _Place(Path(folder) / "store.db", map_, clock)
        try:
            yield place, clock
        finally:
            place.close()


def _counting(example: Example) -> list[Event]:
    """The events that have happened by the moment asked for, with duplicates, in order of arrival."""
    taken = {(e.source, e.id): e for e in example.taken}
    return [e for e in example.events if taken[e.source, e.id].time_us <= example.asked_us]


@campaign.examples(100, campaign=5_000)
@given(examples(acting=True), st.data())
def test_any_order_groups_and_restarts_come_to_what_replay_comes_to(example: Example, data: st.DataObject) -> None:
    map_, asked_us = map_from_data(example.map), example.asked_us
    replayed = replay(map_, MemoryLake(example.events, aliases=example.aliases), as_of_us=asked_us, threads=1, now_us=example.now_us)
    with _place(map_, asked_us) as (place, clock):
        left, aliased = _counting(example), data.draw(st.integers(0, 3))
        running = data.draw(st.booleans())
        clock.move_to(min((e.time_us for e in left), default=asked_us) if running else asked_us)
        while left or aliased >= 0:
            if aliased == 0:
                place.runtime.alias(example.aliases)
            aliased -= 1
            size = data.draw(st.integers(1, 8))
            group, left = left[:size], left[size:]
            clock.move_to(max([clock.now_us(), *(e.time_us for e in group if e.time_us <= asked_us)]))
            place.runtime.take(group)
            if data.draw(st.booleans()):
                place.runtime.tick()
            if data.draw(st.integers(0, 3)) == 0:
                place.close()
                place.open()
        clock.move_to(asked_us)
        place.runtime.tick()
        lived, by_replay = place.runtime.reading().journeys(map_.journey), replayed.journeys()
        assert (lived.trips, lived.visits, lived.promises) == (by_replay.trips, by_replay.visits, by_replay.promises)
        assert (lived.outside, lived.unmapped) == (by_replay.outside, by_replay.unmapped)
        owed = {effect.id for effect in assert_states_are_what_events_come_to(place.runtime, asked_us)}
        missed = {effect.id for effect in effects_of(place.store, "missed")}
        assert {effect.id for effect in effects_of(place.store, "owed")} | missed == owed | missed


@campaign.examples(100, campaign=5_000)
@given(examples(acting=True), st.data())
def test_where_nothing_is_late_the_effects_are_those_of_the_engine(example: Example, data: st.DataObject) -> None:
    map_, asked_us = map_from_data(example.map), example.asked_us
    events = sorted((e for e in example.taken if e.time_us <= asked_us), key=lambda e: e.order)
    events = [msgspec.structs.replace(e, properties={k: v for k, v in e.properties.items() if k != WAS}) for e in events]
    program, expected = compile_map(map_), []
    for theirs in customers_of(events, (), asked_us).values():
        expected.extend(rebuild(program, theirs, asked_us).effects)
    with _place(map_, min((e.time_us for e in events), default=asked_us)) as (place, clock):
        for event in events:
            pass_time(place.runtime, clock, event.time_us)
            place.runtime.take([event] * data.draw(st.integers(1, 2)))
            if data.draw(st.integers(0, 3)) == 0:
                place.close()
                place.open()
        pass_time(place.runtime, clock, asked_us)
        assert sorted(effects_of(place.store), key=lambda e: e.id) == sorted(expected, key=lambda e: e.id)
