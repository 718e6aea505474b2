"""A live store comes to what replay comes to, whatever the order, the groups and the restarts in which events reach it."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from support import campaign
from support.journeys_generator import Example, examples
from support.live_stores import assert_states_are_what_events_come_to, effects_of
from support.small_journeys import small_map
from support.store_fixtures import EmptyStores

from desireline.engine import compile_map, customers_of, rebuild
from desireline.events import MemoryLake
from desireline.live import Runtime, VirtualClock, open_store, pass_time
from desireline.mapfile import map_from_data
from desireline.model import WAS, Event, Map
from desireline.replay import replay

ELSEWHERE = small_map({"ask": {}})


class _Place:
    """A store, and two nodes on it: runtimes with connections of their own, which may be closed and opened again. `stranger`: one that runs
    another map."""

    def __init__(self, address: str, map_: Map, clock: VirtualClock) -> None:
        self._address, self._map, self._clock = address, map_, clock
        self.open()

    def open(self) -> None:
        self.nodes = [Runtime([self._map], open_store(self._address), self._clock) for _ in range(2)]
        self.stranger = Runtime([ELSEWHERE], open_store(self._address), self._clock)

    def close(self) -> None:
        for node in (*self.nodes, self.stranger):
            node.close()
            node.store.close()


@contextmanager
def _place(empty_stores: EmptyStores, map_: Map, now_us: int) -> Iterator[tuple[_Place, VirtualClock]]:
    clock = VirtualClock(now_us)
    with empty_stores() as address:
        place = _Place(address, map_, clock)
        try:
            yield place, clock
        finally:
            place.close()


def _counting(example: Example) -> list[Event]:
    """The events that have happened by the moment asked for, with duplicates, in order of arrival."""
    taken = {(e.source, e.id): e for e in example.taken}
    return [e for e in example.events if taken[e.source, e.id].time_us <= example.asked_us]


def _assert_like_replay(runtime: Runtime, example: Example) -> None:
    map_, asked_us = map_from_data(example.map), example.asked_us
    replayed = replay(map_, MemoryLake(example.events, aliases=example.aliases), as_of_us=asked_us, threads=1, now_us=example.now_us)
    lived, by_replay = runtime.reading().journeys(map_.journey), replayed.journeys()
    assert (lived.trips, lived.visits, lived.promises) == (by_replay.trips, by_replay.visits, by_replay.promises)
    assert (lived.outside, lived.unmapped) == (by_replay.outside, by_replay.unmapped)
    owed = {effect.id for effect in assert_states_are_what_events_come_to(runtime, asked_us)}
    missed = {effect.id for effect in effects_of(runtime.store, "missed")}
    assert {effect.id for effect in effects_of(runtime.store, "owed")} | missed == owed | missed


@campaign.examples(30, campaign=5_000)
@given(examples(acting=True), st.data())
def test_any_order_groups_nodes_and_restarts_come_to_what_replay_comes_to(
    empty_stores: EmptyStores, example: Example, data: st.DataObject
) -> None:
    map_, asked_us = map_from_data(example.map), example.asked_us
    with _place(empty_stores, map_, asked_us) as (place, clock):
        left, aliased, elsewhere = _counting(example), data.draw(st.integers(0, 3)), data.draw(st.booleans())
        running = data.draw(st.booleans())
        clock.move_to(min((e.time_us for e in left), default=asked_us) if running else asked_us)
        while left or aliased >= 0:
            takers = [*place.nodes, place.stranger] if elsewhere else place.nodes
            if aliased == 0:
                data.draw(st.sampled_from(takers)).alias(example.aliases)
            aliased -= 1
            size = data.draw(st.integers(1, 8))
            group, left = left[:size], left[size:]
            clock.move_to(max([clock.now_us(), *(e.time_us for e in group if e.time_us <= asked_us)]))
            data.draw(st.sampled_from(takers)).take(group)
            if data.draw(st.booleans()):
                data.draw(st.sampled_from(place.nodes)).tick()
            if data.draw(st.integers(0, 3)) == 0:
                place.close()
                place.open()
        clock.move_to(asked_us)
        place.nodes[1].tick()
        _assert_like_replay(place.nodes[0], example)


@campaign.examples(20, campaign=5_000)
@given(examples(acting=True), st.data())
def test_two_nodes_at_once_come_to_what_replay_comes_to(empty_stores: EmptyStores, example: Example, data: st.DataObject) -> None:
    events = [e for e in example.taken if e.time_us <= example.asked_us]
    sharing = st.lists(st.sampled_from(["one", "other", "both"]), min_size=len(events), max_size=len(events))
    shares, size = data.draw(sharing), data.draw(st.integers(1, 4))
    with _place(empty_stores, map_from_data(example.map), example.asked_us) as (place, _), ThreadPoolExecutor(2) as pool:

        def work(node: Runtime, left_out: str) -> None:
            theirs = [event for event, share in zip(events, shares, strict=True) if share != left_out]
            if left_out == "other":
                node.alias(example.aliases)
            taken = []
            for at in range(0, len(theirs), size):
                taken.append(node.submit(theirs[at : at + size]))
                node.tick()
            for future in taken:
                future.result()

        for done in [pool.submit(work, *pair) for pair in zip(place.nodes, ("other", "one"), strict=True)]:
            done.result()
        place.nodes[0].tick()
        _assert_like_replay(place.nodes[1], example)


@campaign.examples(30, campaign=5_000)
@given(examples(acting=True), st.data())
def test_where_nothing_is_late_the_effects_are_those_of_the_engine(
    empty_stores: EmptyStores, example: Example, data: st.DataObject
) -> None:
    map_, asked_us = map_from_data(example.map), example.asked_us
    events = sorted((e for e in example.taken if e.time_us <= asked_us), key=lambda e: e.order)
    events = [msgspec.structs.replace(e, properties={k: v for k, v in e.properties.items() if k != WAS}) for e in events]
    program, expected = compile_map(map_), []
    for theirs in customers_of(events, (), asked_us).values():
        expected.extend(rebuild(program, theirs, asked_us).effects)
    with _place(empty_stores, map_, min((e.time_us for e in events), default=asked_us)) as (place, clock):
        for event in events:
            node = data.draw(st.sampled_from(place.nodes))
            pass_time(node, clock, event.time_us)
            node.take([event] * data.draw(st.integers(1, 2)))
            if data.draw(st.integers(0, 3)) == 0:
                place.close()
                place.open()
        pass_time(place.nodes[0], clock, asked_us)
        assert sorted(effects_of(place.nodes[1].store), key=lambda e: e.id) == sorted(expected, key=lambda e: e.id)
