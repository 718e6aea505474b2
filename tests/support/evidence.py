"""What the events that a rule is shown with say of a map."""

from desireline.check import Rule
from desireline.check.evidence import Evidence, evidence_of
from desireline.events import MemoryLake
from desireline.model import Event, Map, parse_instant_us

LATER_US = 1_780_000_000_000_000
"""Some months after all of them."""


def evidence_for(rule: Rule, map_: Map | None) -> Evidence | None:
    """None where the rule looks at no events."""
    if not rule.events or map_ is None:
        return None
    events = [
        Event(id=e.id, time_us=parse_instant_us(e.time), customer=e.customer, name=e.name, channel=e.channel, properties=dict(e.properties))
        for e in rule.events
    ]
    return evidence_of(map_, MemoryLake(events), now_us=LATER_US)
