"""Time to an outcome, held against lifelines' Kaplan-Meier and Aalen-Johansen; trips under way are never lost ones."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lifelines import AalenJohansenFitter, KaplanMeierFitter
from lifelines.utils import median_survival_times
from numpy.typing import NDArray
from support.campaign import examples
from support.small_journeys import BEGIN_US, MINUTE_US, happened

from desireline.events import MemoryLake
from desireline.mapfile import map_from_data
from desireline.measure import ALWAYS, Measures, Period, measure
from desireline.measure.buckets import buckets_of, value_of
from desireline.measure.families.passages import DAY_US, HOUR_US
from desireline.measure.survival import Ends, Point, Survival, curve_of, survival_data, survival_of, thinned
from desireline.model import LAST_US, Event

CAME, OTHERWISE, CENSORED = 0, 1, 2
Trips = Sequence[tuple[int, int]]
"""Lifetimes, and what became of each."""
lifetimes = st.integers(0, 12) | st.integers(0, 90 * DAY_US)
trips = st.lists(st.tuples(lifetimes, st.sampled_from((CAME, CAME, CENSORED))), min_size=1, max_size=40)


def ends_of(found: Trips) -> Ends:
    buckets = buckets_of(np.array([us for us, _ in found]))
    bucket, which = np.unique(buckets, return_inverse=True)
    counted = np.zeros((3, len(bucket)), dtype=np.int64)
    np.add.at(counted, ([became for _, became in found], which), 1)
    return Ends(bucket, *counted)


def bucketed(found: Trips) -> NDArray[np.float64]:
    return np.array([value_of(int(bucket)) for bucket in buckets_of(np.array([us for us, _ in found]))], dtype=np.float64)


def kaplan_meier(us: NDArray[np.float64], came: Sequence[bool]) -> KaplanMeierFitter:
    return KaplanMeierFitter().fit(us, came)


@given(trips)
@examples(75, campaign=10_000)
def test_the_curve_is_lifelines_of_the_same_buckets(found: Trips) -> None:
    """With ties, trips not watched beyond the time of an outcome, and outcomes at once."""
    known = kaplan_meier(bucketed(found), [became == CAME for _, became in found])
    points = curve_of(ends_of(found))
    times = [point.time_us for point in points]
    assert [point.survival for point in points] == pytest.approx(known.survival_function_at_times(times).to_numpy(), abs=1e-9)
    table = known.event_table.loc[times]
    assert [(p.at_risk, p.came, p.censored) for p in points] == list(zip(table.at_risk, table.observed, table.censored, strict=True))
    bounds = known.confidence_interval_survival_function_.loc[times].to_numpy()
    for point, (low, high) in zip(points, bounds, strict=True):
        if 1e-9 < point.survival < 1 - 1e-9:
            assert (point.low, point.high) == pytest.approx((low, high), abs=1e-7)
        assert 0 <= point.low <= point.survival <= point.high <= 1


def test_the_median_is_that_of_lifelines_with_its_interval() -> None:
    random = np.random.default_rng(7)
    found = [(int(us), int(became)) for us, became in zip(random.exponential(DAY_US, 400), random.choice((0, 0, 2), 400), strict=True)]
    came = [became == CAME for _, became in found]
    known = kaplan_meier(bucketed(found), came)
    middle = _survival(found).median
    assert middle is not None
    assert middle.value_us == known.median_survival_time_
    assert (middle.low_us, middle.high_us) == tuple(median_survival_times(known.confidence_interval_survival_function_).to_numpy()[0])
    exact = kaplan_meier(np.array([us for us, _ in found], dtype=np.float64), came)
    assert middle.value_us == pytest.approx(exact.median_survival_time_, rel=0.005)


def test_without_buckets_times_are_less_than_half_a_per_cent_off() -> None:
    random = np.random.default_rng(8)
    ours = curve_of(ends_of([(int(us), CAME) for us in random.lognormal(25, 2, 2_000)]))
    random = np.random.default_rng(8)
    exact = kaplan_meier(np.array([int(us) for us in random.lognormal(25, 2, 2_000)], dtype=np.float64), [True] * 2_000)
    for point in ours:
        later, sooner = exact.survival_function_at_times([point.time_us * 1.005, point.time_us / 1.005]).to_numpy()
        assert later <= point.survival + 1e-9
        assert point.survival <= sooner + 1e-9


def test_with_censoring_the_curve_is_that_of_the_exact_times_but_for_ties() -> None:
    random = np.random.default_rng(9)
    found = [(int(us), int(became)) for us, became in zip(random.lognormal(25, 2, 4_000), random.choice((0, 2), 4_000), strict=True)]
    exact = kaplan_meier(np.array([us for us, _ in found], dtype=np.float64), [became == CAME for _, became in found])
    for point in curve_of(ends_of(found)):
        if point.at_risk < 50:
            continue
        later, sooner = exact.survival_function_at_times([point.time_us * 1.005, point.time_us / 1.005]).to_numpy()
        assert later - 0.002 <= point.survival <= sooner + 0.002


def test_asked_about_some_outcomes_the_share_is_aalen_and_johansen_s() -> None:
    random = np.random.default_rng(10)
    us = np.unique(np.geomspace(10, 10**9, 300).astype(np.int64))
    became = random.choice((CAME, OTHERWISE, CENSORED), len(us))
    times = np.array([value_of(int(bucket)) for bucket in buckets_of(us)], dtype=np.float64)
    assert len(set(times)) == len(times)
    known = AalenJohansenFitter().fit(times, np.select([became == CAME, became == OTHERWISE], [1, 2], 0), event_of_interest=1)
    points = curve_of(ends_of(list(zip(us.tolist(), became.tolist(), strict=True))))
    shares = 1 - np.array([point.survival for point in points])
    assert shares == pytest.approx(known.cumulative_density_.to_numpy()[1:, 0], abs=1e-9)
    # lifelines' interval is on the log-log scale of the share, ours on that of the rest: the same variance, to be turned back.
    half = [np.log(np.log(p.low) / np.log(p.survival)) * abs(p.survival * np.log(p.survival)) / 1.959963984540054 for p in points]
    assert np.array(half)[5:-5] ** 2 == pytest.approx(known.variance_.to_numpy()[6:-5], rel=1e-6)


@given(st.lists(st.tuples(lifetimes, st.sampled_from((CAME, OTHERWISE, CENSORED))), min_size=1, max_size=40))
@examples(60, campaign=10_000)
def test_shares_of_all_ways_to_end_and_of_those_under_way_add_up(found: Trips) -> None:
    other_way_round = [(us, {CAME: OTHERWISE, OTHERWISE: CAME}.get(became, became)) for us, became in found]
    either = [(us, CAME if became == OTHERWISE else became) for us, became in found]
    curves = (curve_of(ends_of(one)) for one in (found, other_way_round, either))
    for came, otherwise, any_ in zip(*curves, strict=True):
        assert (1 - came.survival) + (1 - otherwise.survival) == pytest.approx(1 - any_.survival)
        assert (came.at_risk, came.censored) == (any_.at_risk, any_.censored)


def _measured(events: Sequence[Event], period: Period = ALWAYS, as_of_us: int | None = None, quiet: str = "400d") -> Measures:
    map_ = map_from_data(
        {
            "journey": "survival",
            "title": "Survival",
            "trip": {"quiet": quiet},
            "stages": [{"id": "stage", "title": "Stage"}],
            "steps": [{"id": "look", "title": "Look", "stage": "stage", "event": "look"}],
            "outcomes": [{"id": id_, "title": id_, "kind": kind, "event": id_} for id_, kind in (("won", "reached"), ("left", "lost"))],
        }
    )
    return measure(map_, MemoryLake(events, shards=2), period, now_us=LAST_US, as_of_us=as_of_us)


def _survival(found: Trips) -> Survival:
    """Trips that begin so that those not at an end yet were watched so long."""
    as_of = max(us for us, _ in found)
    events = []
    for number, (us, became) in enumerate(found):
        begin_us = as_of - us if became == CENSORED else 0
        seen = [("look", begin_us), *([(("won", "left")[became], us)] if became != CENSORED else [])]
        events += [happened(name, moment_us / MINUTE_US, f"c{number}", id_=f"{name}{number}") for name, moment_us in seen]
    return survival_of(_measured(events, as_of_us=BEGIN_US + as_of))


def test_shares_by_then() -> None:
    """Of 40: 10 come within an hour, 10 after 10 hours, 10 after 10 days, and 10 are under way, watched for 20 days."""
    found = [(HOUR_US // 2, CAME)] * 10 + [(10 * HOUR_US, CAME)] * 10 + [(10 * DAY_US, CAME)] * 10 + [(20 * DAY_US, CENSORED)] * 10
    survival = _survival(found)
    assert (survival.trips, survival.customers, survival.came, survival.under_way, survival.gone_quiet) == (40, 40, 30, 10, 0)
    shares = {one.within: (one.share and one.share.value, one.watched) for one in survival.by_then}
    assert shares == {"1h": (0.25, 30), "1d": (0.5, 20), "7d": (0.5, 20), "30d": (None, 0)}
    assert survival.median is not None
    assert survival.median.value_us == pytest.approx(10 * HOUR_US, rel=0.004)


def test_customers_under_way_are_not_lost_ones() -> None:
    """Half of the 40 were watched for an hour only: they say nothing about later, when all others come."""
    survival = _survival([(HOUR_US, CENSORED)] * 20 + [(DAY_US // 2, CAME)] * 20)
    shares = {one.within: one.share and one.share.value for one in survival.by_then}
    assert (shares["1h"], shares["1d"]) == (0.0, 1.0)
    assert (survival.came, survival.came_otherwise, survival.under_way) == (20, 0, 20)


def test_trips_that_have_gone_quiet_are_watched_until_their_quiet_end() -> None:
    events = [happened("look", 0, f"c{n}") for n in range(20)] + [happened("won", 60, f"c{n}") for n in range(10)]
    found = survival_of(_measured(events, as_of_us=BEGIN_US + 500 * DAY_US))
    assert (found.came, found.gone_quiet, found.under_way) == (10, 10, 0)
    assert found.points[-1].time_us == pytest.approx(400 * DAY_US, rel=0.004)
    assert [one.share and one.share.value for one in found.by_then] == [0.5] * 4


def test_beside_the_share_stands_that_where_those_gone_quiet_never_come() -> None:
    """Of 40, 10 come after a day, 20 go quiet after two, and 10 who looked once more come after three."""
    day = 24 * 60
    events = [happened("look", 0, f"c{n}") for n in range(40)] + [happened("won", day, f"c{n}") for n in range(10)]
    events += [happened("look", 1.5 * day, f"c{n}") for n in range(30, 40)] + [happened("won", 3 * day, f"c{n}") for n in range(30, 40)]
    found = survival_of(_measured(events, as_of_us=BEGIN_US + 40 * DAY_US, quiet="2d"))
    assert (found.came, found.gone_quiet, found.under_way) == (20, 20, 0)
    shares = [(one.share and one.share.value, one.least and one.least.value) for one in found.by_then]
    assert shares == [(0.0, 0.0), (0.25, 0.25), (1.0, pytest.approx(0.5)), (1.0, pytest.approx(0.5))]


def test_trips_that_began_before_the_period_are_not_counted() -> None:
    events = [happened("look", 0, f"c{n}") for n in range(30)] + [happened("won", 100, f"c{n}") for n in range(30)]
    events += [happened("look", 60, f"d{n}") for n in range(25)] + [happened("won", 120, f"d{n}") for n in range(25)]
    found = survival_of(_measured(events, Period(BEGIN_US + 50 * MINUTE_US, LAST_US)))
    assert (found.trips, found.customers, found.came) == (25, 25, 25)
    assert found.median is not None
    assert found.median.value_us == pytest.approx(HOUR_US, rel=0.004)


def test_of_fewer_than_20_customers_there_are_counts_only() -> None:
    found = _survival([(HOUR_US, CAME)] * 19)
    assert (found.trips, found.customers, found.came) == (19, 19, 19)
    assert (found.points, found.median, {one.share for one in found.by_then}) == ((), None, {None})


def test_nothing_happened() -> None:
    found = survival_of(_measured([]))
    assert (found.trips, found.points, found.median) == (0, (), None)


def test_where_all_or_none_came_the_interval_says_how_sure_that_is() -> None:
    all_ = _survival([(HOUR_US, CAME)] * 20).by_then[1].share
    none = _survival([(40 * DAY_US, CENSORED)] * 20).by_then[1].share
    assert all_ is not None
    assert none is not None
    assert (all_.value, all_.high, none.value, none.low) == (1.0, 1.0, 0.0, 0.0)
    assert all_.low == pytest.approx(0.8389, abs=1e-4)
    assert none.high == pytest.approx(0.1611, abs=1e-4)


def test_as_data() -> None:
    events = [happened("look", 0, f"c{n}") for n in range(40)] + [happened(("won", "left")[n % 2], 60 + n, f"c{n}") for n in range(40)]
    data = survival_data(_measured(events))
    any_, reached = data["to_any_outcome"], data["to_reached"]
    assert (any_["outcomes"], any_["came"], any_["came_otherwise"]) == (["won", "left"], 40, 0)
    assert (reached["outcomes"], reached["came"], reached["came_otherwise"]) == (["won"], 20, 20)
    assert [one["share"]["value"] for one in reached["by_then"]] == pytest.approx([0.025, 0.5, 0.5, 0.5])
    assert any_["median_seconds"]["value"] == pytest.approx(79 * 60, rel=0.004)
    assert any_["curve"][-1]["survival"] == 0


def test_a_thinned_curve_has_a_point_for_each_hundredth() -> None:
    points = [Point(n, 1 - n / 1_000, 0.0, 1.0, 1_000 - n, 1, 0, 0) for n in range(1_000)]
    kept = thinned(points)
    assert len(kept) <= 102
    assert (kept[0], kept[-1]) == (points[0], points[-1])
    assert thinned([]) == []
