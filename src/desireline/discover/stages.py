"""Stages of a draft: places by where in a trip customers typically come to them first."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from desireline.discover.passages import Counts, Passages

MOST_STAGES = 5
SMALLEST_GAP = 0.05
"""Of a trip: places nearer to each other than that are in one stage."""


def first_visits(passages: Passages) -> tuple[Counts, NDArray[np.float64]]:
    """For each place: in how many trips it is visited; and where on a trip's way its first visit is, on average.

    The first visit of a trip is at 0, its last at 1; that of a trip of a single visit at 0. The mean of no trip is 1.
    """
    trip = passages.trip_of_visit
    _, first = np.unique(trip * passages.places + passages.place, return_index=True)
    trip, place = trip[first], passages.place[first]
    along = (first - passages.offset[trip]) / np.maximum(passages.lengths[trip] - 1, 1)
    trips = np.bincount(place, minlength=passages.places)
    total = np.bincount(place, weights=along, minlength=passages.places)
    return trips, np.where(trips > 0, total / np.maximum(trips, 1), 1.0)


def stages_of(places: Sequence[int], position: NDArray[np.float64]) -> list[list[int]]:
    """The places in order of their position, parted at the widest gaps between them."""
    ordered = sorted(places, key=lambda place: (position[place], place))
    gaps = [(position[b] - position[a], index) for index, (a, b) in enumerate(pairwise(ordered), start=1)]
    wide = sorted((gap for gap in gaps if gap[0] >= SMALLEST_GAP), key=lambda gap: (-gap[0], gap[1]))
    cuts = [0, *sorted(index for _, index in wide[: MOST_STAGES - 1]), len(ordered)]
    return [ordered[a:b] for a, b in pairwise(cuts)]
