"""What one event, or time passing, changes in a customer's trips: values, in order, from which the tables are folded.

A trip is named by its opening, the place of its first event in the customer's order: it stays while more events come in order.
All times are UTC microseconds.
"""

import msgspec

from desireline.model import Move, PromiseState

TripId = tuple[int, str, str]
"""(time_us, id, source) of the event that opened the trip. Trips of a customer sort by it as they are numbered."""


class TripOpened(msgspec.Struct, frozen=True, array_like=True, tag=True, gc=False):
    """A step opened a trip of this key. `again`: after an earlier trip of the same key."""

    trip: TripId
    key: str | None
    again: bool


class KeyTakenOver(msgspec.Struct, frozen=True, array_like=True, tag=True, gc=False):
    """An event with a key made the customer's open keyless trip the trip of that key. `again` is anew what the trip bears."""

    trip: TripId
    key: str
    again: bool


class FoundAgain(msgspec.Struct, frozen=True, array_like=True, tag=True, gc=False):
    """A trip thought the first of its key is not: one that opened before it came to have its key."""

    trip: TripId


class VisitMade(msgspec.Struct, frozen=True, array_like=True, tag=True, gc=False):
    """Visit `seq` (from 0) of the trip, at a step or outcome. The visit before it is left at the same moment."""

    trip: TripId
    seq: int
    event: str
    source: str
    step: str
    channel: str | None
    entered_us: int
    move: Move


class WorkDone(msgspec.Struct, frozen=True, array_like=True, tag=True, gc=False):
    """The work of visit `seq`, the trip's latest, is done."""

    trip: TripId
    seq: int
    done_us: int


class PromiseGiven(msgspec.Struct, frozen=True, array_like=True, tag=True, gc=False):
    """Visit `seq` promised; pending until it is settled."""

    trip: TripId
    seq: int
    step: str
    promise: str
    due_us: int


class PromiseSettled(msgspec.Struct, frozen=True, array_like=True, tag=True, gc=False):
    """The promise that visit `seq` gave is kept, void or broken, as of this moment."""

    trip: TripId
    seq: int
    promise: str
    state: PromiseState
    settled_us: int


class PersonOwed(msgspec.Struct, frozen=True, array_like=True, tag=True, gc=False):
    """Visit `seq` is beyond the step's `at_most`: a person must be offered. `offered`: the visit itself handed the customer to one."""

    trip: TripId
    seq: int
    step: str
    visits: int
    offered: bool


class TripEnded(msgspec.Struct, frozen=True, array_like=True, tag=True, gc=False):
    """The trip ended with an outcome (its id) or by going quiet (`gone_quiet`)."""

    trip: TripId
    ended_us: int
    how: str


class SetAside(msgspec.Struct, frozen=True, array_like=True, tag=True, gc=False):
    """An event of a score or of a step marked aftercare belongs to the trip and touches nothing of it."""

    trip: TripId
    event: str
    source: str
    of: str


class Outside(msgspec.Struct, frozen=True, array_like=True, tag=True, gc=False):
    """An event matched, and found no trip to belong to."""

    event: str
    source: str


class Unmapped(msgspec.Struct, frozen=True, array_like=True, tag=True, gc=False):
    """An event matched nothing on the map."""

    event: str
    source: str


Change = (
    TripOpened
    | KeyTakenOver
    | FoundAgain
    | VisitMade
    | WorkDone
    | PromiseGiven
    | PromiseSettled
    | PersonOwed
    | TripEnded
    | SetAside
    | Outside
    | Unmapped
)
