"""Small maps and events for tests by hand: a map of three steps, to which a test adds the words that it is about."""

from typing import Any

from desireline.mapfile import map_from_data
from desireline.model import Event, Map, PropertyValue, parse_instant_us

MONDAY_US = parse_instant_us("2026-03-02T08:00:00Z")
"""A Monday, 08:00 UTC (09:00 in Rome): minute 0 of the tests."""
MINUTE_US = 60_000_000


def at(minute: float) -> int:
    """UTC microseconds of a minute of the test."""
    return MONDAY_US + int(minute * MINUTE_US)


def happened(name: str, minute: float, id_: str = "", **also: PropertyValue) -> Event:
    """An event of one customer at a minute of the test; `channel` and `source` may be given, all else are properties."""
    channel, source = also.pop("channel", None), also.pop("source", "")
    return Event(
        id=id_ or f"{name}{minute:g}",
        time_us=at(minute),
        customer="ann",
        name=name,
        channel=channel if isinstance(channel, str) else None,
        source=str(source),
        properties=also,
    )


def small_map(
    trip: dict[str, Any] | None = None, look: dict[str, Any] | None = None, call: dict[str, Any] | None = None, **words: Any
) -> Map:
    """Steps `look`, `call` and `fix`, each shown by the event of its name; the first two ended by `look.done`, `call.done`. Outcome `won`.

    trip, look, call  words added to the trip and to these steps; `words`: to the map
    """
    steps = [
        {"id": "look", "title": "Look", "stage": "s", "event": "look", "done": "look.done", "next": ["call"], **(look or {})},
        {"id": "call", "title": "Call", "stage": "s", "event": "call", "done": "call.done", "next": ["fix", "won"], **(call or {})},
        {"id": "fix", "title": "Fix", "stage": "s", "event": "fix", "next": ["won"]},
    ]
    return map_from_data(
        {
            "journey": "small",
            "title": "Small",
            "trip": {"quiet": "1d", **(trip or {})},
            "fields": {"case": "text", "mbps": "number"},
            "traits": {"plan": {"one of": ["basic", "fibre"]}},
            "teams": {"care": {"title": "Care"}, "desk": {"title": "Desk", "hours": "Mon-Fri 09:00-17:00 Europe/Rome"}},
            "stages": [{"id": "s", "title": "S"}],
            "steps": steps,
            "outcomes": [{"id": "won", "kind": "reached", "title": "Won", "event": "won"}],
            "messages": {
                "hello": {"app": {"en": "Hello"}, "text": {"en": "Hello, {case}"}},
            },
            **words,
        }
    )
