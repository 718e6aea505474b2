"""Who is responsible: visits by the team that owns the step, and handoffs between teams."""

from __future__ import annotations

import numpy as np

from desireline.measure.cube import Dimension, Rows
from desireline.measure.families.family import Family, taken_from
from desireline.measure.seen import Scope, Seen
from desireline.replay import Integers


def _owners(scope: Scope) -> tuple[Dimension, ...]:
    return (Dimension("team", (*(team.id for team in scope.map.teams), None)),)


def _teams(scope: Scope) -> tuple[Dimension, ...]:
    teams = tuple(team.id for team in scope.map.teams)
    return Dimension("from", teams), Dimension("to", teams)


def _owned(seen: Seen) -> Rows:
    at_step = seen.arrivals - 1
    return Rows(seen.trip[at_step], seen.scope.owner_of[seen.journeys.place[at_step]], seen.waited_us)


def _owner_of_stay(scope: Scope, step: Integers) -> Integers:
    return scope.owner_of[step]


def _handoff_of_wait(scope: Scope, wait: Integers) -> Integers:
    teams = len(scope.map.teams)
    before, after = (scope.owner_of[place] for place in np.divmod(wait, len(scope.places)))
    return np.where((before != after) & (before < teams) & (after < teams), before * teams + after, -1)


def _handed(seen: Seen) -> Rows:
    teams = len(seen.scope.map.teams)
    before = seen.scope.owner_of[seen.journeys.place[seen.arrivals - 1]]
    after = seen.scope.owner_of[seen.journeys.place[seen.arrivals]]
    handed = np.flatnonzero((before != after) & (before < teams) & (after < teams))
    return Rows(seen.trip[seen.arrivals[handed]], before[handed] * teams + after[handed], seen.waited_us[handed])


OWNERS = Family("owners", _owners, _owned, taken_from("stays", _owner_of_stay))
"""Stays that ended in the period, by the team that owns the step; how long."""
HANDOFFS = Family("handoffs", _teams, _handed, taken_from("waits", _handoff_of_wait))
"""Moves made in the period from a step of one team to a step of another; how long the stay took before."""
