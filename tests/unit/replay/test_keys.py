"""Rule 3: the key in force."""

import numpy as np

from desireline.replay.keys import KEYLESS, keys_in_force

NO, K, L = KEYLESS, 7, 8


def in_force(own, *, time=None, outcome=(), customer=None, quiet=10):
    own_key = np.array(own)
    is_outcome = np.isin(np.arange(len(own)), outcome)
    time_us = np.arange(len(own)) if time is None else np.array(time)
    who = np.zeros(len(own), dtype=np.int32) if customer is None else np.array(customer)
    return keys_in_force(who, time_us, own_key, is_outcome, quiet).tolist()


def test_an_event_without_a_key_takes_that_of_the_latest_keyed_event() -> None:
    assert in_force([NO, K, NO, L, NO, NO]) == [NO, K, K, L, L, L]


def test_a_key_is_lent_for_quiet_and_not_a_microsecond_longer() -> None:
    assert in_force([K, NO, NO], time=[0, 10, 11]) == [K, K, NO]


def test_what_is_borrowed_is_not_lent() -> None:
    assert in_force([K, NO, NO], time=[0, 9, 18]) == [K, K, NO]


def test_quiet_never_lends_for_ever() -> None:
    assert in_force([K, NO], time=[0, 10**15], quiet=None) == [K, K]


def test_after_an_outcome_nothing_is_lent_until_the_next_keyed_event() -> None:
    assert in_force([K, NO, NO, L, NO], outcome=[1]) == [K, K, NO, L, L]


def test_a_keyed_outcome_lends_nothing() -> None:
    assert in_force([K, NO], outcome=[0]) == [K, NO]


def test_another_customer_lends_nothing() -> None:
    assert in_force([K, NO, NO], customer=[0, 0, 1]) == [K, K, NO]
