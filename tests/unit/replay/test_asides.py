"""Rules 4 and 5: where ends of work, scores and aftercare belong."""

import numpy as np

from desireline.replay.asides import Asides, Visits, place_asides

QUIET = 10
DESK, PHONE, WON = 0, 1, 2


def placed(asides, visits, gone_at=None, quiet=QUIET):
    """`asides`: (row, time, place or None for a score); `visits`: (row, time, place). All of one group."""
    row, time_us, place = (np.array(column, dtype=np.int64) for column in zip(*visits, strict=True))
    known = Visits(row, np.zeros_like(row), time_us, place, place == WON, None if gone_at is None else np.array(gone_at))
    rows = np.array([a[0] for a in asides])
    is_done = np.array([a[2] is not None for a in asides])
    places = np.array([9 if a[2] is None else a[2] for a in asides])
    found = place_asides(Asides(rows, np.zeros_like(rows), np.array([a[1] for a in asides]), is_done, places, places), known, quiet)
    return [int(visit) if there else None for visit, there in zip(found.visit, found.found, strict=True)]


def test_the_end_of_work_marks_the_visit_at_its_step_once() -> None:
    assert placed([(1, 1, DESK), (2, 2, DESK)], [(0, 0, DESK)]) == [0, None]


def test_the_end_of_work_of_another_step_is_outside() -> None:
    assert placed([(1, 1, PHONE), (3, 3, DESK)], [(0, 0, DESK), (2, 2, PHONE)]) == [None, None]


def test_an_ended_trip_takes_scores_and_no_ends_of_work() -> None:
    assert placed([(1, 1, WON), (2, 2, None)], [(0, 0, WON)]) == [None, 0]


def test_more_than_quiet_later_is_outside() -> None:
    assert placed([(1, 10, None), (2, 11, None)], [(0, 0, DESK)]) == [0, None]
    assert placed([(1, 10**15, None)], [(0, 0, DESK)], quiet=None) == [0]


def test_before_the_first_visit_is_outside() -> None:
    assert placed([(0, 0, None)], [(1, 1, DESK)]) == [None]


def test_a_trip_that_was_taken_over_takes_no_more_of_the_keyless() -> None:
    assert placed([(1, 1, None), (3, 3, None)], [(0, 0, DESK)], gone_at=[2]) == [0, None]


def test_after_a_take_over_the_keyless_trip_before_is_the_latest_again() -> None:
    visits = [(0, 0, DESK), (1, 1, WON), (2, 2, DESK), (3, 3, PHONE)]
    never = 99
    assert placed([(3, 3, None), (5, 5, None), (5, 5, PHONE)], visits, gone_at=[never, never, 4, 4]) == [2, 1, None]


def test_without_visits_all_is_outside() -> None:
    none = np.zeros(0, dtype=np.int64)
    one = np.zeros(1, dtype=np.int64)
    found = place_asides(Asides(one, one, one, one == 0, one, one), Visits(none, none, none, none, none == 0, None), QUIET)
    assert not found.found.any()
