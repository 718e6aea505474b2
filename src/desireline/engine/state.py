"""A customer's state on one map: what later events and moments can depend on, and nothing else.

It does not grow with the number of events, visits or trips. What it holds:

- each trip that is open or still has something due: where it is, how often it was where, what it promised, what waits for its moment;
- for each key whose latest trip is over, that trip's last visit, as long as a score or aftercare event may belong to it;
- each key that ever had a trip, since a further one is marked `again`. This part grows with the number of different keys of the
  customer (with none if trips are not parted by a key): without it, no later trip could be told from a first one.
"""

from collections.abc import Callable

import msgspec

from desireline.conditions import Value
from desireline.engine.changes import TripId
from desireline.model import FIRST_US

FORMAT = 2
"""Raised whenever the fields below change their order or meaning."""
NEVER_US = 1 << 62
OPEN_TRIP, QUIET_TRIP = -1, -2
"""`TripState.how` where it is no place of an outcome."""


class Pending(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A promise that is not settled. `number`: its number in the program; visit `seq`, made by the event, gave it."""

    number: int
    seq: int
    due_us: int
    event: str
    source: str


class Waiting(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A deed that waits for its moment. `number`: its number in the program; the event caused it."""

    moment_us: int
    number: int
    event: str
    source: str


class VisitState(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A trip's latest visit. `changed`: whether it changed the channel; None: unknown."""

    seq: int
    place: int
    entered_us: int
    event: str
    source: str
    channel: str | None
    move: int
    changed: bool | None

    @property
    def order(self) -> TripId:
        """The order of its event."""
        return (self.entered_us, self.event, self.source)


NOWHERE = VisitState(-1, -1, FIRST_US - 1, "", "", None, 0, None)
"""The latest visit of a trip that is about to make its first."""


class TripState(msgspec.Struct, array_like=True, gc=False):
    """A trip that is open, or has promises pending or deeds waiting. Places, promises and deeds are numbers of the program.

    next_us  when something of it is due by itself; NEVER_US: never
    how      OPEN_TRIP, QUIET_TRIP, or the place of its outcome
    done     whether the work of the latest visit is done
    broken   how many of its promises were broken
    counts   visits by place
    known    the last known value of each of the program's fields
    quieted  quiet actions that an event of the trip already caused
    did      actions that are done once in a trip, and were
    """

    id: TripId
    key: str | None
    again: bool
    next_us: int = NEVER_US
    how: int = OPEN_TRIP
    visit: VisitState = NOWHERE
    done: bool = False
    broken: int = 0
    counts: dict[int, int] = {}
    pending: list[Pending] = []
    waiting: list[Waiting] = []
    known: list[Value | None] = []
    quieted: list[int] = []
    did: list[int] = []


class Over(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Of a key whose trips are over: the one with the latest last visit, and the first that opened."""

    trip: TripId
    last: TripId
    first: TripId


class State(msgspec.Struct, array_like=True, gc=False):
    """Where one customer is on one map.

    version     which program it belongs to
    latest      order of the customer's latest event
    passed_us   the latest moment that has passed: a later event must be later than it
    next_us     the next moment at which something is due; NEVER_US: none
    carried     the key that an event without one takes, if at most `quiet` after `carried_us`
    traits      what is known of the customer
    trips       trips that are open or have something due
    over        by key: what scores and aftercare may belong to, in the order in which trips were over
    past        keys of trips that are over and out of reach (as a dict: its order, and so the bytes of a state, depend on the events alone)
    did         actions that are done once for a customer, and were
    """

    version: str
    latest: TripId = (FIRST_US - 1, "", "")
    passed_us: int = FIRST_US - 1
    next_us: int = NEVER_US
    carried: str | None = None
    carried_us: int = 0
    traits: dict[str, Value] = {}
    trips: list[TripState] = []
    over: dict[str | None, Over] = {}
    past: dict[str | None, None] = {}
    did: list[int] = []


class UnreadableStateError(ValueError):
    """Bytes that are no state of this format. The customer's events are still there: rebuild."""


_decode = msgspec.msgpack.Decoder(State).decode
dump: Callable[[State], bytes] = msgspec.msgpack.Encoder().encode
"""The state as bytes (MessagePack)."""


def load(data: bytes) -> State:
    """The state that `dump` wrote. Raises UnreadableStateError where the bytes are something else."""
    try:
        return _decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UnreadableStateError(f"these bytes are no state of a customer: {error}") from error
