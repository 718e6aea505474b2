"""How trips end: names that nothing follows, which can be outcomes, and other last names, which cannot without cutting trips short."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from desireline.discover.moves import Move
from desireline.discover.names import Group
from desireline.discover.passages import Passages
from desireline.discover.ways import all_lead_out
from desireline.replay import Integers

REAL_SHARE = 0.01
"""Of all trips: a last name of fewer is not spoken of."""
ALONE = 0.05
"""Of the visits of an outcome: an outcome opens no trip, so that more of them alone would be too many to lose."""


@dataclass(frozen=True, slots=True)
class Ending:
    """A place where trips end: how many, how many visits it has, and how many of these another visit follows, or none precedes."""

    place: int
    trips: int
    visits: int
    followed: int
    alone: int


def endings(passages: Passages) -> list[Ending]:
    """Where trips end, most trips first."""

    def counted(places: Integers) -> list[int]:
        counts: list[int] = np.bincount(places, minlength=passages.places).tolist()
        return counts

    last, visits = counted(passages.last()), counted(passages.place)
    followed = counted(passages.place[passages.goings()])
    alone = counted(passages.first()[passages.lengths == 1])
    found = [Ending(*counts) for counts in zip(range(passages.places), last, visits, followed, alone, strict=True)]
    return sorted((ending for ending in found if ending.trips), key=lambda ending: (-ending.trips, ending.place))


def real_of(found: Sequence[Ending], trips: int) -> list[Ending]:
    """Those of a real share of all trips."""
    return [ending for ending in found if ending.trips >= REAL_SHARE * trips]


def outcomes_of(found: Sequence[Ending], groups: Sequence[Group], moves: Sequence[Move]) -> frozenset[int]:
    """The places that are to be outcomes: nothing ever follows them, and work has no `done` there.

    None, where with them some step would lead to no outcome by any move that was made, or none of them ends a real share of trips.
    """
    trips = sum(ending.trips for ending in found)
    able = [each for each in found if not each.followed and not groups[each.place].done and each.alone <= ALONE * each.visits]
    outcomes = frozenset(ending.place for ending in able)
    return outcomes if real_of(able, trips) and all_lead_out(range(len(groups)), outcomes, moves) else frozenset()
