import pytest
from support.simulated import MAP, kettle_map

from desireline.diagnostics import DesirelineError
from desireline.model import parse_instant_us
from desireline.simulate import (
    Drift,
    Leaving,
    LeavingAfterBreach,
    LeavingAfterWait,
    Plants,
    SlowStep,
    SpeedDrift,
    WayDrift,
    parse_drift,
    parse_leaving,
    parse_slow,
    simulate,
)

MARCH_15_US = parse_instant_us("2026-03-15T00:00:00Z")


def refused(plants: Plants, **changed: object) -> list[tuple[str, list[str]]]:
    with pytest.raises(DesirelineError) as caught:
        simulate(kettle_map(**changed), 10, plants=plants)
    return [(found.code, [near.name for near in found.near]) for found in caught.value.diagnostics]


def test_a_slow_step_is_read() -> None:
    assert parse_slow("call:3") == SlowStep("call", 3.0)


@pytest.mark.parametrize(
    ("text", "drift"),
    [
        ("2026-03-15:chat:0.4", WayDrift(MARCH_15_US, "chat", 0.4)),
        ("2026-03-15:call:x2", SpeedDrift(MARCH_15_US, "call", 2.0)),
        ("2026-03-15T01:00:00+01:00:chat:0.4", WayDrift(MARCH_15_US, "chat", 0.4)),
    ],
)
def test_a_drift_is_read(text: str, drift: Drift) -> None:
    assert parse_drift(text) == drift


@pytest.mark.parametrize(
    ("text", "leaving"),
    [
        ("cause_soon:0.25", LeavingAfterBreach("cause_soon", 0.25)),
        ("call>1h30m:0.1", LeavingAfterWait("call", 5_400_000_000, 0.1)),
    ],
)
def test_an_effect_on_leaving_is_read(text: str, leaving: Leaving) -> None:
    assert parse_leaving(text) == leaving


@pytest.mark.parametrize("text", ["call", "call:", "call:fast", "call:nan"])
def test_a_slow_step_without_a_factor_is_refused(text: str) -> None:
    with pytest.raises(DesirelineError, match="S101") as caught:
        parse_slow(text)
    assert "call:3" in caught.value.diagnostics[0].fix.message


@pytest.mark.parametrize("text", ["chat:0.4", "soon:chat:0.4", "2026-03-15:chat", "2026-13-15:chat:0.4", "2026-03-15T00:00:00:chat:0.4"])
def test_a_drift_without_date_or_strength_is_refused(text: str) -> None:
    with pytest.raises(DesirelineError, match="S101"):
        parse_drift(text)


@pytest.mark.parametrize("text", ["cause_soon", "call>soon:0.2", "call>:0.2"])
def test_an_unreadable_effect_is_refused(text: str) -> None:
    with pytest.raises(DesirelineError, match="S101"):
        parse_leaving(text)


def test_everything_that_is_wrong_is_said_at_once_with_near_names() -> None:
    plants = Plants(
        slow=(SlowStep("bensh", 3),), drifts=(WayDrift(MARCH_15_US, "chat", 1.4),), leaving=(LeavingAfterBreach("three_day", 0.2),)
    )
    assert refused(plants) == [("S102", ["bench"]), ("S103", ["three_days"]), ("S104", [])]


def test_nothing_is_planted_where_no_visit_is() -> None:
    assert refused(Plants(slow=(SlowStep("cared", 3),))) == [("S107", [])]


def test_no_effect_on_leaving_where_nobody_can_be_lost() -> None:
    assert refused(Plants(leaving=(LeavingAfterBreach("three_days", 0.2),)), outcomes=MAP["outcomes"][:1]) == [("S105", [])]


def test_a_drift_leads_where_some_way_leads() -> None:
    assert refused(Plants(drifts=(WayDrift(MARCH_15_US, "odd", 0.4),))) == [("S106", [])]


def test_a_drift_begins_within_the_simulated_time() -> None:
    assert refused(Plants(drifts=(SpeedDrift(parse_instant_us("2026-06-01T00:00:00Z"), "call", 2),))) == [("S108", [])]


def test_a_step_is_slowed_once() -> None:
    assert refused(Plants(slow=(SlowStep("call", 3), SlowStep("call", 2)))) == [("S109", [])]


def test_effects_leave_room_for_those_who_are_lost_anyway() -> None:
    assert refused(Plants(leaving=(LeavingAfterBreach("three_days", 0.9),))) == [("S104", [])]
