import pytest
from support.pictured import DAY, measured, staged_map, texts_in, walk, walks

from desireline.diagnostics import DesirelineError
from desireline.measure import Measures
from desireline.pictures import TimesPicture


def _measures() -> Measures:
    return measured(staged_map(), [*walks(30, "s0_0", "s1_0", minutes=45), *walks(20, "s0_0", "home", prefix="d", minutes=3 * DAY)])


def test_bins_hold_all_stays_of_the_measures() -> None:
    measures = _measures()
    rows = TimesPicture(measures, "s0_0").data()
    assert sum(row["count"] for row in rows) == measures.cell("stays", step="s0_0").count == 50
    assert {row["from_seconds"]: row["count"] for row in rows if row["count"]} == {1800: 30, 2 * 86_400: 20}


def test_a_wait_is_only_what_ended_there() -> None:
    picture = TimesPicture(_measures(), "s0_0", "home")
    assert [row["count"] for row in picture.data()] == [20]
    assert picture.title == "Time from Step s0_0 to Home"
    assert picture.whom.startswith("20 stays of 20 customers")


def test_labels_are_minutes_and_days() -> None:
    texts = texts_in(TimesPicture(_measures(), "s0_0").svg())
    assert {"30 min", "1 h", "2 days"} <= set(texts)
    assert "Half were over within 45 min, 90% within 3.0 days; 61 days of customers' time in all." in texts


def test_of_few_customers_only_counts_are_given() -> None:
    texts = texts_in(TimesPicture(measured(staged_map(), walk("ann", "s0_0", "s1_0")), "s0_0").svg())
    assert "Of 1 customer only counts are given: a median needs 20." in texts
    assert not any("half within" in text for text in texts)


@pytest.mark.parametrize(("step", "to"), [("s1_0", None), ("s0_0", "home")])
def test_no_stays_are_said_in_a_sentence(step: str, to: str | None) -> None:
    texts = texts_in(TimesPicture(measured(staged_map(), walk("ann", "s0_0")), step, to).svg())
    assert any(text.startswith("No stay ended") for text in texts)


def test_a_step_that_is_none_is_refused() -> None:
    with pytest.raises(DesirelineError, match="s9"):
        TimesPicture(_measures(), "s0_0", "s9")
