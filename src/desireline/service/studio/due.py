"""Promises that customers wait for, as the page lists them: overdue, and due next."""

from __future__ import annotations

from http import HTTPStatus
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


class DueView(msgspec.Struct, frozen=True):
    """Promises as of a moment: of a store that feeds the lake the present, else the latest event.

    pending, overdue  how many are to be kept yet, and how many are broken while the customer is under way and waits still
    next, late        some of them: soonest first, and due last first
    """

    as_of: str
    live: bool
    pending: int
    overdue: int
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
            handle=waiting,
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
        return _view(api.due(map_, log, most=most, as_of_us=as_of_us), map_, live=now_us is not None)

    return sources.once("due", map_.version, most, now_us, work=work)


def _view(found: Due, map_: Map, *, live: bool) -> DueView:
    as_of_us = found.scope.as_of_us
    made = {promise.id: (promise.title, step) for step in map_.steps for promise in step.promises}

    def one(waits: DuePromise) -> DueOne:
        title, step = made[waits.promise]
        in_seconds = (waits.due_us - as_of_us) / 1e6
        return DueOne(waits.customer, waits.promise, title, step.id, step.title, format_instant(waits.due_us), in_seconds)

    return DueView(
        as_of=format_instant(as_of_us),
        live=live,
        pending=found.pending,
        overdue=found.overdue,
        next=[one(waits) for waits in found.next],
        late=[one(waits) for waits in found.latest],
    )
