"""Rule 6: moves, in whatever way the passes find them."""

import numpy as np
import pytest

from desireline.mapfile import map_from_data
from desireline.model import MOVES
from desireline.replay import moves
from desireline.replay.moves import MoveTable, moves_of

STEPS = {"a": ["b"], "b": ["c"], "c": ["d"], "d": ["a"], "e": []}
MAP = map_from_data(
    {
        "journey": "m",
        "title": "M",
        "trip": {"quiet": "never", "starts": ["a"]},
        "stages": [{"id": "s", "title": "S"}, {"id": "t", "title": "T", "any_order": True}],
        "steps": [{"id": i, "title": i, "stage": "t" if i in "de" else "s", "event": i, "next": n} for i, n in STEPS.items()],
    }
)
PLACES = tuple(STEPS)


def named(trips):
    place = np.array([PLACES.index(step) for trip in trips for step in trip], dtype=np.uint8)
    offset = np.cumsum([0, *map(len, trips)])
    return [MOVES[move] for move in moves_of(MoveTable(MAP, PLACES), place, offset)]


@pytest.fixture(params=["table of all pairs", "pairs that occur"])
def _both_ways(request, monkeypatch):
    if request.param == "pairs that occur":
        monkeypatch.setattr(moves, "MOST_PAIRS", 0)


@pytest.mark.usefixtures("_both_ways")
def test_each_kind_of_move() -> None:
    assert named(["abbcadea"]) == ["start", "expected", "repeat", "expected", "back", "skip", "expected", "back"]
    assert named(["ae", "ca"]) == ["start", "jump", "joined", "skip"]


@pytest.mark.usefixtures("_both_ways")
def test_a_trip_was_only_where_it_was_itself() -> None:
    assert named(["ac", "ba"]) == ["start", "skip", "joined", "skip"]


def test_many_places_and_few_visits_are_looked_up_by_sorting() -> None:
    place = np.array([500, 3, 500, 3], dtype=np.uint16)
    been = moves._been_before(place, np.array([0, 3, 4]), 1_000, np.array([1, 2, 3]))
    assert been.tolist() == [False, True, False]
