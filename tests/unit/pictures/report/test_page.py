import re
from dataclasses import replace
from typing import Any

import pytest
from support.pictured import DAY, measured, staged_map, walk, walks
from support.small_journeys import BEGIN_US

from desireline.measure import Period
from desireline.pictures import report

DAY_US = 86_400_000_000


def _text(page: str) -> str:
    body = page.partition("<body>")[2]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))


def test_each_part_is_there() -> None:
    text = _text(report(measured(staged_map(), walks(30, "s0_0", "s1_0", "home"))))
    for part in (
        "Trips",
        "Where it hurts first",
        "The map",
        "Moves",
        "Routes",
        "Promises",
        "Outcomes and drop-off",
        "What the map does not see",
    ):
        assert part in text
    assert "What the numbers mean" in text


@pytest.mark.parametrize(
    ("events", "said"),
    [
        ([], "No trip made a visit in this period"),
        (walk("ann", "s0_0", "home"), "1 customer only: counts are given, no shares and medians."),
        (walks(30, "s0_0", "s1_0"), "All 30 trips are still under way, so nothing can be said of how trips end"),
    ],
)
def test_what_is_missing_is_said_with_what_can_be_done(events: list[Any], said: str) -> None:
    text = _text(report(measured(staged_map(), events, as_of_us=BEGIN_US + DAY_US)))
    assert said in text


def test_of_few_customers_there_is_no_share() -> None:
    page = report(measured(staged_map(), walk("ann", "s0_0", "s1_0", "home")))
    told = re.sub(r"<desc>.*?</desc>", "", page.partition("<main>")[2].partition("What the map does not see")[0])
    assert set(re.findall(r"[^<>]*\d%[^<]*", told)) <= {"median, 90%", "90% by"}, "what columns and lanes are called"


def test_the_period_before_stands_beside() -> None:
    events = [*walks(30, "s0_0", "home"), *walks(20, "s0_0", "gone", prefix="g"), *walks(40, "s0_0", "home", prefix="d", begin=10 * DAY)]
    before, period = Period(BEGIN_US, BEGIN_US + 5 * DAY_US), Period(BEGIN_US + 9 * DAY_US, BEGIN_US + 12 * DAY_US)
    text = _text(report(measured(staged_map(), events, period=period, compare_to=before)))
    assert "compared with 2 Mar 2026, 08:00 UTC, until 7 Mar 2026, 08:00 UTC" in text
    assert "−20%; before 50" in text
    assert "+40.0 points; before 60%" in text


def test_markup_in_names_is_text() -> None:
    map_ = replace(staged_map(), title='</style><script>alert("&")</script>', about="<b>bold</b>")
    page = report(measured(map_, walks(30, "s0_0", "home")))
    assert "<script" not in page
    assert "<b>bold</b>" not in page
    assert "&lt;b&gt;bold" in page


def test_unmapped_events_are_named() -> None:
    text = _text(report(measured(staged_map(), [*walks(3, "s0_0", "page.viewed", "home"), *walk("zoe", "home")])))
    assert "Of 10 events of the period, 3 (30%) matched nothing in the map, and 1 (10%) matched but found no open trip." in text
    assert "No event of the period shows “Step s1_0”, “Step s2_0”." in text


def test_how_soon_is_told_of_trips_that_began_in_the_period() -> None:
    quick, slow = walks(30, "s0_0", "home", minutes=30), walks(10, "s0_0", "home", prefix="d", minutes=3 * DAY)
    text = _text(report(measured(staged_map(), [*quick, *slow])))
    assert "Of 40 trips that began in the period" in text
    assert re.search(r"reached 75% \([^)]*\) 75% \([^)]*\) 100% ", text)
