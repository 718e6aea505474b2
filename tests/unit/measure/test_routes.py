"""The routes that most trips took."""

import numpy as np
import pytest

from desireline.measure import routes as room
from desireline.measure.routes import Routes, joined


def routes(*taken: tuple[int, list[int]]) -> Routes:
    lengths = [len(places) for _, places in taken]
    places = np.array([place for _, route in taken for place in route], dtype=np.int64)
    return Routes(np.array([trips for trips, _ in taken], dtype=np.int64), np.cumsum([0, *lengths]), places)


def test_the_most_frequent_first_and_ties_by_the_map() -> None:
    found = routes((1, [2]), (5, [1, 1]), (1, [0, 3]), (1, [0, 2]), (7, [9]))
    assert [found.route(index) for index in found.ranked(4)] == [[9], [1, 1], [0, 2], [0, 3]]
    assert found.ranked(0) == found.ranked(10)[:0] == []


def test_no_routes() -> None:
    assert routes().ranked(3) == []


def test_of_very_many_ties_some_are_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "MOST_TIES", 2)
    found = routes((4, [5]), (1, [3]), (1, [2]), (1, [1]))
    assert [found.route(index) for index in found.ranked(2)] == [[5], [3]]


def test_sequences_of_one_hash_are_told_apart_by_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "_BASE", np.uint64(0))
    found = joined([routes((1, [1, 2, 3])), routes((2, [1, 3, 2]), (4, [1, 2, 3]))])
    assert sorted((found.route(index), int(trips)) for index, trips in enumerate(found.trips)) == [([1, 2, 3], 5), ([1, 3, 2], 2)]
