"""Trips by their keys: which one is open, which one is the latest, who takes over, what is put away and what is forgotten."""

from desireline.engine.changes import Change, FoundAgain, KeyTakenOver
from desireline.engine.program import Program
from desireline.engine.state import OPEN_TRIP, Over, State, TripState


def trip_of_key(state: State, key: str | None) -> TripState | None:
    """The open trip of a key."""
    for trip in state.trips:
        if trip.how == OPEN_TRIP and trip.key == key:
            return trip
    return None


def latest_of_key(state: State, key: str | None) -> Over | None:
    """The latest trip that is (by now) of this key, open or over: the one with the latest last visit."""
    found = state.over.get(key)
    for trip in state.trips:
        if trip.key == key and (found is None or trip.visit.order > found.last):
            found = Over(trip.id, trip.visit.order, trip.id)
    return found


def take_over(state: State, key: str, changes: list[Change]) -> TripState | None:
    """Make the customer's open keyless trip, if there is one, the trip of this key (which has no open trip)."""
    keyless = trip_of_key(state, None)
    if keyless is None:
        return None
    over = state.over.get(key)
    openings = [trip.id for trip in state.trips if trip.key == key]
    if over is not None:
        openings.append(over.first)
    first = min(openings, default=None)
    again = key in state.past or (first is not None and first < keyless.id)
    keyless.key, keyless.again = key, again
    changes.append(KeyTakenOver(keyless.id, key, again))
    if first is not None and not again:
        changes.append(FoundAgain(first))
        for trip in state.trips:
            if trip.id == first:
                trip.again = True
    return keyless


def retire(program: Program, state: State, trip: TripState) -> None:
    """Put away a trip that is over and has nothing due, and forget what no later event can touch."""
    state.trips.remove(trip)
    before = state.over.pop(trip.key, None)
    over = Over(trip.id, trip.visit.order, trip.id)
    if before is not None:
        latest = max(before, over, key=lambda one: one.last)
        over = Over(latest.trip, latest.last, min(before.first, over.first))
    state.over[trip.key] = over
    _forget(program, state)


def _forget(program: Program, state: State) -> None:
    """Keep only the keys of trips that no score or aftercare event can reach any more, from the one longest over on.

    While a keyless trip is open, keys that came up after it stay: where it gets one of them, it is that key's first trip.
    """
    now_us, quiet_us = max(state.latest[0], state.passed_us), program.quiet_us
    keyless = trip_of_key(state, None) if program.per is not None else None
    while state.over:
        key = next(iter(state.over))
        over = state.over[key]
        in_reach = program.asides and (quiet_us is None or now_us - over.last[0] <= quiet_us)
        if in_reach or (keyless is not None and keyless.id < over.first and key not in state.past):
            break
        del state.over[key]
        state.past[key] = None
