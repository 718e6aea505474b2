"""Customers of a live store, and what they do next: for timings.

Each customer walks the map of examples/connection_down on one of some hundred synthetic walks (see engine_speed). A store is filled with
all customers, each two events on their way; every turn then lets some of them, drawn at random, go two events further. Who is at the end
of a walk begins anew.
"""

import random
from collections.abc import Iterator, Sequence
from itertools import groupby

import msgspec

from benchmarks.engine_speed import BEGIN_US, MAP, synthetic_events
from desireline.engine import Effect, Program, advance_bytes, compile_map
from desireline.live import Runtime, Store, StoredEffect, VirtualClock
from desireline.live.customers import lane_of
from desireline.live.stored import StoredState
from desireline.mapfile import read_map
from desireline.model import Event

WALKS = 500
STEP = 2
"""How many events a customer goes further at once."""
BATCH = 5_000
SECOND_US = 1_000_000


class Group(msgspec.Struct, frozen=True):
    """Events that one transaction takes in, and all that is written for them."""

    events: Sequence[Event]
    states: Sequence[StoredState]
    effects: Sequence[StoredEffect]


class Traffic:
    """The events of so many customers. `now_us`: when the latest of them happens."""

    def __init__(self, customers: int, seed: int = 1) -> None:
        map_ = read_map(MAP)
        self.program = compile_map(map_)
        self.customers = customers
        self.now_us = BEGIN_US
        by_customer = groupby(sorted(synthetic_events(map_, WALKS, seed), key=lambda e: (e.customer, *e.order)), lambda e: e.customer)
        self._walks = [list(walk) for _, walk in by_customer]
        self._gone = bytearray(customers)
        self._rng = random.Random(seed)

    def arrivals(self) -> Iterator[list[Event]]:
        """Every customer's first events, in batches."""
        for at in range(0, self.customers, BATCH):
            yield self._of(range(at, min(at + BATCH, self.customers)))
        self._pause()

    def turn(self, customers: int) -> list[Event]:
        """The next events of so many customers, within a minute; their times are as close as their order in it."""
        self._pause()
        return self._of(self._rng.sample(range(self.customers), customers))

    def _pause(self) -> None:
        self.now_us += 3600 * SECOND_US

    def _of(self, numbers: Sequence[int]) -> list[Event]:
        """All go one event further, and then all one more."""
        events = []
        begin_us = self.now_us
        for step in range(STEP):
            for number in numbers:
                walk = self._walks[number % WALKS]
                event = walk[(self._gone[number] + step) % len(walk)]
                self.now_us = begin_us + len(events) * 60 * SECOND_US // (STEP * len(numbers))
                events.append(
                    msgspec.structs.replace(
                        event, id=f"c{number:07}-{self._gone[number] + step}", customer=f"c{number:07}", time_us=self.now_us
                    )
                )
        for number in numbers:
            self._gone[number] += STEP
        return events


def fill(store: Store, traffic: Traffic) -> None:
    """Put all customers into an empty store, by its own statements."""
    clock = VirtualClock(traffic.now_us)
    Runtime([read_map(MAP)], store, clock)
    for events in traffic.arrivals():
        group = _written(traffic.program, {}, events, traffic.now_us, "done")
        store.run(lambda tx, group=group: (tx.events.add(group.events, 0), tx.states.put(group.states), tx.effects.add(group.effects)))  # type: ignore[misc]


def groups_of(store: Store, traffic: Traffic, events: Sequence[Event], size: int) -> list[Group]:
    """The events in groups, with what the engine comes to: all is decided beforehand."""
    with store.transaction() as tx:
        found = tx.states.of({event.customer for event in events})
    states = {customer: state.data for (_, customer), state in found.items()}
    return [_written(traffic.program, states, events[at : at + size], traffic.now_us, "owed") for at in range(0, len(events), size)]


def _written(program: Program, states: dict[str, bytes], events: Sequence[Event], now_us: int, status: str) -> Group:
    after: dict[str, StoredState] = {}
    effects: list[StoredEffect] = []
    for event in events:
        customer = event.customer
        advanced = advance_bytes(program, states.get(customer), event, clock_us=now_us)
        states[customer] = advanced.state
        after[customer] = StoredState(program.map.journey, customer, program.version, advanced.state, advanced.next_moment_us)
        effects.extend(_stored(effect, customer, status, now_us) for effect in advanced.effects)
    return Group(events, list(after.values()), effects)


def _stored(effect: Effect, customer: str, status: str, now_us: int) -> StoredEffect:
    return StoredEffect(effect, customer, lane_of(effect), "missed" if effect.missed else status, now_us, next_attempt_us=now_us)  # type: ignore[arg-type]
