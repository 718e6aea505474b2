import xml.etree.ElementTree as ET

import pytest
from support.pictured import DAY, measured, staged_map, texts_in, walk, walks
from support.small_journeys import BEGIN_US

from desireline.model import Map
from desireline.pictures import MapPicture


def test_rows_are_the_measures_by_stage() -> None:
    measures = measured(staged_map(), [*walks(30, "s0_0", "s1_0", "home"), *walk("ann", "s0_0", "gone")])
    rows = MapPicture(measures).data()
    data = measures.as_data()
    stages = [row for row in rows if "stage" in row]
    assert [{name: row[name] for name in one} for row, one in zip(stages, data["stages"], strict=True)] == data["stages"]
    steps = {row["step"]: row for row in rows if "step" in row}
    for one in data["steps"]:
        if one["step"] in steps:
            assert {name: steps[one["step"]][name] for name in ("visits", "trips", "customers")} == {
                name: one[name] for name in ("visits", "trips", "customers")
            }


def test_a_stage_says_what_became_of_all_who_came() -> None:
    events = [*walks(3, "s0_0", "home"), *walk("ann", "s0_0", "gone"), *walk("bob", "s0_0", begin=DAY), *walk("cid", "s0_0", "s1_0")]
    measures = measured(staged_map(), events, as_of_us=BEGIN_US + 2 * 86_400_000_000)
    texts = texts_in(MapPicture(measures).svg())
    first = MapPicture(measures).stages[0]
    assert (first.trips, first.became["reached"], first.became["lost"], first.became["still_there"], first.became["moved_on"]) == (
        6,
        3,
        1,
        1,
        1,
    )
    assert {"moved on", "reached", "lost", "still there"} <= set(texts)


def test_promises_of_few_are_counted_not_shared() -> None:
    measures = measured(_promising(), walks(3, "a", "home", minutes=30))
    assert "3 of 3 kept" in texts_in(MapPicture(measures).svg())
    many = measured(_promising(), [*walks(30, "a", "home", minutes=30), *walks(10, "a", "home", minutes=90, prefix="late")])
    texts = texts_in(MapPicture(many).svg())
    assert {"75% kept", "▾ 10 broken"} <= set(texts)


def _promising() -> Map:
    promise = {"id": "soon", "title": "Soon", "within": "1h"}
    return staged_map(1, steps=[{"id": "a", "title": "A", "stage": "stage0", "event": "a", "next": ["home"], "promises": [promise]}])


@pytest.mark.parametrize(("stages", "steps"), [(40, 1), (1, 60), (1, 1)])
@pytest.mark.parametrize("width", [320, 960])
def test_maps_of_any_shape_are_drawn(stages: int, steps: int, width: int) -> None:
    map_ = staged_map(stages, steps)
    svg = MapPicture(measured(map_, walks(25, *(step.id for step in map_.steps), "home"))).svg(width)
    assert ET.fromstring(svg).get("role") == "img"
    if steps == 60:
        assert "48 other steps, 1,200 visits" in texts_in(svg)
    if stages == 40:
        assert "Stage 39" in texts_in(svg)


def test_without_trips_it_says_what_can_be_done() -> None:
    texts = " ".join(texts_in(MapPicture(measured(staged_map(), [])).svg()))
    assert "No trip made a visit in the period" in texts
    assert "Ask for a longer period" in texts
