from pathlib import Path

from support.small_journeys import happened
from support.told import story_of, told_of

from desireline.explain.moves import Ahead, Ways
from desireline.mapfile import map_from_data

STEPS = {"a": ["b", "off"], "b": ["c"], "c": ["d"], "d": [], "off": ["e"], "e": []}
MAP = map_from_data(
    {
        "journey": "ways",
        "title": "Ways",
        "trip": {"quiet": "1d", "starts": ["a", "b"]},
        "stages": [{"id": "one", "title": "One"}, {"id": "any", "title": "Any", "any_order": True}],
        "steps": [
            {"id": id_, "title": id_, "stage": "any" if id_ in "de" else "one", "next": next_}
            | ({"seen": "offline"} if id_ == "off" else {"event": id_})
            for id_, next_ in STEPS.items()
        ],
    }
)


def test_each_kind_of_move_says_why(tmp_path: Path) -> None:
    events = [happened(name, minute) for minute, name in enumerate("abbaedca")]
    events += [happened("c", 9_000), happened("a", 9_001), happened("d", 9_002)]
    _, trips = told_of(story_of(tmp_path, MAP, events))
    assert [(visit.move, visit.because) for trip in trips for visit in trip.visits] == [
        ("start", "a trip may start here"),
        ("expected", "a leads here"),
        ("repeat", "was here already"),
        ("back", "was here before, visit 1"),
        ("expected", "a leads here by way of off (offline)"),
        ("expected", "steps of stage any come in any order"),
        ("jump", "no way of the map leads here from d"),
        ("back", "was here before, visit 4"),
        ("joined", "trips start at a or b"),
        ("jump", "no way of the map leads here from c"),
        ("skip", "a leads here by way of b, c"),
    ]


def test_what_may_come_next_passes_through_steps_without_events() -> None:
    assert Ways(MAP).ahead("a") == (Ahead("b"), Ahead("off"), Ahead("e", ("off",)))
    assert Ways(MAP).ahead("d") == (Ahead("d", any_order=True), Ahead("e", any_order=True))
