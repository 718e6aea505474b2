"""When a customer's trips on each map were open, for `open('…')` on the other maps."""

from collections.abc import Collection, Mapping, Sequence

from desireline.engine.changes import TripEnded, TripId, TripOpened
from desireline.engine.program import Program
from desireline.engine.rebuild import rebuild
from desireline.model import LAST_US, Event

Openings = Mapping[str, Sequence[tuple[int, int]]]
"""Journey -> when each of the customer's trips opened and ended."""


def openings_of(programs: Mapping[str, Program], events: Sequence[Event]) -> Openings:
    """Of one customer, from all events. The trips of one map do not depend on another's."""
    openings = {}
    for journey, program in programs.items():
        ends_us: dict[TripId, int] = {}
        for change in rebuild(program, events, LAST_US).changes:
            if isinstance(change, TripOpened):
                ends_us[change.trip] = LAST_US
            elif isinstance(change, TripEnded):
                ends_us[change.trip] = change.ended_us
        openings[journey] = [(trip[0], ended_us) for trip, ended_us in ends_us.items()]
    return openings


def open_at(openings: Openings, journey: str, moment_us: int) -> Collection[str]:
    """The journeys other than `journey` on which there is an open trip just before a moment."""
    return [
        other
        for other, trips in openings.items()
        if other != journey and any(opened_us < moment_us <= ended_us for opened_us, ended_us in trips)
    ]
