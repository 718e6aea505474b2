"""Trips by the way they took, whole, whenever that was: with a step or without it, begun at one, ended at one or in some way.

They say which trips are looked at. What else is asked for is counted of these alone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, ClassVar, Literal

import numpy as np

from desireline.measure.cube import Rows
from desireline.measure.families.family import is_wanted
from desireline.measure.seen import Answers, Seen
from desireline.replay import Flags, Integers, Made, OpenShard

Way = Literal["with", "without", "starts", "ends"]


@dataclass(frozen=True, slots=True)
class OnWay:
    """Trips by their way. Several places stand for any of them; `without`: for none of them.

    places  steps and outcomes
    hows    `ends` alone: ways to end, as `Seen.ended` has them
    """

    text: str
    way: Way
    places: tuple[int, ...]
    hows: tuple[int, ...] = ()
    unit: None = None
    looks_back: ClassVar[bool] = False

    def holds(self, seen: Seen) -> Flags:
        """For which trips it holds."""
        if self.way == "starts":
            return np.isin(seen.journeys.place[seen.first], self.places)
        if self.way == "ends":
            return np.isin(seen.last_step, self.places) | np.isin(seen.ended, self.hows)
        wanted = np.zeros(len(seen.scope.places), dtype=np.bool_)
        wanted[list(self.places)] = True
        came: Flags = np.logical_or.reduceat(is_wanted(seen.journeys.place, wanted), seen.first)
        return came if self.way == "with" else ~came

    def rows(self, seen: Seen, opened: OpenShard) -> Rows:  # noqa: ARG002 - all that is counted is in the arrays
        """These trips in one shard."""
        return rows_of(np.flatnonzero(self.holds(seen)))


def rows_of(trips: Integers) -> Rows:
    """Trips that are not told apart."""
    return Rows(trips, np.zeros(len(trips), dtype=np.int64))


def whose(seen: Seen, trips: Flags) -> Flags:
    """All trips of the customers of some trips."""
    customers = np.zeros(int(seen.customer.max(initial=-1)) + 1, dtype=np.bool_)
    customers[seen.customer[trips]] = True
    found: Flags = customers[seen.customer]
    return found


def only(seen: Seen, trips: Flags) -> Seen:
    """A shard as if it had some of its trips alone: what is of no trip is left out as well."""
    if trips.all():
        return replace(seen, matched=None, event_names=None)
    journeys = seen.journeys
    each = np.diff(journeys.offset)
    kept, lengths = np.repeat(trips, each), each[trips]
    none = np.zeros(0, dtype=np.int64)
    of_trips = {name: getattr(journeys, name)[trips] for name in ("customer", "how", "ended_us", "again")}
    of_visits = {name: getattr(journeys, name)[kept] for name in ("row", "place", "entered_us", "move")}
    beside = dict.fromkeys(("aside_trip", "aside_row", "aside_target", "outside_row", "outside_name", "unmapped"), none)
    changed: dict[str, Any] = {
        **of_trips,
        **of_visits,
        **beside,
        "offset": np.concatenate((np.zeros(1, dtype=journeys.offset.dtype), np.cumsum(lengths))),
        "key": None if journeys.key is None else journeys.key[trips],
        "keyed_us": None if journeys.keyed_us is None else journeys.keyed_us[trips],
        "done_us": None if journeys.done_us is None else journeys.done_us[kept],
        "promises": _promises(journeys.promises, kept),
    }
    left = replace(journeys, **changed)
    told = {name: one.of(trips) for name, one in seen.told.items()}
    return Seen(seen.scope, None, left, seen.channel[kept], answers_of(seen.all_answers, trips), told=told, whole=seen.whole)


def _promises(made: Made, visits: Flags) -> Made:
    kept = visits[made.visit]
    number = np.cumsum(visits) - 1
    return Made(number[made.visit[kept]], made.promise[kept], made.due_us[kept], made.state[kept], made.settled_us[kept])


def answers_of(said: Answers, trips: Flags) -> Answers:
    """Those that belong to some trips, as these are numbered among themselves."""
    kept = trips[said.trip]
    number = np.cumsum(trips) - 1
    return Answers(number[said.trip[kept]], said.score[kept], said.place[kept], said.value[kept], said.time_us[kept])
