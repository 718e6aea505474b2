"""Rule 3 of the contract, its second half: the key under which an event counts."""

from __future__ import annotations

import numpy as np

from desireline.replay.arrays import Flags, Integers, Times, latest

KEYLESS = -1


def keys_in_force(customer: Integers, time_us: Times, own_key: Integers, is_outcome: Flags, quiet_us: int | None) -> Integers:
    """The key of each event: its own, else that of the customer's latest earlier keyed event.

    That event lends its key while it is at most `quiet` older, and as long as neither it nor an event since matched an outcome. What
    an event borrowed it does not lend. Rows are all events of some customers in order, also those that match nothing.
    """
    borrower = np.flatnonzero(own_key == KEYLESS)
    if not len(borrower) or len(borrower) == len(own_key):
        return own_key
    lender = latest(own_key != KEYLESS)[borrower]
    outcome_before = np.concatenate(([-1], latest(is_outcome)[:-1]))[borrower]
    lends = (lender > outcome_before) & (customer[lender] == customer[borrower])
    if quiet_us is not None:
        lends &= time_us[borrower] - time_us[lender] <= quiet_us
    keys = own_key.copy()
    keys[borrower[lends]] = own_key[lender[lends]]
    return keys
