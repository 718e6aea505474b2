"""A small map for tests of simulation, and what simple counting finds in simulated events."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from desireline.mapfile import map_from_data
from desireline.model import Event, Map

MAP: dict[str, Any] = {
    "journey": "broken_kettle",
    "title": "My kettle is broken",
    "trip": {"per": "order", "starts": ["form", "advice"], "quiet": "20d"},
    "fields": {"order": "text", "volts": {"number": {"min": 0}}, "score": {"integer": {"min": 1, "max": 5}}},
    "traits": {"member": "boolean"},
    "teams": {"desk": {"title": "Desk", "hours": "Mon-Fri 09:00-17:00 Europe/Rome"}},
    "stages": [{"id": "ask", "title": "Ask"}, {"id": "mend", "title": "Mend"}],
    "steps": [
        {"id": "form", "stage": "ask", "title": "Form", "event": "form", "channels": ["web"], "by": "self", "next": ["call", "chat"]},
        {"id": "advice", "stage": "ask", "title": "Advice", "event": "form_read", "channels": ["web", "app"], "next": ["call", "chat"]},
        {"id": "call", "stage": "ask", "title": "Call", "event": "call", "channels": ["phone"], "next": ["bench"]},
        {"id": "chat", "stage": "ask", "title": "Chat", "event": "chat", "channels": ["app"], "by": "bot", "next": ["bench"]},
        {
            "id": "bench",
            "stage": "mend",
            "title": "On the bench",
            "event": "measured",
            "where": "volts between 200 and 250",
            "done": "mended",
            "by": "self",
            "promises": [{"id": "three_days", "title": "Three days", "within": "3d", "until": ["sent", "kettle_back"]}],
            "next": ["sent"],
        },
        {"id": "odd", "stage": "mend", "title": "Odd", "event": "measured", "where": "volts > 250", "next": ["bench"]},
        {"id": "sent", "stage": "mend", "title": "Sent", "event": "sent", "by": "person", "owner": "desk", "next": ["kettle_back"]},
        {"id": "cared", "stage": "mend", "title": "Cared for", "event": "cared", "aftercare": True},
    ],
    "outcomes": [
        {"id": "kettle_back", "kind": "reached", "event": "signed", "title": "It boils"},
        {"id": "gone", "kind": "lost", "event": "refund", "title": "Money back"},
    ],
    "scores": [{"id": "ease", "kind": "ces", "event": "asked", "value": "score", "scale": "1..5"}],
}
STEP_OF = {"form": "form", "form_read": "advice", "call": "call", "chat": "chat", "measured": "bench", "sent": "sent"}
OUTCOME_OF = {"signed": "kettle_back", "refund": "gone"}


def kettle_map(**changed: Any) -> Map:
    """The map, with some of its words changed."""
    return map_from_data({**MAP, **changed})


def trips_of(events: Iterable[Event]) -> list[list[tuple[str, int]]]:
    """The trips: each as places with the time of coming there. A visit without a key is of the trip that its customer was on before."""
    trips: dict[object, list[tuple[str, int]]] = defaultdict(list)
    latest: dict[str, object] = {}
    for event in events:
        place = STEP_OF.get(event.name) or OUTCOME_OF.get(event.name)
        if place == "bench" and not 200 <= float(event.properties["volts"] or 0) <= 250:
            place = "odd"
        number = event.id.rpartition("-")[0]
        latest[number] = event.properties.get("order", latest.get(number))
        if place is not None:
            trips[latest[number]].append((place, event.time_us))
    return list(trips.values())


def waits_at(step: str, trips: Iterable[list[tuple[str, int]]]) -> list[int]:
    """How long the stays at a step were."""
    return [left - entered for trip in trips for (place, entered), (_, left) in pairwise(trip) if place == step]
