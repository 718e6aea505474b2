"""Why actions that are done once, or only while the customer is here, were not decided."""

from typing import Any

from support.small_maps import at, happened, small_map

from desireline.engine import Tracer, Weighed, compile_map
from desireline.model import Event

TASK = {"task": "care", "title": "Do it"}


def weighed(call: dict[str, Any], *events: Event, until_minute: float) -> list[Weighed]:
    tracer = Tracer(compile_map(small_map(call=call)))
    for event in events:
        tracer.pass_until(event.time_us)
        tracer.take(event)
    tracer.pass_until(at(until_minute))
    return tracer.weighed


def test_what_was_done_before_is_told() -> None:
    once = {"do": [{"id": "nudge", "once": "trip", **TASK}]}
    first, second = weighed(once, happened("call", 0), happened("call", 5), until_minute=6)
    assert (first.came_to is not None, second.came_to) == (True, "done before")


def test_what_the_customer_moved_on_from_is_told() -> None:
    here = {"do": [{"id": "nudge", "after": "1h", "while_here": True, **TASK}]}
    (void,) = weighed(here, happened("call", 0), happened("fix", 5), until_minute=90)
    assert (void.event, void.came_to, void.moment_us) == ("call0", "moved on", at(5))


def test_a_late_action_that_the_customer_moved_on_from_is_told_when_due() -> None:
    late = {"id": "sorry", "while_here": True, "after": "5m", **TASK}
    promise = {"id": "soon", "title": "Soon", "within": "1h", "until": ["won"], "late": [late]}
    (void,) = weighed({"promises": [promise]}, happened("call", 0), happened("fix", 5), until_minute=90)
    assert (void.came_to, void.moment_us) == ("moved on", at(60))
