from typing import Any

import pytest
from support.pictured import DAY, LATER_US, staged_map, walk, walks
from support.small_journeys import BEGIN_US

from desireline.diagnostics import DesirelineError
from desireline.events import MemoryLake
from desireline.measure import Period
from desireline.measure.funnel import Funnel, funnel
from desireline.measure.passes import LakePass
from desireline.model import Event

MINUTE_US = 60_000_000


def _funnel(events: list[Event], *steps: str, shards: int = 4, **said: Any) -> Funnel:
    return funnel(LakePass(staged_map(), MemoryLake(events, shards=shards), LATER_US, **said), steps)


def test_steps_are_counted_in_their_order_whatever_lies_between() -> None:
    events = [*walk("ann", "s0_0", "s1_0", "s2_0"), *walk("bob", "s0_0", "s2_0"), *walk("cid", "s2_0", "s0_0"), *walk("dan", "s1_0")]
    rows = _funnel(events, "s0_0", "s2_0", as_of_us=BEGIN_US + DAY * MINUTE_US).rows()
    assert [row.made for row in rows] == [3, 2]
    assert rows[0].under_way == 1


def test_those_under_way_are_apart_from_those_that_ended() -> None:
    events = [*walk("ann", "s0_0", "s1_0"), *walk("bob", "s0_0", "gone"), *walk("cid", "s0_0"), *walk("dan", "s0_0", begin=100 * DAY)]
    first = _funnel(events, "s0_0", "s1_0").rows()[0]
    assert (first.made, first.went_on, first.under_way, first.gone_quiet, first.ended) == (4, 1, 1, 1, {"gone": 1})
    assert first.made == first.went_on + first.under_way + first.gone_quiet + sum(first.ended.values())


def test_the_first_step_is_made_in_the_period_the_others_until_as_of() -> None:
    events = [*walk("ann", "s0_0", "s1_0", begin=-30), *walk("bob", "s0_0", "s1_0", begin=5)]
    period = Period(BEGIN_US, BEGIN_US + 10 * MINUTE_US)
    assert [row.made for row in _funnel(events, "s0_0", "s1_0", period=period).rows()] == [1, 0]
    longer = Period(BEGIN_US, BEGIN_US + 100 * MINUTE_US)
    assert [row.made for row in _funnel(events, "s0_0", "s1_0", period=longer).rows()] == [1, 1]


def test_times_are_from_the_step_above() -> None:
    rows = _funnel(walks(25, "s0_0", "s1_0", "home", minutes=90), "s0_0", "home").rows()
    assert rows[1].p50_us == pytest.approx(180 * MINUTE_US, rel=1 / 256)
    assert rows[0].p50_us is None


def test_shards_change_nothing() -> None:
    events = [*walks(30, "s0_0", "s1_0", "home"), *walks(7, "s0_0", "gone", prefix="d")]
    assert _funnel(events, "s0_0", "s1_0", "home", shards=1).rows() == _funnel(events, "s0_0", "s1_0", "home", shards=8).rows()


def test_no_trips_make_a_funnel_of_nothing() -> None:
    assert [row.made for row in _funnel([], "s0_0", "s1_0").rows()] == [0, 0]


@pytest.mark.parametrize("steps", [(), ("s0_0",), ("s0_0", "s9")])
def test_what_is_no_funnel_is_refused(steps: tuple[str, ...]) -> None:
    with pytest.raises(DesirelineError) as refused:
        _funnel([], *steps)
    assert refused.value.diagnostics[0].fix is not None
