"""What one customer's events come to on one map, as it is told: trips with their visits and promises. Times are UTC microseconds."""

from __future__ import annotations

from dataclasses import dataclass, field

from desireline.engine.changes import TripId
from desireline.model import OPEN, Move, PromiseState


@dataclass(slots=True)
class PromiseTold:
    """A promise that visit `seq` made.

    settled_us  kept or void: when; broken: when it was due; None: pending
    came_us     of a broken one: when what was promised came in the end; None: it has not
    event       the event that kept it, or that came too late
    """

    promise: str
    step: str
    seq: int
    given_us: int
    due_us: int
    state: PromiseState = "pending"
    settled_us: int | None = None
    came_us: int | None = None
    event: str | None = None


@dataclass(slots=True)
class VisitTold:
    """A stay at one step. `because`: why its move is of this kind; `left_us` None: the last one."""

    seq: int
    step: str
    event: str
    source: str
    channel: str | None
    entered_us: int
    move: Move
    because: str
    left_us: int | None = None
    done_us: int | None = None
    done_event: str | None = None


@dataclass(slots=True)
class AsideTold:
    """A score or aftercare event that belongs to the trip. `of`: the id of the score or step; `seq`: the trip's latest visit then."""

    seq: int
    event: str
    source: str
    of: str
    time_us: int


@dataclass(slots=True)
class TripTold:
    """One trip. Trips of a customer on a map are numbered from 1 in the order in which they opened.

    taken_over_by  the event that gave a keyless trip its key
    """

    number: int
    id: TripId
    key: str | None
    again: bool
    how: str = OPEN
    ended_us: int | None = None
    taken_over_by: str | None = None
    taken_over_us: int | None = None
    visits: list[VisitTold] = field(default_factory=list)
    promises: list[PromiseTold] = field(default_factory=list)
    asides: list[AsideTold] = field(default_factory=list)

    @property
    def started_us(self) -> int:
        """Entry of the first visit."""
        return self.visits[0].entered_us

    @property
    def last(self) -> VisitTold:
        """The latest visit."""
        return self.visits[-1]

    @property
    def open(self) -> bool:
        """Whether it is under way."""
        return self.how == OPEN
