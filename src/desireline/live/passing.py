"""Virtual time: the same code as in the present, moment after moment."""

from desireline.live.clock import VirtualClock
from desireline.live.out import Outbox
from desireline.live.runtime import Runtime


def pass_time(runtime: Runtime, clock: VirtualClock, until_us: int, outbox: Outbox | None = None) -> None:
    """Move a runtime's clock to a moment, and stop at every one in between at which something is due: no effect is decided late.

    With an outbox, what is owed is handed out at once, and failed attempts are made again when their time has come.
    """
    while True:
        runtime.tick()
        if outbox is not None:
            outbox.deliver()
        due_us, attempt_us = runtime.next_due_us(), None if outbox is None else outbox.next_attempt_us()
        stops = [us for us in (None if due_us is None else due_us + 1, attempt_us) if us is not None]
        stop_us = max(min(stops, default=until_us), clock.now_us() + 1)
        if stop_us > until_us:
            clock.move_to(max(until_us, clock.now_us()))
            return
        clock.move_to(stop_us)
