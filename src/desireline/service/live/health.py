"""Whether the service is well, its measures for Prometheus, and the clock of a rehearsal."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Literal

import msgspec
from starlette.responses import Response

from desireline import __version__
from desireline.diagnostics import DesirelineError
from desireline.live import Reading
from desireline.model import format_instant
from desireline.service.call import Call
from desireline.service.live.meters import gauge_lines
from desireline.service.live.moments import read_moment
from desireline.service.live.served import Served
from desireline.service.live.shapes import Instant
from desireline.service.live.watching import told
from desireline.service.operation import Body, Operation, Reply
from desireline.service.problems import ProblemError

EXPOSITION = "text/plain; version=0.0.4; charset=utf-8"


class Health(msgspec.Struct, frozen=True):
    """That the service answers. `now`: what its clock says; `rehearsal`: whether that is a rehearsal's.

    lake  of the studio: `ok`, or why it cannot be fed at present, as a code; None: there is no studio
    """

    status: Literal["ok"]
    version: str
    now: Instant
    rehearsal: bool
    lake: str | None


class Ready(msgspec.Struct, frozen=True):
    """That the store answers, and timers run."""

    status: Literal["ready"]


class ClockSent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Up to when time is to pass."""

    until: Instant


class ClockShown(msgspec.Struct, frozen=True):
    """What the clock says now."""

    now: Instant


def health_operations(served: Served) -> list[Operation]:
    """What is asked about the service itself."""

    async def health(_call: Call) -> Health:
        failure = None if served.feeding is None else served.feeding.failure
        lake = None if served.feeding is None else "ok" if failure is None else told(failure)
        return Health("ok", __version__, format_instant(served.now_us()), served.rehearsal is not None, lake)

    def ready(_call: Call) -> Ready:
        failure = served.runtime.failure or served.outbox.failure
        if failure is not None:
            detail = f"timers or effects cannot go on at present: {told(failure)}"
            raise ProblemError(HTTPStatus.SERVICE_UNAVAILABLE, "not_ready", detail)
        served.runtime.next_due_us()
        return Ready("ready")

    def metrics(_call: Call) -> Response:
        try:
            present, up = list(_present(served)), 1.0
        except DesirelineError:  # what was counted is told all the same
            present, up = [], 0.0
        present += gauge_lines("desireline_store_up", "Whether the store answers.", [], {(): up})
        return Response("\n".join([*served.meters.lines(), *present, ""]), media_type=EXPOSITION)

    return [
        Operation(
            name="tellHealth",
            method="GET",
            path="/v1/health",
            tag="Service",
            summary="Say that the service is there",
            replies={HTTPStatus.OK: Reply(description="it is", type=Health)},
            handle=health,
            open=True,
        ),
        Operation(
            name="tellReadiness",
            method="GET",
            path="/v1/ready",
            tag="Service",
            summary="Say whether store and timers are at work",
            replies={HTTPStatus.OK: Reply(description="they are", type=Ready)},
            handle=ready,
            open=True,
        ),
        Operation(
            name="tellMetrics",
            method="GET",
            path="/metrics",
            tag="Service",
            summary="Measures for Prometheus",
            replies={HTTPStatus.OK: Reply(description="text in Prometheus' format", media_type="text/plain")},
            handle=metrics,
        ),
        *([] if served.rehearsal is None else [_clock(served)]),
    ]


def _clock(served: Served) -> Operation:
    def move(call: Call) -> ClockShown:
        until_us = read_moment(call.json(ClockSent).until, "until")
        assert served.rehearsal is not None
        return ClockShown(format_instant(served.rehearsal.pass_until(until_us)))

    return Operation(
        name="passTime",
        method="POST",
        path="/v1/clock",
        tag="Service",
        summary="Let the time of a rehearsal pass",
        description="It stops wherever something is due. A moment that is over already changes nothing.",
        body=Body(description="until when", types={"application/json": ClockSent}),
        replies={HTTPStatus.OK: Reply(description="the clock", type=ClockShown)},
        handle=move,
    )


def _present(served: Served) -> Iterable[str]:
    """What is so at present, as text."""
    reading: Reading = served.reading
    on_the_way: dict[tuple[str, ...], float] = {(lane, status): count for (lane, status), count in reading.on_the_way().items()}
    waiting = on_the_way.pop(("task", "owed"), 0)
    taken = on_the_way.pop(("task", "sending"), 0)
    due_us = served.runtime.next_due_us()
    lag_seconds = 0.0 if due_us is None else max(0.0, (served.now_us() - due_us) / 1e6)
    yield from gauge_lines("desireline_queue_batches", "Batches of events that wait to be taken in.", [], {(): served.waiting})
    yield from gauge_lines("desireline_effects", "Effects on their way, or given up.", ["lane", "status"], on_the_way)
    yield from gauge_lines("desireline_tasks", "Tasks for people.", ["state"], {("waiting",): waiting, ("taken",): taken})
    yield from gauge_lines("desireline_due_lag_seconds", "How long the earliest due moment is over.", [], {(): lag_seconds})
    hanging: dict[tuple[str, ...], float] = {(lane,): count for lane, count in served.outbox.hanging.items()}
    yield from gauge_lines("desireline_hanging_attempts", "Attempts that have not ended in their time.", ["lane"], hanging)
    failures = {"timers": served.runtime.failure, "effects": served.outbox.failure}
    failing: dict[tuple[str, ...], float] = {(part,): float(failure is not None) for part, failure in failures.items()}
    yield from gauge_lines("desireline_failing", "Whether what goes on by itself fails at present.", ["part"], failing)
