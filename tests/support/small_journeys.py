"""Small maps and events, for tests that need one of a kind."""

from collections.abc import Mapping, Sequence
from typing import Any

from desireline.mapfile import map_from_data
from desireline.model import Event, Map, PropertyValue, parse_instant_us

BEGIN_US = parse_instant_us("2026-03-02T08:00:00Z")
"""A Monday, 08:00 UTC (09:00 in Rome): minute 0 of the tests."""
MINUTE_US = 60_000_000


def small_map(
    steps: Mapping[str, Mapping[str, Any]], outcomes: Sequence[str] = (), *, fields: Mapping[str, Any] | None = None, **rest: Any
) -> Map:
    """A map of one stage. `steps`: id -> words; the event of a step or outcome has its id as name. `rest`: `trip`, `traits`, `scores`."""
    return map_from_data(
        {
            "journey": "small",
            "title": "Small",
            "trip": {"quiet": "1d"},
            "fields": fields or {},
            "stages": [{"id": "stage", "title": "Stage"}],
            "steps": [{"id": id_, "title": id_, "stage": "stage", "event": id_, **words} for id_, words in steps.items()],
            "outcomes": [{"id": id_, "title": id_, "kind": "reached", "event": id_} for id_ in outcomes],
            **rest,
        }
    )


def happened(
    name: str,
    minute: float,
    customer: str = "ann",
    *,
    id_: str = "",
    channel: str | None = None,
    source: str = "",
    **properties: PropertyValue,
) -> Event:
    """An event some minutes after `BEGIN_US`. Its id is its name and minute, unless given."""
    return Event(
        id=id_ or f"{name}-{customer}-{minute}",
        time_us=BEGIN_US + round(minute * MINUTE_US),
        customer=customer,
        name=name,
        channel=channel,
        source=source,
        properties=properties,
    )
