"""Rule 8: which visits promise, and what becomes of it."""

import numpy as np
import pytest

from desireline.mapfile import map_from_data
from desireline.model import PROMISE_STATES
from desireline.replay import promises
from desireline.replay.arrays import NEVER
from desireline.replay.promises import LATEST, Stays, pledges_of, promises_of

SECOND_US = 1_000_000
PLACES = ("a", "b", "won")


def promised(trip, *, until=None, as_of=1_000, won=None, done=None):
    """(visit, state) of the promise of step a, due 10 s after entry; `trip`: (step, second of entry)."""
    step = {"id": "p", "title": "P", "within": "10s", **({"until": until} if until else {})}
    map_ = map_from_data(
        {
            "journey": "m",
            "title": "M",
            "trip": {"quiet": "never"},
            "stages": [{"id": "s", "title": "S"}],
            "steps": [
                {"id": "a", "title": "A", "stage": "s", "event": "a", "done": "f", "promises": [step], "next": ["b"]},
                {"id": "b", "title": "B", "stage": "s", "event": "b", "next": ["won"]},
            ],
            "outcomes": [{"id": "won", "title": "W", "kind": "reached", "event": "won"}],
        }
    )
    stays = Stays(
        offset=np.array([0, len(trip)]),
        place=np.array([PLACES.index(place) for place, _ in trip], dtype=np.uint8),
        entered_us=np.array([second for _, second in trip]) * SECOND_US,
        done_us=None if done is None else np.array([NEVER if second is None else second * SECOND_US for second in done]),
        outcome_us=np.array([LATEST if won is None else won * SECOND_US]),
    )
    made = promises_of(pledges_of(map_, PLACES), stays, as_of * SECOND_US)
    return [(visit, PROMISE_STATES[state]) for visit, state in zip(made.visit.tolist(), made.state.tolist(), strict=True)]


def test_kept_at_the_due_moment_broken_after() -> None:
    assert promised([("a", 0), ("b", 10)]) == [(0, "kept")]
    assert promised([("a", 0), ("b", 11)]) == [(0, "broken")]


def test_pending_while_the_due_moment_has_not_passed() -> None:
    assert promised([("a", 0)], as_of=10) == [(0, "pending")]
    assert promised([("a", 0)], as_of=11) == [(0, "broken")]


def test_void_where_the_trip_ended_in_time() -> None:
    assert promised([("a", 0), ("won", 5)], until=["b"], won=5) == [(0, "void")]
    assert promised([("a", 0), ("won", 11)], until=["b"], won=11) == [(0, "broken")]


def test_no_promise_while_one_is_pending() -> None:
    assert promised([("a", 0), ("a", 10), ("a", 11), ("b", 12)]) == [(0, "broken"), (2, "kept")]


def test_the_visit_that_keeps_a_promise_may_make_it_again() -> None:
    assert promised([("a", 0), ("a", 1), ("b", 2)], until=["a"]) == [(0, "kept"), (1, "broken")]


def test_the_end_of_work_keeps_it_if_sooner() -> None:
    trip = [("a", 0), ("a", 5)]
    assert promised(trip, until=["done"], done=[3, None]) == [(0, "kept"), (1, "broken")]
    assert promised(trip, until=["b", "done"], done=[None, 15]) == [(0, "broken")]


@pytest.mark.parametrize("few", [0, 10**6])
def test_chains_are_followed_alike_together_and_one_by_one(monkeypatch, few) -> None:
    monkeypatch.setattr(promises, "FEW", few)
    visits = [("a", second) for second in range(0, 100, 4)]
    assert [visit for visit, _ in promised(visits)] == list(range(0, 25, 3))


def test_promises_of_one_visit_stand_by_id() -> None:
    steps = [{"id": i, "title": i, "within": "1d"} for i in ("q", "p")]
    map_ = map_from_data(
        {
            "journey": "m",
            "title": "M",
            "trip": {"quiet": "never"},
            "stages": [{"id": "s", "title": "S"}],
            "steps": [{"id": "a", "title": "A", "stage": "s", "event": "a", "promises": steps}],
        }
    )
    pledges = pledges_of(map_, ("a",))
    made = promises_of(pledges, Stays(np.array([0, 1]), np.zeros(1, np.uint8), np.zeros(1, np.int64), None, np.array([LATEST])), 0)
    assert [pledges.ids[number] for number in made.promise] == ["p", "q"]
