"""Small maps and events for tests by hand: a map of three steps, to which a test adds the words that it is about."""

from typing import Any

from support import small_journeys
from support.small_journeys import BEGIN_US, MINUTE_US

from desireline.mapfile import map_from_data
from desireline.model import Event, Map


def at(minute: float) -> int:
    """UTC microseconds of a minute of the test."""
    return BEGIN_US + int(minute * MINUTE_US)


def happened(name: str, minute: float, id_: str = "", **also: Any) -> Event:
    """An event of one customer at a minute of the test; `channel` and `source` may be given, all else are properties."""
    return small_journeys.happened(name, minute, id_=id_ or f"{name}{minute:g}", **also)


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
