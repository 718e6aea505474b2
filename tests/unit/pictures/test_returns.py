from support.pictured import DAY, LATER_US, staged_map, texts_in, walk, walks
from support.small_journeys import BEGIN_US

from desireline.events import MemoryLake
from desireline.measure.passes import LakePass
from desireline.measure.returns import returns
from desireline.model import Event
from desireline.pictures import ReturnsPicture

DAY_US = 86_400_000_000


def _picture(events: list[Event], as_of_days: int, weeks: int = 4) -> ReturnsPicture:
    return ReturnsPicture(returns(LakePass(staged_map(), MemoryLake(events), LATER_US, as_of_us=BEGIN_US + as_of_days * DAY_US), weeks))


def _many() -> list[Event]:
    """40 customers of whom 10 come back in their second week, and 20 whose first trip is two weeks later."""
    first = [*walks(40, "s0_0", "home"), *walks(10, "s0_0", begin=8 * DAY)]
    return [*first, *walks(20, "s0_0", "home", prefix="d", begin=14 * DAY)]


def test_rows_count_those_followed_and_those_who_returned() -> None:
    rows = _picture(_many(), 27).data()
    assert [(row["week"], row["followed"], row["returned"]) for row in rows] == [(1, 60, 0), (2, 40, 10), (3, 40, 0), (4, 0, 0)]


def test_who_was_not_followed_is_not_counted_as_lost() -> None:
    svg = _picture(_many(), 27).svg()
    assert "25%" in texts_in(svg)
    assert "Mar 2026, week 2: 10 of 40 followed came back; 20 not followed so long" in svg
    assert "Mar 2026, week 4: 0 of 0 followed came back; 60 not followed so long" in svg
    assert "stroke-dasharray" in svg


def test_of_few_only_counts_are_given() -> None:
    texts = texts_in(_picture([*walk("ann", "s0_0", "home"), *walk("ann", "s0_0", begin=DAY)], 30).svg())
    assert not any("%" in text for text in texts)


def test_nobody_and_too_early_are_said_in_a_sentence() -> None:
    assert "No customer's first trip began in the period" in " ".join(texts_in(_picture([], 30).svg()))
    assert "Nobody has been followed for a whole week yet" in " ".join(texts_in(_picture(walk("ann", "s0_0"), 3).svg()))
