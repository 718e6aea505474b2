from support.pictured import DAY, LATER_US, staged_map, walk
from support.small_journeys import BEGIN_US

from desireline.events import MemoryLake
from desireline.measure import Period
from desireline.measure.passes import LakePass
from desireline.measure.returns import Cohort, returns
from desireline.model import Event

DAY_US = 86_400_000_000


def _cohorts(events: list[Event], weeks: int, as_of_days: float, period: Period | None = None) -> tuple[Cohort, ...]:
    said = {} if period is None else {"period": period}
    over = LakePass(staged_map(), MemoryLake(events, shards=4), LATER_US, as_of_us=BEGIN_US + round(as_of_days * DAY_US), **said)
    return returns(over, weeks).cohorts


def test_a_customer_counts_once_in_a_week_of_their_own() -> None:
    events = [*walk("ann", "s0_0", "home"), *walk("ann", "s0_0", "home", begin=8 * DAY), *walk("ann", "s0_0", "home", begin=9 * DAY)]
    assert _cohorts(events, 3, 21) == (Cohort("2026-03", 1, (1, 1, 1), (0, 1, 0)),)


def test_who_was_not_followed_so_long_is_in_no_week() -> None:
    events = [*walk("ann", "s0_0", "home"), *walk("bob", "s0_0", "home", begin=3 * DAY), *walk("bob", "s0_0", begin=11 * DAY)]
    (cohort,) = _cohorts(events, 2, 14)
    assert (cohort.customers, cohort.followed, cohort.returned) == (2, (2, 1), (0, 0))


def test_a_week_is_over_at_its_last_instant() -> None:
    events = walk("ann", "s0_0", "home")
    assert _cohorts(events, 1, 7 - 1 / 86_400_000_000)[0].followed == (1,)
    assert _cohorts(events, 1, 7 - 2 / 86_400_000_000)[0].followed == (0,)


def test_cohorts_are_of_those_whose_first_trip_began_in_the_period() -> None:
    events = [*walk("ann", "s0_0", "home"), *walk("ann", "s0_0", "home", begin=40 * DAY), *walk("bob", "s0_0", "home", begin=40 * DAY)]
    period = Period(BEGIN_US + 35 * DAY_US, BEGIN_US + 60 * DAY_US)
    assert [(one.month, one.customers) for one in _cohorts(events, 2, 60, period)] == [("2026-04", 1)]
    assert [(one.month, one.customers) for one in _cohorts(events, 2, 60)] == [("2026-03", 1), ("2026-04", 1)]


def test_nobody_makes_no_cohort() -> None:
    assert _cohorts([], 2, 60) == ()
