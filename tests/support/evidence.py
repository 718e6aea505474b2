"""What the events that a rule is shown with say of a map."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from desireline.check import Rule
from desireline.check.evidence import Evidence, evidence_of
from desireline.events import MemoryLake
from desireline.model import Event, Map, parse_instant_us

LATER_US = 1_780_000_000_000_000
"""Some months after all of them."""


def evidence_for(rule: Rule, map_: Map | None) -> Evidence | None:
    """None where the rule looks at no events."""
    return evidence_in([asdict(event) for event in rule.events], map_) if rule.events and map_ is not None else None


def evidence_in(events: Sequence[Mapping[str, Any]], map_: Map) -> Evidence:
    """What events say of a map, each as it stands in JSON: `id`, `time`, `customer`, `name`, `channel`, `properties`."""
    taken = [
        Event(
            id=event["id"],
            time_us=parse_instant_us(event["time"]),
            customer=event["customer"],
            name=event["name"],
            channel=event["channel"],
            properties=dict(event["properties"]),
        )
        for event in events
    ]
    return evidence_of(map_, MemoryLake(taken), now_us=LATER_US)
