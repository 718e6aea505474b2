import os
import subprocess
import sys
from collections import Counter, defaultdict

import pytest
from support.simulated import MAP, kettle_map, trips_of

from desireline.diagnostics import DesirelineError
from desireline.model import Event, parse_instant_us
from desireline.simulate import DEFAULT_START_US, SOURCE, Simulation, simulate

DAY_US = 86_400_000_000


def events_of(simulation: Simulation) -> list[Event]:
    return list(simulation)


def test_equal_seeds_give_equal_events() -> None:
    assert events_of(simulate(kettle_map(), 200, seed=3)) == events_of(simulate(kettle_map(), 200, seed=3))


def test_equal_seeds_give_equal_events_in_every_process() -> None:
    code = (
        "import hashlib; from support.simulated import kettle_map; from desireline.simulate import simulate;"
        "print(hashlib.sha256(repr(list(simulate(kettle_map(), 40, seed=3))).encode()).hexdigest())"
    )
    paths = os.pathsep.join(sys.path)
    printed = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": paths},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for hash_seed in ("1", "2")
    }
    assert len(printed) == 1


def test_a_simulation_gives_its_events_again() -> None:
    simulation = simulate(kettle_map(), 50)
    assert events_of(simulation) == events_of(simulation)


def test_simulations_of_two_seeds_share_neither_ids_nor_customers() -> None:
    one, other = (list(simulate(kettle_map(), 50, seed=seed)) for seed in (3, 4))
    assert {event.id for event in one}.isdisjoint(event.id for event in other)
    assert {event.customer for event in one}.isdisjoint(event.customer for event in other)
    assert [event.time_us for event in one] != [event.time_us for event in other]


def test_simulations_of_two_maps_share_no_ids() -> None:
    one, other = (list(simulate(kettle_map(journey=journey), 50)) for journey in ("kettle", "toaster"))
    assert {event.id for event in one}.isdisjoint(event.id for event in other)


def test_a_customer_does_not_depend_on_how_many_there_are() -> None:
    few = events_of(simulate(kettle_map(), 20, seed=3))
    assert events_of(simulate(kettle_map(), 40, seed=3))[: len(few)] == few


def test_every_event_says_that_it_is_synthetic() -> None:
    assert {event.source for event in simulate(kettle_map(), 50)} == {SOURCE} == {"synthetic"}


def test_events_are_in_the_simulated_time_and_each_customers_in_order_with_ids_of_their_own() -> None:
    start_us = parse_instant_us("2025-05-05T05:00:00Z")
    events = events_of(simulate(kettle_map(), 300, start_us=start_us, days=30))
    assert all(start_us - 1 <= event.time_us < start_us + 30 * DAY_US for event in events)
    assert len({event.id for event in events}) == len(events)
    by_customer: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        by_customer[event.id.rpartition("-")[0]].append(event)
    assert len(by_customer) == 300
    assert all([e.order for e in own] == sorted(e.order for e in own) for own in by_customer.values())


def test_trips_end_in_outcomes_in_silence_and_at_the_end_of_the_time() -> None:
    simulation = simulate(kettle_map(), 1_000)
    ends = simulation.truth()["trips"]
    assert ends.keys() == {"kettle_back", "gone", "silent", "under_way"}
    assert 0.02 < ends["gone"] / sum(ends.values()) < 0.08
    assert len(trips_of(simulation)) > 1_100


def test_some_customers_come_unknown_and_say_later_who_they_are() -> None:
    events = events_of(simulate(kettle_map(), 500))
    said = {event.properties["was"]: event for event in events if "was" in event.properties}
    assert 60 < len(said) < 140
    unknown = {event.customer for event in events if event.customer.startswith("anonymous")}
    assert unknown == said.keys()
    assert all("member" in event.properties for event in said.values() if event.properties["was"] in unknown)


def test_scores_aftercare_done_and_unmapped_events_come_too() -> None:
    simulation = simulate(kettle_map(), 1_000)
    names = Counter(event.name for event in simulation)
    counted = simulation.truth()["events"]
    assert names["asked"] == counted["score"] > 0
    assert names["cared"] == counted["aftercare"] > 0
    assert names["mended"] == counted["done"] > 0
    assert names["page.viewed"] == counted["unmapped"] > 0
    assert sum(counted.values()) == sum(names.values())


def test_steps_stay_on_their_channels() -> None:
    channels = defaultdict(set)
    for event in simulate(kettle_map(), 200):
        channels[event.name].add(event.channel)
    assert channels["form"] == {"web"}
    assert channels["chat"] == {"app"}
    assert channels["form_read"] == {"web", "app"}


def test_where_a_person_serves_events_come_in_open_hours() -> None:
    sent = [event.time_us for event in simulate(kettle_map(), 300) if event.name == "sent"]
    # Europe/Rome is one or two hours ahead of UTC: the desk is open 07:00-15:00 or 08:00-16:00 UTC, Monday to Friday.
    assert sent
    assert all(7 <= time_us // 3_600_000_000 % 24 < 16 and (time_us // DAY_US + 3) % 7 < 5 for time_us in sent)


def test_fewer_trips_start_by_night_and_at_weekends() -> None:
    starts = [trip[0][1] for trip in trips_of(simulate(kettle_map(), 2_000, start_us=DEFAULT_START_US))]
    assert sum(time_us // 3_600_000_000 % 24 < 5 for time_us in starts) / len(starts) < 0.1
    assert sum((time_us // DAY_US + 3) % 7 >= 5 for time_us in starts) / len(starts) < 0.27


@pytest.mark.parametrize("start", ["9999-12-30T00:00:00Z", "9000-01-02T00:00:00Z", "0001-01-01T00:00:00Z"])
def test_a_beginning_where_calendars_end_is_refused(start: str) -> None:
    with pytest.raises(DesirelineError, match="S114"):
        simulate(kettle_map(), 10, start_us=parse_instant_us(start))


@pytest.mark.parametrize("start", ["9000-01-01T00:00:00Z", "1000-01-01T00:00:00Z"])
def test_a_beginning_far_from_now_is_simulated(start: str) -> None:
    assert events_of(simulate(kettle_map(), 10, start_us=parse_instant_us(start)))


@pytest.mark.parametrize(("customers", "days"), [(0, 90), (10, 0), (10_000_000, 90), (10, 4_000)])
def test_sizes_that_cannot_be_simulated_are_refused(customers: int, days: int) -> None:
    with pytest.raises(DesirelineError, match="S110"):
        simulate(kettle_map(), customers, days=days)


def test_a_map_on_which_no_trip_can_open_is_refused() -> None:
    with pytest.raises(DesirelineError, match="S111"):
        simulate(kettle_map(trip={"quiet": "1d", "only": "volts < 0 and volts > 1"}), 10)


def test_a_step_that_no_event_can_be_is_told_and_passed_by() -> None:
    never = [{"id": "never", "stage": "ask", "title": "Never", "event": "form", "where": "volts is null and volts > 1"}]
    simulation = simulate(kettle_map(steps=[*MAP["steps"], *never]), 10)
    assert [(note.code, note.severity) for note in simulation.notes] == [("S113", "warning")]
    assert events_of(simulation)
