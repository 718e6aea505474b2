import xml.etree.ElementTree as ET

from support.pictured import DAY, LATER_US, staged_map, texts_in, walk, walks

from desireline.events import MemoryLake
from desireline.measure.funnel import funnel
from desireline.measure.passes import LakePass
from desireline.model import Event
from desireline.pictures import FunnelPicture


def _picture(events: list[Event], *steps: str) -> FunnelPicture:
    return FunnelPicture(funnel(LakePass(staged_map(), MemoryLake(events), LATER_US), steps))


def test_rows_are_those_of_the_funnel() -> None:
    picture = _picture([*walks(30, "s0_0", "s1_0", "home"), *walks(10, "s0_0", "gone", prefix="d")], "s0_0", "s1_0", "home")
    assert [(row["step"], row["made"], row["went_on"], row["ended"]) for row in picture.data()] == [
        ("s0_0", 40, 30, {"gone": 10}),
        ("s1_0", 30, 30, {}),
        ("home", 30, 0, {}),
    ]


def test_those_under_way_are_told_apart_and_left_out_of_the_second_share() -> None:
    events = [*walks(30, "s0_0", "s1_0"), *walks(30, "s0_0", "gone", prefix="d"), *walks(40, "s0_0", prefix="w", begin=50 * DAY)]
    picture = _picture(events, "s0_0", "s1_0")
    assert "30 of 100 trips made both steps (30%); 40 are still under way." in texts_in(picture.svg())
    assert any("30 went on (30%; 50% of those not under way) · 40 under way" in text for text in texts_in(picture.svg(1400)))
    assert "url(#dl-hatch)" in picture.svg()


def test_of_few_customers_only_counts_are_given() -> None:
    assert not any("%" in text for text in texts_in(_picture(walk("ann", "s0_0", "s1_0"), "s0_0", "s1_0").svg()))


def test_nobody_in_the_funnel_is_said_in_a_sentence() -> None:
    assert "No trip made the first step in the period." in " ".join(texts_in(_picture([], "s0_0", "s1_0").svg()))


def test_many_steps_are_drawn() -> None:
    assert ET.fromstring(_picture(walks(25, "s0_0", "s1_0"), *["s0_0", "s1_0"] * 10).svg(320)) is not None
