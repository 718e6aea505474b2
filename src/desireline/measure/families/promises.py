"""Promises, and by how much they were missed."""

from __future__ import annotations

import numpy as np

from desireline.measure.cube import Dimension, Rows
from desireline.measure.families.family import Family
from desireline.measure.seen import Scope, Seen
from desireline.model import PROMISE_STATES
from desireline.replay import NEVER, Integers, Times, open_time

SETTLED = ("settled", "not_settled")
BROKEN = PROMISE_STATES.index("broken")
JUDGED = (PROMISE_STATES.index("kept"), BROKEN)


def _by_state(scope: Scope) -> tuple[Dimension, ...]:
    return Dimension("promise", scope.promises), Dimension("state", PROMISE_STATES)


def _by_settling(scope: Scope) -> tuple[Dimension, ...]:
    return Dimension("promise", scope.promises), Dimension("settled", SETTLED)


def _made(seen: Seen) -> Integers:
    """The promises that visits in the period made."""
    return np.flatnonzero(seen.in_period[seen.journeys.promises.visit])


def _promises(seen: Seen) -> Rows:
    made, which = seen.journeys.promises, _made(seen)
    return Rows(seen.trip[made.visit[which]], made.promise[which].astype(np.int64) * len(PROMISE_STATES) + made.state[which])


def _told_apart(scope: Scope) -> tuple[Dimension, ...]:
    return (Dimension("promise", scope.promises),)


def _judged(seen: Seen) -> Rows:
    made, which = seen.journeys.promises, _made(seen)
    which = which[np.isin(made.state[which], JUDGED)]
    return Rows(seen.trip[made.visit[which]], made.promise[which].astype(np.int64))


def _missed(seen: Seen) -> Rows:
    made, which = seen.journeys.promises, _made(seen)
    which = which[made.state[which] == BROKEN]
    settled = made.settled_us[which] != NEVER
    until_us = np.where(settled, made.settled_us[which], seen.scope.as_of_us)
    cell = made.promise[which].astype(np.int64) * len(SETTLED) + np.where(settled, 0, 1)
    return Rows(seen.trip[made.visit[which]], cell, _late_us(seen.scope, made.promise[which], made.due_us[which], until_us))


def _late_us(scope: Scope, promise: Integers, due_us: Times, until_us: Times) -> Times:
    """How long after they were due; in the hours of a team where the promise counts in them."""
    late_us = until_us - due_us
    by_id = {promise.id: promise for step in scope.map.steps for promise in step.promises}
    for number, id_ in enumerate(scope.promises):
        team = by_id[id_].hours_of
        hours = None if team is None else scope.map.team_by_id[team].hours
        if hours is not None:
            which = np.flatnonzero(promise == number)
            late_us[which] = open_time(hours, due_us[which], until_us[which])
    return late_us


PROMISES = Family("promises", _by_state, _promises, moving=True)
"""Promises that visits in the period made, by their state at the moment asked about."""
JUDGED_PROMISES = Family("judged_promises", _told_apart, _judged, moving=True)
"""Those of them that were kept or broken: what the share kept is of."""
BROKEN_PROMISES = Family("broken_promises", _by_settling, _missed, moving=True)
"""Those that were broken, by whether what was promised came later; how late it came, or is so far."""
