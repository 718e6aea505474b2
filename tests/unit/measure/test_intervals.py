"""Intervals, held against figures that were published or that statistics packages give."""

import pytest
from scipy import stats

from desireline.measure.intervals import mean_of, net_share_of, share_of, student_t_95


@pytest.mark.parametrize(("part", "whole"), [(0, 10), (3, 10), (10, 10), (81, 263), (15, 148), (999_999, 1_000_000)])
def test_shares_are_those_of_scipy_s_wilson(part: int, whole: int) -> None:
    known = stats.binomtest(part, whole).proportion_ci(method="wilson")
    found = share_of(part, whole)
    assert found is not None
    assert (found.value, found.low, found.high) == pytest.approx((part / whole, known.low, known.high))


def test_a_share_as_newcombe_gives_it() -> None:
    """81 of 263: 0.2553 to 0.3662 (R. G. Newcombe, Statistics in Medicine 17, 1998, table I, method 3)."""
    found = share_of(81, 263)
    assert found is not None
    assert (round(found.low, 4), round(found.high, 4)) == (0.2553, 0.3662)


def test_a_net_share_by_hand() -> None:
    """60 for and 15 against of 100: (60.75 - 15.75) / 103 is the centre, sqrt((76.5 / 103 - centre^2) / 103) the standard error."""
    found = net_share_of(60, 15, 100)
    assert found is not None
    assert (found.value, found.n) == (0.45, 100)
    assert (found.low, found.high) == pytest.approx((0.436893 - 0.143462, 0.436893 + 0.143462), abs=1e-6)


def test_a_net_share_where_all_are_alike_is_not_certain() -> None:
    for_, against = net_share_of(20, 0, 20), net_share_of(0, 20, 20)
    assert for_ is not None
    assert against is not None
    assert (for_.value, for_.high) == (1.0, 1.0)
    assert for_.low < 0.9
    assert (against.value, against.low, against.high) == (-1.0, -1.0, -for_.low)


@pytest.mark.parametrize("degrees", [1, 2, 3, 10, 19, 30, 1_000, 10**9])
def test_student_s_t(degrees: int) -> None:
    allowed = 4e-3 if 2 < degrees < 10 else 1e-5
    assert student_t_95(degrees) == pytest.approx(stats.t.ppf(0.975, degrees), rel=allowed)


def test_a_mean_stays_on_its_scale() -> None:
    found = mean_of(4.9, 0.6, 20, 1, 5)
    assert found is not None
    assert (found.low, found.high) == pytest.approx((4.9 - stats.t.ppf(0.975, 19) * 0.6 / 20**0.5, 5))


def test_of_nothing_there_is_no_interval() -> None:
    assert share_of(0, 0) is None
    assert net_share_of(0, 0, 0) is None
    assert mean_of(3.0, 0.0, 1, 1, 5) is None
