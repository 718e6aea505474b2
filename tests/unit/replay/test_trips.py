"""Rules 3, 4 and 7: trips out of the events of one customer."""

import numpy as np
import pytest

from desireline.replay.arrays import NEVER
from desireline.replay.keys import KEYLESS
from desireline.replay.stretches import Passing
from desireline.replay.trips import again, ends_of, trips_of

QUIET = 10


def passing(time, *, ends=(), opens=None, keys=None, carries=None, customer=None):
    """Events of customers in order. `keys`: in force, None for keyless; `carries`: the positions that carry theirs; else all keyed do."""
    count = len(time)
    row, who = np.arange(count), np.zeros(count, dtype=np.int64) if customer is None else np.array(customer)
    ended = np.isin(row, ends)
    may_open = None if opens is None else np.isin(row, opens) & ~ended
    if keys is None:
        return Passing(row, who, who, None, None, np.array(time), np.zeros(count, np.uint8), ended, may_open)
    key = np.array([KEYLESS if k is None else k for k in keys])
    own = key != KEYLESS if carries is None else np.isin(row, carries)
    order = np.lexsort((row, key, who))
    group = (who * 100 + key + 1)[order]
    columns = (row, who, key, own, np.array(time), ended)
    row, who, key, own, time_us, ended = (column[order] for column in columns)
    return Passing(row, group, who, key, own, time_us, np.zeros(count, np.uint8), ended, None if may_open is None else may_open[order])


def visits_by_trip(events, quiet=QUIET):
    """The rows of each trip's visits."""
    trips = trips_of(events, quiet)
    visit = np.arange(len(events.row)) if trips.visit is None else trips.visit
    rows = events.row[visit if trips.order is None else visit[trips.order]]
    return [part.tolist() for part in np.split(rows, trips.offset[1:-1])] if len(trips.offset) > 1 else []


def test_exactly_quiet_later_continues_and_more_does_not() -> None:
    assert visits_by_trip(passing([0, 10, 21])) == [[0, 1], [2]]


def test_quiet_never_ends_no_trip() -> None:
    assert visits_by_trip(passing([0, 10**15]), quiet=None) == [[0, 1]]


def test_an_outcome_ends_the_trip_and_opens_none() -> None:
    assert visits_by_trip(passing([0, 1, 2, 3], ends=[1, 2])) == [[0, 1], [3]]


def test_customers_share_no_trip() -> None:
    assert visits_by_trip(passing([0, 0, 1], customer=[0, 1, 1])) == [[0], [1, 2]]


def test_only_what_may_open_opens_and_all_continues() -> None:
    assert visits_by_trip(passing([0, 1, 2, 30], opens=[1])) == [[1, 2]]


def test_an_outcome_before_the_opener_is_outside() -> None:
    assert visits_by_trip(passing([0, 1, 2], opens=[2], ends=[1])) == [[2]]


def test_keys_part_trips() -> None:
    assert visits_by_trip(passing([0, 1, 2, 3], keys=[1, 2, 1, 2])) == [[0, 2], [1, 3]]


def test_a_keyed_event_takes_over_the_keyless_trip() -> None:
    assert visits_by_trip(passing([0, 1, 2], keys=[None, 1, 1])) == [[0, 1, 2]]


def test_what_borrowed_its_key_takes_nothing_over() -> None:
    assert visits_by_trip(passing([0, 1], keys=[None, 1], carries=[])) == [[0], [1]]


def test_a_keyless_trip_gone_quiet_is_not_taken_over() -> None:
    assert visits_by_trip(passing([0, 11], keys=[None, 1])) == [[0], [1]]


def test_a_keyless_trip_with_its_outcome_is_not_taken_over() -> None:
    assert visits_by_trip(passing([0, 1, 2], keys=[None, None, 1], ends=[1])) == [[0, 1], [2]]


def test_an_event_whose_trip_is_open_takes_nothing_over() -> None:
    assert visits_by_trip(passing([0, 1, 2], keys=[1, None, 1])) == [[0, 2], [1]]


def test_one_keyless_trip_is_taken_over_once() -> None:
    assert visits_by_trip(passing([0, 1, 2], keys=[None, 1, 2])) == [[0, 1], [2]]


def test_after_a_take_over_a_keyless_event_opens_anew() -> None:
    assert visits_by_trip(passing([0, 1, 2, 3], keys=[None, 1, None, 2], ends=[1])) == [[0, 1], [2, 3]]


def test_an_outcome_takes_over_and_ends() -> None:
    assert visits_by_trip(passing([0, 1], keys=[None, 1], ends=[1])) == [[0, 1]]


def test_what_may_not_open_may_take_over() -> None:
    assert visits_by_trip(passing([0, 1, 2], keys=[None, 1, 1], opens=[0])) == [[0, 1, 2]]


def test_a_take_over_leaves_what_may_not_open_outside() -> None:
    assert visits_by_trip(passing([0, 1, 2], keys=[None, 1, None], ends=[1], opens=[0])) == [[0, 1]]


def test_a_trip_taken_over_stands_where_it_opened() -> None:
    trips = trips_of(passing([0, 1, 2, 3], keys=[None, 5, 5, 6], carries=[2, 3], ends=[1]), QUIET)
    assert trips.key.tolist() == [5, 6]


def test_again_is_the_later_trip_of_the_same_customer_and_key() -> None:
    customer, key = np.array([0, 0, 0, 1]), np.array([5, 6, 5, 5])
    assert again(customer, key).tolist() == [False, False, True, False]
    assert again(customer, None).tolist() == [False, True, True, False]


@pytest.mark.parametrize(("as_of", "ended"), [(110, NEVER), (111, 110)])
def test_gone_quiet_only_once_that_moment_has_passed(as_of, ended) -> None:
    ended_us, gone_quiet = ends_of(np.array([100]), np.array([False]), QUIET, as_of)
    assert (ended_us.tolist(), gone_quiet.tolist()) == ([ended], [ended != NEVER])


def test_an_outcome_is_the_end_however_long_ago() -> None:
    ended_us, gone_quiet = ends_of(np.array([100]), np.array([True]), QUIET, 10**9)
    assert (ended_us.tolist(), gone_quiet.tolist()) == ([100], [False])


def test_nothing_comes_to_nothing() -> None:
    assert visits_by_trip(passing([])) == []
