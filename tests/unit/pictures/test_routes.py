from support.pictured import measured, staged_map, texts_in, walk, walks

from desireline.measure import Measures
from desireline.pictures import RoutesPicture


def _many() -> Measures:
    """25 routes: one of 25 trips, one of 24, and so on."""
    map_ = staged_map(1, 25)
    events = [event for place in range(25) for event in walks(25 - place, "s0_0", f"s0_{place}", prefix=f"p{place}-")]
    return measured(map_, events)


def test_listed_routes_and_the_others_are_all_trips() -> None:
    measures = _many()
    rows = RoutesPicture(measures).data()
    assert [row["trips"] for row in rows] == [*range(25, 5, -1), 5 + 4 + 3 + 2 + 1]
    assert sum(row["trips"] for row in rows) == measures.trips
    assert rows[:20] == [{**one, "routes": 1} for one in measures.as_data()["top_routes"]]
    assert (rows[20]["steps"], rows[20]["routes"]) == (None, 5)


def test_the_share_that_is_listed_is_printed() -> None:
    texts = texts_in(RoutesPicture(_many()).svg())
    assert "Listed: 20 of 25 routes, taken by 95% of all trips." in texts
    assert "5 other routes" in texts


def test_visits_in_a_row_are_one_piece() -> None:
    texts = texts_in(RoutesPicture(measured(staged_map(), walk("ann", "s0_0", "s1_0", "s1_0", "s1_0", "home"))).svg())
    assert "Step s0_0 → Step s1_0 ×3 → Home" in texts


def test_a_long_route_keeps_its_ends_and_shows_all_of_itself_when_pointed_at() -> None:
    map_ = staged_map(1, 30)
    svg = RoutesPicture(measured(map_, walk("ann", *(step.id for step in map_.steps), "home"))).svg()
    (line,) = [text for text in texts_in(svg) if text.startswith("Step s0_0")]
    assert line.endswith("Home")
    assert "more …" in line
    assert "Step s0_17 → Step s0_18" in svg


def test_of_few_customers_there_are_no_shares() -> None:
    assert not any("%" in text for text in texts_in(RoutesPicture(measured(staged_map(), walk("ann", "s0_0"))).svg()))


def test_no_trips_are_said_in_a_sentence() -> None:
    assert RoutesPicture(measured(staged_map(), [])).data() == []
    assert "No trip made a visit: there is no route to show." in texts_in(RoutesPicture(measured(staged_map(), [])).svg())
