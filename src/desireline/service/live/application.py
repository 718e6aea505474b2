"""A runtime over HTTP, as an ASGI application: to be served by `desireline serve`, or mounted in an application of one's own."""

import logging
from collections.abc import Callable, Iterable, Sequence

from starlette.routing import BaseRoute
from starlette.types import ASGIApp

from desireline.live import Feeding, Outbox, Rehearsal, Runtime
from desireline.mapfile import MapFile
from desireline.model import Map
from desireline.service.app import Guard, Observe, application
from desireline.service.live.customers import customer_operations
from desireline.service.live.effects import effect_operations, record_operations
from desireline.service.live.events import event_operations
from desireline.service.live.examples import illustrated
from desireline.service.live.guard import KeyGuard
from desireline.service.live.health import health_operations
from desireline.service.live.meters import Meters
from desireline.service.live.served import Served
from desireline.service.live.tasks import task_operations
from desireline.service.operation import Operation

_log = logging.getLogger("desireline.service")


def live_operations(served: Served) -> list[Operation]:
    """All that can be asked of a runtime."""
    makers = (event_operations, customer_operations, effect_operations, task_operations, record_operations, health_operations)
    return [illustrated(operation) for make in makers for operation in make(served)]


def live_application(
    runtime: Runtime,
    outbox: Outbox | None = None,
    guard: Guard | None = None,
    *,
    rehearsal: Rehearsal | None = None,
    meters: Meters | None = None,
    sources: Sequence[MapFile | Map] = (),
    further: Callable[[Served], Iterable[Operation]] = lambda _served: (),
    routes: Sequence[BaseRoute] = (),
    feeding: Feeding | None = None,
) -> ASGIApp:
    """An ASGI application of a runtime. Who made the runtime starts and closes it, and the outbox.

    outbox   by which dead letters are retried and dropped
    guard    who may call; default: who gives a key of the store
    meters   shared with whoever else counts, as `desireline serve` does with attempts
    sources  the runtime's maps with their files, so that reasons name their lines
    further  operations beside those of the runtime
    routes   what else is served, such as pages
    feeding  what feeds the lake of a studio beside it: how that goes is told with the service's health
    """
    served = Served(runtime, outbox or Outbox(runtime.store, runtime.clock, {}), rehearsal, meters or Meters(), sources, feeding)
    return application(
        [*live_operations(served), *further(served)], guard or KeyGuard(runtime.store), routes=routes, observe=_observer(served)
    )


def _observer(served: Served) -> Observe:
    """Times each call, and logs it: by its operation, so that no name of a customer is written anywhere."""

    def observe(operation: Operation, status: int, seconds: float) -> None:
        served.meters.calls.add(seconds, operation.name, str(status))
        if _log.isEnabledFor(logging.INFO):
            told = {"operation": operation.name, "method": operation.method, "route": operation.path, "status": status}
            _log.info(
                "%s %s %d in %.1f ms", operation.method, operation.path, status, seconds * 1e3, extra={"told": {**told, "seconds": seconds}}
            )

    return observe
