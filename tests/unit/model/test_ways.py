from desireline.mapfile import map_from_data
from desireline.model import candidates_by_name, ways_of


def _map(steps: list[dict[str, object]], any_order: bool = False) -> dict[str, object]:
    return {
        "journey": "case",
        "title": "Case",
        "trip": {"quiet": "7d"},
        "fields": {"x": "number"},
        "stages": [{"id": "s", "title": "S", "any_order": any_order}],
        "steps": [{"title": step["id"], "stage": "s", **step} for step in steps],
        "outcomes": [{"id": "won", "title": "Won", "kind": "reached", "event": ["w", "a"], "where": "x > 3"}],
    }


def test_an_offline_step_is_passed_through() -> None:
    steps = [
        {"id": "a", "event": "a", "next": ["b"]},
        {"id": "b", "seen": "offline", "next": ["c"]},
        {"id": "c", "event": "c", "next": ["won"]},
    ]
    ways = ways_of(map_from_data(_map(steps)))
    assert ways.expected["a"] == {"b", "c"}
    assert ways.reachable["a"] == {"b", "c", "won"}
    assert ways.starts == {"a", "b", "c"}


def test_any_order_makes_all_moves_in_the_stage_expected() -> None:
    steps = [{"id": "a", "event": "a", "next": ["won"]}, {"id": "b", "event": "b", "next": ["won"]}]
    assert ways_of(map_from_data(_map(steps, any_order=True))).expected["a"] == {"a", "b", "won"}


def test_outcomes_are_tried_first_and_what_can_never_be_tried_is_cut() -> None:
    steps = [{"id": "a", "event": "a", "next": ["won"]}, {"id": "b", "event": ["a", "b"], "done": "a", "next": ["won"]}]
    candidates = candidates_by_name(map_from_data(_map(steps)))
    assert [(c.kind, c.id) for c in candidates["a"]] == [("outcome", "won"), ("step", "a")]
    assert [(c.kind, c.id) for c in candidates["b"]] == [("step", "b")]


def test_what_is_reachable_in_circles_and_from_outside_them() -> None:
    leads = {"a": ["b"], "b": ["c", "d"], "c": ["a"], "d": ["won"], "e": ["c"], "f": ["f"], "g": ["h"], "h": ["g", "b"]}
    ways = ways_of(map_from_data(_map([{"id": id_, "event": id_, "next": following} for id_, following in leads.items()])))
    circle = {"a", "b", "c", "d", "won"}
    assert [ways.reachable[id_] for id_ in "abce"] == [circle] * 4
    assert (ways.reachable["d"], ways.reachable["f"]) == ({"won"}, {"f"})
    assert ways.reachable["g"] == ways.reachable["h"] == circle | {"g", "h"}
