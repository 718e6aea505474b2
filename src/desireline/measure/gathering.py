"""Shards taken together before they are counted: of few trips each, what there is to do for every shard takes longer than the counting."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import Any

import numpy as np

from desireline.measure.seen import Answers, EventNames, Seen
from desireline.measure.segments import Segmented
from desireline.replay import NEVER, Made

MOST_VISITS = 1 << 19
"""Shards are taken together until they have so many visits: a table of all cells and trips must stay small."""
Shard = tuple[Seen, Segmented | None]


class Gathering:
    """Shards that wait to be counted together, from several threads. `count` is called with each bunch."""

    def __init__(self, count: Callable[[Seen, Segmented | None], None]) -> None:
        self._count = count
        self._waiting: list[Shard] = []
        self._visits = 0
        self._lock = threading.Lock()

    def add(self, seen: Seen, segments: Segmented | None) -> None:
        """Add a shard."""
        visits = len(seen.journeys.place)
        with self._lock:
            taken: list[Shard] = []
            if self._visits + visits > MOST_VISITS:
                taken, self._waiting, self._visits = self._waiting, [], 0
            self._waiting.append((seen, segments))
            self._visits += visits
        self._counted(taken)

    def finish(self) -> None:
        """Count those that wait still."""
        self._counted(self._waiting)
        self._waiting = []

    def _counted(self, taken: Sequence[Shard]) -> None:
        if taken:
            segments = [one for _, one in taken if one is not None]
            self._count(together([seen for seen, _ in taken]), segments_together(segments) if segments else None)


def together(shards: Sequence[Seen]) -> Seen:
    """Several shards, at least one, as one: customers and trips are numbered on, rows have no meaning any more."""
    first = shards[0]
    if len(shards) == 1:
        return first
    every = [seen.journeys for seen in shards]
    trips = _begins([journeys.trips for journeys in every])
    visits = _begins([len(journeys.place) for journeys in every])
    customers = _begins([int(journeys.customer.max(initial=-1)) + 1 for journeys in every])
    joined: dict[str, Any] = {
        name: np.concatenate([getattr(one, name) for one in every])
        for name in ("how", "ended_us", "again", "row", "place", "entered_us", "move")
    }
    offsets = [one.offset[:-1] + begin for one, begin in zip(every, visits, strict=False)]
    done_us = None
    if any(one.done_us is not None for one in every):
        done_us = np.concatenate([np.full(len(one.place), NEVER) if one.done_us is None else one.done_us for one in every])
    journeys = replace(
        every[0],
        **joined,
        offset=np.concatenate([*offsets, np.array(visits[-1:])]),
        customer=np.concatenate([one.customer + begin for one, begin in zip(every, customers, strict=False)]),
        key=None,
        keyed_us=None,
        done_us=done_us,
        promises=_made([one.promises for one in every], visits),
    )
    channel = np.concatenate([seen.channel for seen in shards])
    return Seen(first.scope, None, journeys, channel, _answers([seen.all_answers for seen in shards], trips), _named(shards))


def segments_together(shards: Sequence[Segmented]) -> Segmented:
    """The segments of shards taken together. That of which nothing is known comes last."""
    known = sorted({value for one in shards for value in one.values if value is not None})
    number = {value: index for index, value in enumerate([*known, None])}
    codes = [np.array([number[value] for value in one.values], dtype=np.int64)[one.code] for one in shards]
    return Segmented((*known, None), np.concatenate(codes))


def _begins(counts: Sequence[int]) -> list[int]:
    """Where each begins, and where the last ends."""
    return list(accumulate(counts, initial=0))


def _made(parts: Sequence[Made], visits: Sequence[int]) -> Made:
    visit = np.concatenate([made.visit + begin for made, begin in zip(parts, visits, strict=False)])
    return Made(visit, *(np.concatenate([getattr(made, name) for made in parts]) for name in ("promise", "due_us", "state", "settled_us")))


def _answers(parts: Sequence[Answers], trips: Sequence[int]) -> Answers:
    trip = np.concatenate([said.trip + begin for said, begin in zip(parts, trips, strict=False)])
    return Answers(trip, *(np.concatenate([getattr(said, name) for said in parts]) for name in ("score", "place", "value", "time_us")))


def _named(shards: Sequence[Seen]) -> EventNames | None:
    parts = [seen.event_names for seen in shards if seen.event_names is not None]
    if len(parts) < len(shards):
        return None
    return EventNames(*(np.concatenate([getattr(named, name) for named in parts]) for name in ("visit", "other", "other_us", "other_fate")))
