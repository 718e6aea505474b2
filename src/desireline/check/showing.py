"""Events that rules about events are shown with."""

from desireline.check.examples import CUSTOMER, HOUR_US, MONDAY_US
from desireline.diagnostics import ExampleEvent
from desireline.model import format_instant


def seen(*names: str, customer: str = CUSTOMER, each_h: int = 1, **carried: str | float) -> tuple[ExampleEvent, ...]:
    """Events of one customer, one after the other, each carrying the same. `each_h`: hours between them."""
    return tuple(
        ExampleEvent(
            id=f"{customer}-{number}",
            time=format_instant(MONDAY_US + number * each_h * HOUR_US),
            customer=customer,
            name=name,
            properties=tuple(carried.items()),
        )
        for number, name in enumerate(names)
    )
