"""Scores by the methods that are published for them, held against examples worked by hand."""

from collections.abc import Mapping, Sequence
from statistics import mean, stdev
from typing import Any

import pytest
from scipy import stats
from support.small_journeys import happened, small_map

from desireline.events import MemoryLake
from desireline.measure import Measures, measure
from desireline.measure.scores import Answered, ScoreMeasure, hoped_and_measured, scores_data, scores_of
from desireline.model import LAST_US, Event, PropertyValue

STEPS: Mapping[str, Mapping[str, Any]] = {"buy": {"hoped": 1}, "use": {"hoped": -1}, "leave": {}}
NPS = {"id": "asked", "kind": "nps", "event": "said", "value": "x"}


def answers(said: Sequence[PropertyValue], step: str = "buy", name: str = "said") -> list[Event]:
    """Customers who come to a step, and each say one thing there."""
    customers = [f"{step}{name}{number}" for number in range(len(said))]
    visits = [happened(step, 0, customer) for customer in customers]
    return visits + [happened(name, 1, customer, x=value) for customer, value in zip(customers, said, strict=True)]


def measured(events: Sequence[Event], *scores: Mapping[str, Any], outcomes: Sequence[str] = ()) -> Measures:
    map_ = small_map(STEPS, outcomes, fields={"x": "number"}, scores=list(scores))
    return measure(map_, MemoryLake(events, shards=2), now_us=LAST_US)


def one(said: Sequence[PropertyValue], **score: Any) -> ScoreMeasure:
    (found,) = scores_of(measured(answers(said), {**NPS, **score}))
    return found


def value_of(answered: Answered) -> float:
    assert answered.value is not None
    return answered.value.value


def test_nps_is_the_share_of_9_and_10_minus_that_of_0_to_6() -> None:
    found = one([10] * 40 + [9] * 30 + [8] * 10 + [7] * 10 + [6] * 5 + [0] * 5)
    assert value_of(found.all) == pytest.approx(0.7 - 0.1)
    assert found.all.by_answer == {0: 5, 6: 5, 7: 10, 8: 10, 9: 30, 10: 40}
    assert found.method.startswith("share of 9 to 10 minus share of 0 to 6, from -1 to 1")
    assert found.all.value is not None
    # (70.75 - 10.75) / 103, and 1.96 times the root of (81.5 / 103 - 0.58252^2) / 103.
    assert (found.all.value.low, found.all.value.high) == pytest.approx((0.58252 - 0.12983, 0.58252 + 0.12983), abs=2e-5)


def test_csat_is_the_share_of_4_and_5_of_5() -> None:
    found = one([5] * 30 + [4] * 20 + [3] * 25 + [2] * 15 + [1] * 10, kind="csat")
    known = stats.binomtest(50, 100).proportion_ci(method="wilson")
    assert found.all.value is not None
    assert (found.all.value.value, found.all.value.low, found.all.value.high) == pytest.approx((0.5, known.low, known.high))
    assert found.method == "share of 4 to 5 on 1..5; 95 % interval by Wilson's score"


def test_ces_is_the_share_of_5_to_7_of_7() -> None:
    found = one([7] * 5 + [6] * 6 + [5] * 7 + [4] * 8 + [1] * 14, kind="ces")
    assert value_of(found.all) == pytest.approx(18 / 40)


@pytest.mark.parametrize(("scale", "first"), [("1..5", 4), ("1..10", 6), ("0..10", 6), ("1..4", 3), ("-2..2", 1), ("-3..0", -1)])
def test_on_another_scale_the_answers_above_the_middle_count_and_it_is_said(scale: str, first: int) -> None:
    lowest, highest = map(int, scale.split(".."))
    said = [answer for answer in range(lowest, highest + 1) for _ in range(10)]
    found = one(said, kind="ces", scale=scale)
    assert value_of(found.all) == pytest.approx((highest - first + 1) / (highest - lowest + 1))
    assert found.method.startswith(f"share of {first} to {highest} on {scale}, the answers above the middle; not to be held against")


def test_a_mean_is_exact_and_its_interval_is_student_s() -> None:
    said = [1, 2.5, 4, 4, 9.125] * 8
    found = one(said, kind="mean", scale="0..10").all.mean
    half = stats.t.ppf(0.975, 39) * stdev(said) / 40**0.5
    assert found is not None
    assert found.value == pytest.approx(mean(said), abs=1e-9)
    assert (found.high - found.value, found.value - found.low) == pytest.approx((half, half), abs=0.004 * 10 * 2 / 40**0.5)


def test_a_mean_of_whole_answers_is_exact_with_its_interval() -> None:
    said = [1, 2, 4, 4, 7] * 8
    found = one(said, kind="ces").all.mean
    assert found is not None
    assert found.high - found.value == pytest.approx(stats.t.ppf(0.975, 39) * stdev(said) / 40**0.5, rel=1e-5)


def test_a_scale_of_a_thousand_million_is_measured() -> None:
    found = one([-999_999_999, 999_999_999, 0, 0.5] * 5, kind="mean", scale="-999999999..999999999")
    assert value_of(found.all) == pytest.approx(0.125)


def test_where_answers_are_not_told_apart_there_is_no_share_and_it_is_said() -> None:
    found = one([500, 501, 1000] * 10, kind="csat", scale="0..1000")
    assert (found.all.value, found.all.by_answer) == (None, None)
    assert found.all.mean is not None
    assert found.all.mean.value == pytest.approx(667)
    assert found.method == "none: of the 1001 answers of 0..1000 not each is counted by itself; see the mean"


def test_answers_off_the_scale_are_counted_apart() -> None:
    said: list[PropertyValue] = [11, -1, 7.5, "many", None, True, 1e300, "9"]
    found = one([10] * 20 + said)
    assert (found.all.answers, found.all.off_scale) == (21, 7)
    assert value_of(found.all) == 1.0


def test_of_fewer_than_20_customers_there_are_counts_only() -> None:
    found = one([10] * 19)
    assert (found.all.answers, found.all.by_answer, found.all.value, found.all.mean) == (19, {10: 19}, None, None)


def test_a_customer_who_answers_twice_is_one_customer() -> None:
    events = [happened("buy", 0, f"c{n}") for n in range(10)] + [happened("said", m, f"c{n}", x=10 - m) for n in range(10) for m in (1, 2)]
    (found,) = scores_of(measured(events, NPS))
    assert (found.all.answers, found.all.customers, found.all.value) == (20, 10, None)


def test_nobody_asked() -> None:
    (found,) = scores_of(measured([happened("buy", 0)], NPS))
    assert (found.all.answers, found.all.off_scale, found.all.value, found.by_step) == (0, 0, None, {})


def test_answers_count_where_the_trip_was() -> None:
    events = answers([10] * 20) + answers([0] * 30, "use") + [happened("bye", 2, f"usesaid{n}") for n in range(30)]
    events += [happened("said", 3, f"usesaid{n}", x=9) for n in range(4)]
    (found,) = scores_of(measured(events, NPS, outcomes=["bye"]))
    assert {step: answered.answers for step, answered in found.by_step.items()} == {"buy": 20, "use": 30, "bye": 4}
    assert {stage: answered.answers for stage, answered in found.by_stage.items()} == {"stage": 50, None: 4}
    assert (value_of(found.by_step["buy"]), value_of(found.by_step["use"])) == (1.0, -1.0)


def test_what_was_hoped_stands_beside_what_was_measured_each_on_its_own_scale() -> None:
    about_use = {"id": "about_use", "kind": "csat", "event": "rated", "value": "x", "of": "use"}
    about_leave = {"id": "about_leave", "kind": "csat", "event": "told", "value": "x", "of": "leave"}
    found = measured(answers([10] * 20) + answers([5] * 20, "buy", "rated") + answers([1] * 20, "buy", "told"), NPS, about_use, about_leave)
    beside = hoped_and_measured(found.scope.map, scores_of(found))
    assert [(one.step, one.hoped) for one in beside] == [("buy", 1), ("use", -1)]
    assert [(score.id, basis, value_of(answered)) for score, basis, answered in beside[0].measured] == [("asked", "answered_there", 1.0)]
    assert [(score.id, basis, value_of(answered)) for score, basis, answered in beside[1].measured] == [
        ("about_use", "asked_about_it", 1.0)
    ]


def test_as_data() -> None:
    data = scores_data(measured(answers([10] * 20 + [0] * 20), NPS))
    (score,), (buy, _) = data["scores"], data["hoped"]
    assert (score["score"], score["kind"], score["scale"], score["answers"], score["customers"]) == ("asked", "nps", [0, 10], 40, 40)
    assert (score["value"]["value"], score["value"]["n"], score["mean"]["value"]) == (0.0, 40, 5.0)
    assert score["by_answer"] == {"0": 20, "10": 20}
    assert [step["step"] for step in score["steps"]] == ["buy"]
    assert buy["measured"][0]["basis"] == "answered_there"
