from support.pictured import DAY, LATER_US, staged_map, texts_in, walk, walks

from desireline.events import MemoryLake
from desireline.measure.dots import dots
from desireline.measure.passes import LakePass
from desireline.model import Event
from desireline.pictures import DotsPicture


def _picture(events: list[Event], most: int = 100) -> DotsPicture:
    return DotsPicture(dots(LakePass(staged_map(), MemoryLake(events), LATER_US), most))


def test_rows_are_the_visits() -> None:
    assert [(row["customer"], row["step"], row["how"], row["entered"]) for row in _picture(walk("ann", "s0_0", "home")).data()] == [
        ("ann", "s0_0", "home", "2026-03-02T08:00:00.000000Z"),
        ("ann", "home", "home", "2026-03-02T09:00:00.000000Z"),
    ]


def test_a_sample_says_that_it_is_one() -> None:
    assert _picture(walks(30, "s0_0"), 10).whom.startswith("A sample of 10 of 30 customers")
    assert _picture(walks(30, "s0_0")).whom.startswith("All 30 customers")


def test_dates_are_real() -> None:
    texts = texts_in(_picture([*walk("ann", "s0_0", "s1_0", minutes=60 * DAY), *walk("bob", "s0_0")]).svg())
    assert "From 2 Mar 2026, 08:00 UTC to 1 May 2026, 08:00 UTC." in texts
    assert any(text.endswith("2026") for text in texts)
    assert not any("1970" in text for text in texts)


def test_no_name_of_a_customer_is_shown() -> None:
    assert "ann" not in _picture(walk("ann", "s0_0")).svg().replace("channel", "")


def test_nobody_is_said_in_a_sentence() -> None:
    assert "there is nothing to draw" in " ".join(texts_in(_picture([]).svg()))
