"""What is planted can be counted in the events, by means that know nothing of the simulation."""

from itertools import pairwise
from statistics import fmean, median

import pytest
from support.simulated import kettle_map, trips_of, waits_at

from desireline.model import Event, parse_instant_us
from desireline.simulate import (
    LeavingAfterBreach,
    LeavingAfterWait,
    Plants,
    Simulation,
    SlowStep,
    SpeedDrift,
    WayDrift,
    simulate,
)

DAY_US = 86_400_000_000
MIDDLE_US = parse_instant_us("2026-02-15T00:00:00Z")
CUSTOMERS = 4_000


def planted(**plants: object) -> Simulation:
    return simulate(kettle_map(), CUSTOMERS, seed=11, plants=Plants(**plants))


def ended_trips(events: list[Event]) -> list[list[tuple[str, int]]]:
    """Trips that started early enough to be at their end within the simulated time: those who leave are sooner there."""
    last_us = max(event.time_us for event in events)
    return [trip for trip in trips_of(events) if trip[0][1] < last_us - 30 * DAY_US]


def share(of: list[bool]) -> float:
    return sum(of) / len(of)


def test_waits_at_a_slow_step_are_so_many_times_longer() -> None:
    plain = median(waits_at("call", trips_of(planted())))
    slow = median(waits_at("call", trips_of(planted(slow=(SlowStep("call", 3.0),)))))
    assert slow / plain == pytest.approx(3.0, rel=0.08)


def test_other_steps_are_as_they_were() -> None:
    plain = median(waits_at("chat", trips_of(planted())))
    other = median(waits_at("chat", trips_of(planted(slow=(SlowStep("call", 3.0),)))))
    assert other / plain == pytest.approx(1.0, rel=0.08)


def test_the_truth_tells_the_waits_as_they_are() -> None:
    simulation = planted(slow=(SlowStep("call", 3.0),))
    waits = waits_at("call", trips_of(simulation))
    told = simulation.truth()["slow"][0]["waits"]
    assert told["sum_us"] / told["count"] == pytest.approx(fmean(waits), rel=0.03)
    # Not quite three times: now and then the next place is one where a person serves, in open hours only.
    assert 2.5 < told["sum_us"] / told["plain_sum_us"] <= 3.0


def test_from_a_date_on_waits_drift() -> None:
    trips = trips_of(planted(drifts=(SpeedDrift(MIDDLE_US, "call", 2.0),)))
    before = median(waits_at("call", [trip for trip in trips if trip[-1][1] < MIDDLE_US]))
    after = median(waits_at("call", [trip for trip in trips if trip[0][1] >= MIDDLE_US]))
    assert after / before == pytest.approx(2.0, rel=0.1)


def test_from_a_date_on_another_share_takes_the_way() -> None:
    simulation = planted(drifts=(WayDrift(MIDDLE_US, "chat", 0.8),))
    chosen = [
        (at_us, there)
        for trip in trips_of(simulation)
        for (here, _), (there, at_us) in pairwise(trip)
        if here in ("form", "advice") and there in ("call", "chat")
    ]
    before = share([there == "chat" for at_us, there in chosen if at_us < MIDDLE_US])
    after = share([there == "chat" for at_us, there in chosen if at_us >= MIDDLE_US])
    assert before == pytest.approx(1 / 3, abs=0.03)
    assert after == pytest.approx(0.8, abs=0.03)
    told = simulation.truth()["drifts"][0]
    assert told["ways_after"]["taken"] / told["ways_after"]["of"] == pytest.approx(after, abs=0.02)


def test_a_broken_promise_makes_leaving_likelier_by_what_is_planted() -> None:
    trips = ended_trips(list(planted(leaving=(LeavingAfterBreach("three_days", 0.25),))))
    lost: dict[bool, list[bool]] = {True: [], False: []}
    for trip in trips:
        due = [at_us + 3 * DAY_US for place, at_us in trip if place == "bench"][:1]
        kept = [at_us for place, at_us in trip if place in ("sent", "kettle_back")][:1]
        if due and (kept or trip[-1][1] > due[0]):
            lost[not kept or kept[0] > due[0]].append(trip[-1][0] == "gone")
    # Three standard errors of the difference between about 900 and 2,000 trips.
    assert share(lost[True]) - share(lost[False]) == pytest.approx(0.25, abs=0.05)


def test_a_long_wait_makes_leaving_likelier_by_what_is_planted() -> None:
    trips = ended_trips(list(planted(leaving=(LeavingAfterWait("call", 3_600_000_000, 0.3),))))
    lost: dict[bool, list[bool]] = {True: [], False: []}
    for trip in trips:
        if waits := waits_at("call", [trip]):
            lost[max(waits) > 3_600_000_000].append(trip[-1][0] == "gone")
    assert share(lost[True]) - share(lost[False]) == pytest.approx(0.3, abs=0.06)


def test_the_truth_counts_who_left() -> None:
    told = planted(leaving=(LeavingAfterBreach("three_days", 0.25),)).truth()["leaving"][0]
    exposed, others = told["trips_exposed"], told["trips_not_exposed"]
    assert exposed["lost"] / exposed["of"] - others["lost"] / others["of"] == pytest.approx(0.25, abs=0.05)


def test_truth_says_what_was_asked_and_that_it_is_synthetic() -> None:
    truth = simulate(kettle_map(), 10, days=20, seed=5).truth()
    assert truth["synthetic"] is True
    assert truth["asked"] == {"customers": 10, "start": "2026-01-01T00:00:00.000000Z", "days": 20, "seed": 5}
    assert truth["version"] == kettle_map().version
