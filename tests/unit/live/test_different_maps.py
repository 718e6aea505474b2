"""Nodes that run different maps on one store: every map sees every event, and what a map decides is handed out by who runs it."""

from dataclasses import replace

import pytest
from support.live_stores import effects_of
from support.small_journeys import BEGIN_US, MINUTE_US, happened, small_map

from desireline.live import Outbox, Runtime, Store, VirtualClock, open_store, pass_time

SOON = {"promises": [{"id": "soon", "title": "Soon", "within": "10m", "late": [{"id": "nag", "call": "crm"}]}]}
ASKING = small_map({"ask": SOON, "look": {}}, ["won"])
OTHER = replace(ASKING, journey="other")


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock(BEGIN_US)


def test_what_a_node_takes_in_reaches_maps_that_it_does_not_run(store: Store, clock: VirtualClock) -> None:
    here, there = Runtime([ASKING], store, clock), Runtime([OTHER], store, clock)
    here.take([happened("ask", 0)])
    assert there.next_due_us() == BEGIN_US - 1
    assert there.tick() == 1
    assert there.next_due_us() == BEGIN_US + 10 * MINUTE_US
    pass_time(there, clock, BEGIN_US + 10 * MINUTE_US + 1)
    here.tick()
    assert [(effect.journey, effect.missed) for effect in effects_of(store)] == [("other", False), ("small", False)]
    clock.move_to(BEGIN_US + 13 * MINUTE_US)
    here.take([happened("look", 12)])
    there.take([happened("won", 13)])
    assert [visit.step for visit in there.reading().journeys("other").visits] == ["ask", "look", "won"]
    with store.snapshot() as tx:
        assert {line.said for line in tx.records.noted_about(["ann"])} == {"events came in where the map other is not run"}


def test_a_map_that_was_not_run_for_a_while_catches_up(store: Store, clock: VirtualClock) -> None:
    Runtime([OTHER], store, clock).take([happened("ask", 0)])
    Runtime([ASKING], store, clock).take([happened("won", 0.01), happened("ask", 0.01, "bob")])
    again = Runtime([OTHER], store, clock)
    again.tick()
    version = again.programs["other"].version
    assert again.reading().states() == {("small", version): 2, ("other", version): 2}
    assert again.next_due_us() == BEGIN_US + round(10.01 * MINUTE_US)
    assert effects_of(store) == []


def test_identities_that_are_joined_elsewhere_are_joined_on_every_map(store: Store, clock: VirtualClock) -> None:
    here, there = Runtime([ASKING], store, clock), Runtime([OTHER], store, clock)
    there.take([happened("ask", 0, "bob")])
    pass_time(there, clock, BEGIN_US + 11 * MINUTE_US)
    here.take([happened("identify", 11, "ann", was="bob")])
    pass_time(there, clock, BEGIN_US + 12 * MINUTE_US)
    here.alias([("ann", "abe")])
    pass_time(there, clock, BEGIN_US + 13 * MINUTE_US)
    with store.snapshot() as tx:
        assert sorted((one.effect.journey, one.status) for one in tx.effects.of(["abe"])) == [("other", "owed"), ("small", "owed")]
        assert set(tx.states.of(["ann", "bob"])) == set()


def test_what_another_map_decided_is_left_to_who_runs_it(store_address: str, clock: VirtualClock) -> None:
    store = open_store(store_address)
    runtime = Runtime([ASKING, OTHER], store, clock)
    runtime.take([happened("ask", 0)])
    pass_time(runtime, clock, BEGIN_US + 10 * MINUTE_US + 1)
    handed: list[str] = []
    for maps in ([ASKING], [OTHER]):
        outbox = Outbox(store, clock, {"call:crm": lambda one: handed.append(one.effect.journey)}, maps=maps)
        assert outbox.next_attempt_us() is not None
        assert outbox.deliver() == 1
        assert outbox.next_attempt_us() is None
    assert handed == ["small", "other"]
    store.close()
