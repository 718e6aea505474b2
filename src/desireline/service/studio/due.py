"""Promises that customers wait for, as the page lists them: overdue, and due next."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import msgspec

from desireline import api
from desireline.model import format_instant
from desireline.service.call import Call
from desireline.service.operation import Operation, Reply
from desireline.service.studio.sources import Sources

if TYPE_CHECKING:
    from desireline.measure.due import Due, DuePromise
    from desireline.model import Map

TAG = "studio"
MOST = 100
BARS = 7
LENGTHS_SECONDS = (600, 3_600, 3 * 3_600, 6 * 3_600, 12 * 3_600, 86_400, 7 * 86_400, 28 * 86_400)
MOST_OF_THEM = 0.9
"""The shortest bars are taken in which there is room for so many."""
KEPT_US = 10_000_000
"""So long an answer about the present is kept, where no event comes."""


class DueOne(msgspec.Struct, frozen=True):
    """A promise. `in_seconds`: until it is due, below 0 where that is over."""

    customer: str
    promise: str
    title: str
    step: str
    step_title: str
    due: str
    in_seconds: float


class DueBar(msgspec.Struct, frozen=True):
    """How many promises are due in a stretch of time."""

    since: str
    until: str
    n: int


class DueView(msgspec.Struct, frozen=True):
    """Promises as of a moment: of a store that feeds the lake the present, else the latest event.

    pending, overdue  how many are to be kept yet, and how many are broken while the customer is under way and waits still
    bars              those to be kept yet, by when they are due; `later`: those after the last bar
    bar_seconds       how long each stretch is
    next, late        some of them: soonest first, and due last first
    """

    as_of: str
    live: bool
    pending: int
    overdue: int
    bars: list[DueBar]
    bar_seconds: int
    later: int
    next: list[DueOne]
    late: list[DueOne]


class AskedDue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many of each are listed at most."""

    most: int = 6


def due_operations(sources: Sources) -> list[Operation]:
    """What is due."""

    def waiting(call: Call) -> Any:
        asked: AskedDue = call.query
        here = sources.of(call.path["journey"])
        return due_view(here, here.map(call.path["journey"]), min(max(asked.most, 0), MOST))

    return [
        Operation(
            name="studio_due",
            method="GET",
            path="/v1/studio/maps/{journey}/due",
            tag=TAG,
            summary="Promises that customers wait for",
            handle=sources.works.answering(waiting),
            query=AskedDue,
            replies={HTTPStatus.OK: Reply(description="as asked", type=DueView)},
            problems={HTTPStatus.NOT_FOUND: "there is no such map, or no events"},
            parameters={"journey": "the map's id", "most": "how many of each are listed at most"},
        )
    ]


def due_view(sources: Sources, map_: Map, most: int) -> DueView:
    """What is due on a map, as of now where a store feeds the lake. Raises DesirelineError where the events cannot be read."""
    now_us = None if sources.feeding is None else sources.feeding.now_us() // KEPT_US * KEPT_US

    def work() -> DueView:
        log = sources.log()
        as_of_us = now_us
        if as_of_us is not None and (latest_us := log.lake.latest_us(as_of_us + KEPT_US)) is not None:
            as_of_us = max(as_of_us, latest_us)
        return _view(api.due(map_, log, most=most, as_of_us=as_of_us, progress=sources.works.progress()), map_, live=now_us is not None)

    return sources.once("due", map_.version, most, now_us, work=work)


def _view(found: Due, map_: Map, *, live: bool) -> DueView:
    as_of_us = found.scope.as_of_us
    made = {promise.id: (promise.title, step) for step in map_.steps for promise in step.promises}

    def one(waits: DuePromise) -> DueOne:
        title, step = made[waits.promise]
        in_seconds = (waits.due_us - as_of_us) / 1e6
        return DueOne(waits.customer, waits.promise, title, step.id, step.title, format_instant(waits.due_us), in_seconds)

    bar_seconds = _bar_seconds(found)
    bars = list(_bars(found, bar_seconds))
    return DueView(
        as_of=format_instant(as_of_us),
        live=live,
        pending=found.pending,
        overdue=found.overdue,
        bars=bars,
        bar_seconds=bar_seconds,
        later=found.pending - sum(bar.n for bar in bars),
        next=[one(waits) for waits in found.next],
        late=[one(waits) for waits in found.latest],
    )


def _bar_seconds(found: Due) -> int:
    if not found.pending:
        return LENGTHS_SECONDS[0]
    wanted_us = int(found.moments_us[min(found.pending - 1, int(found.pending * MOST_OF_THEM))])
    fits = (seconds for seconds in LENGTHS_SECONDS if wanted_us < _begin_us(found, seconds) + BARS * seconds * 1_000_000)
    return next(fits, LENGTHS_SECONDS[-1])


def _begin_us(found: Due, seconds: int) -> int:
    """Where the first bar begins: on the hour, or the day (UTC)."""
    return found.scope.as_of_us // (seconds * 1_000_000) * (seconds * 1_000_000)


def _bars(found: Due, seconds: int) -> Iterator[DueBar]:
    edges = [_begin_us(found, seconds) + number * seconds * 1_000_000 for number in range(BARS + 1)]
    at = found.moments_us.searchsorted(edges).tolist()
    for (since, until), (first, beyond) in zip(pairwise(edges), pairwise(at), strict=True):
        yield DueBar(format_instant(since), format_instant(until), beyond - first)
