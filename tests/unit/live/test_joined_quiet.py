"""What a quiet trip had already goes with its events to the customer whose they become."""

from support.small_journeys import BEGIN_US, MINUTE_US, happened
from support.small_maps import small_map

from desireline.live import Runtime, Store, VirtualClock
from desireline.model import WAS, Event


def test_a_missed_quiet_action_is_not_decided_again_after_a_join(store: Store) -> None:
    map_ = small_map({"quiet": "10m"}, when_quiet=[{"id": "still", "task": "care", "title": "Still?", "if_late": "1m"}])
    clock = VirtualClock(BEGIN_US + 600 * MINUTE_US)
    runtime = Runtime([map_], store, clock)
    runtime.take([happened("look", 0, id_="e1", customer="anon")])
    runtime.tick()
    assert [e.effect.id for e in runtime.reading().effects("missed")] == ["small:still::e1"]
    runtime.take([Event(id="i1", time_us=BEGIN_US + 590 * MINUTE_US, customer="ann", name="identify", properties={WAS: "anon"})])
    (late,) = runtime.take([happened("look", 100, id_="e2", customer="ann")])
    assert late.status == "taken"
    assert sorted((e.effect.id, e.customer) for e in runtime.reading().effects("missed")) == [
        ("small:still::e1", "ann"),
        ("small:still::e2", "ann"),
    ]
