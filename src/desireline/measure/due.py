"""Promises that wait for their moment, soonest first, and those whose moment is over while the customer still waits."""

from __future__ import annotations

from dataclasses import dataclass
from heapq import nsmallest
from threading import Lock

import numpy as np

from desireline.measure.journeys import KeptJourneys
from desireline.measure.passes import LakePass
from desireline.measure.reading import values_at
from desireline.measure.seen import Scope, Seen
from desireline.model import PROMISE_STATES
from desireline.replay import NEVER, Integers, OpenShard, Times

PENDING, BROKEN = PROMISE_STATES.index("pending"), PROMISE_STATES.index("broken")


@dataclass(frozen=True, slots=True)
class DuePromise:
    """A promise that a customer was made at a step, and has not seen kept."""

    due_us: int
    customer: str
    promise: str


@dataclass(frozen=True, slots=True)
class Due:
    """Promises as of a moment.

    overdue                   how many are broken of customers who are under way and wait for them still
    moments_us                when those to be kept yet are due, soonest first
    next                      the first of those to be kept yet, soonest first
    latest                    the first of those overdue, due last first: what is oldest has been known for longest
    """

    scope: Scope
    overdue: int
    moments_us: Times
    next: tuple[DuePromise, ...]
    latest: tuple[DuePromise, ...]

    @property
    def pending(self) -> int:
        """How many are to be kept yet."""
        return len(self.moments_us)


def due(over: LakePass, most: int) -> Due:
    """Promises that wait, of each kind at most so many. Raises DesirelineError where a shard cannot be read."""
    kept = None if over.kept_in is None else KeptJourneys.of(over.lake, over.kept_in, over.map.version)
    soonest, latest = _First(most), _First(most)
    scope, parts = over.parts(lambda seen, opened: _of_shard(seen, opened, kept, soonest, latest))
    ahead = sorted((one for first, _, _, _ in parts for one in first), key=_soonest)
    behind = sorted((one for _, _, first, _ in parts for one in first), key=lambda one: (-one.due_us, one.customer, one.promise))
    moments_us = np.sort(np.concatenate([np.zeros(0, dtype=np.int64), *(part[1] for part in parts)]))
    return Due(scope, sum(part[3] for part in parts), moments_us, tuple(ahead[:most]), tuple(behind[:most]))


Part = tuple[list[DuePromise], Times, list[DuePromise], int]


class _First:
    """The first moments of all shards so far: what comes after them is not among the first, whatever comes."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._moments: list[int] = []
        self._lock = Lock()

    def among(self, moment_us: Times) -> Integers:
        """Which of a shard's moments may yet be among the first, in order."""
        order = np.argsort(moment_us, kind="stable")[: self._most]
        with self._lock:
            self._moments = nsmallest(self._most, [*self._moments, *moment_us[order].tolist()])
            last_us = self._moments[-1] if self._moments else 0
        return order[moment_us[order] <= last_us]


def _of_shard(seen: Seen, opened: OpenShard, kept: KeptJourneys | None, soonest: _First, latest: _First) -> Part:
    made = seen.journeys.promises
    pending = np.flatnonzero(made.state == PENDING)
    under_way = seen.ended == len(seen.scope.map.outcomes) + 1
    broken = np.flatnonzero((made.state == BROKEN) & (made.settled_us == NEVER))
    overdue = broken[under_way[seen.trip[made.visit[broken]]]]
    ahead, behind = pending[soonest.among(made.due_us[pending])], overdue[latest.among(-made.due_us[overdue])]
    return _named(seen, opened, kept, ahead), made.due_us[pending], _named(seen, opened, kept, behind), len(overdue)


def _named(seen: Seen, opened: OpenShard, kept: KeptJourneys | None, which: Integers) -> list[DuePromise]:
    if not len(which):
        return []
    made = seen.journeys.promises
    held = None if kept is None or not seen.whole else kept.marked(opened.source, opened.shard)
    if held is not None:
        names = held[0].at(seen.customer[seen.trip[made.visit[which]]]).tolist()
    else:
        row = seen.journeys.row[made.visit[which]]
        names = values_at(seen.among(opened), row, {"customer": "customer"})["customer"].tolist()
    numbers, moments = made.promise[which].tolist(), made.due_us[which].tolist()
    return [
        DuePromise(due_us, str(name), seen.scope.promises[number]) for due_us, name, number in zip(moments, names, numbers, strict=True)
    ]


def _soonest(one: DuePromise) -> tuple[int, str, str]:
    return one.due_us, one.customer, one.promise
