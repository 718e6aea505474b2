"""The worked cases of the contract: what maps and events come to, one case a line. They are kept beside the repository."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from desireline.mapfile import map_from_data
from desireline.model import Event, Journeys, Map, format_instant, parse_instant_us

CASES = Path(__file__).parents[2].parent / "shared" / "contract" / "cases.jsonl"
MISSING = f"the contract's cases are not at {Path('..') / 'shared' / 'contract' / 'cases.jsonl'}"


def cases() -> list[Mapping[str, Any]]:
    """All cases, in order; none where the file is missing."""
    return [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()] if CASES.exists() else []


def map_of(case: Mapping[str, Any]) -> Map:
    """A case's map. One case names a step in `next` that its map does not have, which the reader refuses; such names are left out."""
    data = case["map"]
    places = {place["id"] for place in (*data["steps"], *data["outcomes"])}
    steps = [{**step, "next": [place for place in step.get("next", []) if place in places]} for step in data["steps"]]
    return map_from_data({**data, "steps": steps})


def events_of(case: Mapping[str, Any]) -> list[Event]:
    """A case's events in their order of arrival."""
    return [
        Event(
            id=e["id"],
            time_us=parse_instant_us(e["time"]),
            customer=e["customer"],
            name=e["name"],
            channel=e["channel"],
            properties=e["properties"],
        )
        for e in case["events"]
    ]


def as_of_us(case: Mapping[str, Any]) -> int | None:
    """The moment that a case asks for."""
    return None if case["as_of"] is None else parse_instant_us(case["as_of"])


def expectation_of(journeys: Journeys) -> dict[str, Any]:
    """Journeys in the form in which a case states what it expects."""
    return {
        "trips": [
            {
                "trip": t.trip,
                "customer": t.customer,
                "key": t.key,
                "started": format_instant(t.started_us),
                "ended": _instant(t.ended_us),
                "how": t.how,
                "again": t.again,
                "visits": t.visits,
                "aside": list(t.aside),
            }
            for t in journeys.trips
        ],
        "visits": [
            {
                "trip": v.trip,
                "seq": v.seq,
                "event": v.event,
                "step": v.step,
                "entered": format_instant(v.entered_us),
                "left": _instant(v.left_us),
                "done": _instant(v.done_us),
                "move": v.move,
            }
            for v in journeys.visits
        ],
        "promises": [
            {"trip": p.trip, "seq": p.seq, "step": p.step, "promise": p.promise, "due": format_instant(p.due_us), "state": p.state}
            for p in journeys.promises
        ],
        "outside": journeys.outside,
        "unmapped": journeys.unmapped,
    }


def _instant(instant_us: int | None) -> str | None:
    return None if instant_us is None else format_instant(instant_us)
