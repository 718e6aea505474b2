"""What a customer's events come to on a map: trips, visits, promises. Times are UTC microseconds."""

from typing import Literal

import msgspec

from desireline.conditions import Move

PromiseState = Literal["kept", "void", "broken", "pending"]
PROMISE_STATES: tuple[PromiseState, ...] = ("kept", "void", "broken", "pending")
OPEN = "open"
GONE_QUIET = "gone_quiet"


class Trip(msgspec.Struct, frozen=True, kw_only=True):
    """One customer's passage through one map.

    how    an outcome's id, `gone_quiet` or `open`
    aside  ids of its score and aftercare events
    """

    trip: int
    customer: str
    key: str | None
    started_us: int
    ended_us: int | None
    how: str
    again: bool
    visits: int
    aside: tuple[str, ...] = ()


class Visit(msgspec.Struct, frozen=True, kw_only=True):
    """One stay at one step. `left_us` None: the trip's last visit. `done_us`: the end of work, where the step has one."""

    trip: int
    seq: int
    event: str
    step: str
    channel: str | None
    entered_us: int
    left_us: int | None
    done_us: int | None
    move: Move


class PromiseMade(msgspec.Struct, frozen=True, kw_only=True):
    """A promise that visit `seq` of the trip made."""

    trip: int
    seq: int
    step: str
    promise: str
    due_us: int
    state: PromiseState


class Journeys(msgspec.Struct, frozen=True, kw_only=True):
    """All that a set of events comes to: trips by (customer, opening), visits and promises by (trip, seq, id), and what touched no trip.

    outside   events that matched, but found no trip to belong to
    unmapped  events that matched nothing
    """

    trips: tuple[Trip, ...]
    visits: tuple[Visit, ...]
    promises: tuple[PromiseMade, ...]
    outside: int
    unmapped: int
