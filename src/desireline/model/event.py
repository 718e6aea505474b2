"""What happened to one customer."""

from collections.abc import Mapping

import msgspec

PropertyValue = str | int | float | bool | None
IDENTIFY = "identify"
"""The event that says who an anonymous identity is (`properties.was`) and what is known of a customer (all other properties)."""
WAS = "was"


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """One event, as every source gives it.

    id          unique within its source
    time_us     UTC microseconds since 1970
    customer    whom the journey belongs to, as the source names them
    name        what happened
    channel     where, if known
    source      which system says so
    person      who of the customer acted, if known
    properties  scalar values by name, as they came
    """

    id: str
    time_us: int
    customer: str
    name: str
    channel: str | None = None
    source: str = ""
    person: str | None = None
    properties: Mapping[str, PropertyValue] = msgspec.field(default_factory=dict)

    @property
    def order(self) -> tuple[int, str, str]:
        """The order of a customer's events: time, then id by code point; the source only parts equal ids of two sources."""
        return (self.time_us, self.id, self.source)
