"""Moves from step to step, their kinds, and the waits between."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from desireline.measure.cube import Dimension, Rows
from desireline.measure.families.family import Bounds, Family, Finer, Placed, is_wanted, taken_from
from desireline.measure.families.passages import LENGTHS, THRESHOLDS_US
from desireline.measure.seen import Scope, Seen
from desireline.model import MOVES
from desireline.replay import Flags, Integers, Times


def _pairs(scope: Scope) -> tuple[Dimension, ...]:
    return Dimension("from", scope.places), Dimension("to", scope.places)


def _moves(scope: Scope) -> tuple[Dimension, ...]:
    return (*_pairs(scope), *_kinds(scope))


def _long(scope: Scope) -> tuple[Dimension, ...]:
    return (*_pairs(scope), Dimension("at_least", tuple(THRESHOLDS_US)))


def _kinds(scope: Scope) -> tuple[Dimension, ...]:  # noqa: ARG001 - the kinds are those of every map
    return (Dimension("kind", MOVES),)


def _pair(seen: Seen, arrivals: Integers) -> Integers:
    place = seen.journeys.place
    pair: Integers = place[arrivals - 1].astype(np.int64) * len(seen.scope.places) + place[arrivals]
    return pair


def _made(seen: Seen) -> Rows:
    return _made_at(seen, seen.arrivals, seen.waited_us)


def _made_at(seen: Seen, arrivals: Integers, waited_us: Times) -> Rows:
    cell = _pair(seen, arrivals) * len(MOVES) + seen.journeys.move[arrivals]
    return Rows(seen.trip_of(arrivals), cell, waited_us)


def _sought(seen: Seen, wanted: Mapping[str, Flags], bounds: Bounds) -> tuple[Integers, Times]:
    """The arrivals from and at some places after waits between some bounds, and these waits."""
    place, first = seen.journeys.place, seen.first
    kept = is_wanted(place, wanted["to"]) if "to" in wanted else np.ones(len(place), dtype=np.bool_)
    if "from" in wanted:
        kept[1:] &= is_wanted(place[:-1], wanted["from"])
    kept[first] = False
    arrivals = np.flatnonzero(kept if seen.all_in_period else kept & seen.in_period)
    waited_us = seen.journeys.entered_us[arrivals] - seen.journeys.entered_us[arrivals - 1]
    held = bounds.hold(waited_us)
    return arrivals[held], waited_us[held]


def _moves_sought(seen: Seen, wanted: Mapping[str, Flags], bounds: Bounds) -> Rows:
    return _made_at(seen, *_sought(seen, wanted, bounds))


def _waits_sought(seen: Seen, wanted: Mapping[str, Flags], bounds: Bounds) -> Rows:
    return _waits_at(seen, *_sought(seen, wanted, bounds))


def _move_of_coming(scope: Scope, coming: Integers) -> Integers:
    return np.where(coming < len(scope.places) ** 2 * len(MOVES), coming, -1)


def _kind_of_coming(_: Scope, coming: Integers) -> Integers:
    return coming % len(MOVES)


def _pair_of_move(_: Scope, move: Integers) -> Integers:
    return move // len(MOVES)


def _long_of_passages(scope: Scope, passage: Integers) -> Placed:
    """A wait of seven days is one of an hour and of a day as well."""
    coming, length = np.divmod(passage, len(LENGTHS))
    pair = _pair_of_move(scope, _move_of_coming(scope, coming))
    parts = [(np.flatnonzero((length > index) & (pair >= 0)), index) for index in range(len(THRESHOLDS_US))]
    position = np.concatenate([part for part, _ in parts])
    return position, np.concatenate([pair[part] * len(THRESHOLDS_US) + index for part, index in parts])


def _waits(seen: Seen) -> Rows:
    return _waits_at(seen, seen.arrivals, seen.waited_us)


def _waits_at(seen: Seen, arrivals: Integers, waited_us: Times) -> Rows:
    return Rows(seen.trip_of(arrivals), _pair(seen, arrivals), waited_us)


def _long_waits(seen: Seen) -> Rows:
    trip, pair, waited_us = seen.trip[seen.arrivals], _pair(seen, seen.arrivals), seen.waited_us
    parts = [(np.flatnonzero(waited_us >= length_us), index) for index, length_us in enumerate(THRESHOLDS_US.values())]
    rows = np.concatenate([part for part, _ in parts])
    cell = np.concatenate([pair[part] * len(THRESHOLDS_US) + index for part, index in parts])
    return Rows(trip[rows], cell, waited_us[rows])


def _by_kind(seen: Seen) -> Rows:
    return Rows(seen.trip[seen.visits], seen.journeys.move[seen.visits])


MOVES_MADE = Family("moves", _moves, _made, taken_from("comings", _move_of_coming), sought=_moves_sought)
"""Moves made in the period, by where from, where to and kind; how long the stay took that the move ended."""
WAITS = Family("waits", _pairs, _waits, taken_from("moves", _pair_of_move), sought=_waits_sought)
"""The same, whatever the kind."""
_FROM_PASSAGES = Finer("passages", _long_of_passages)
LONG_WAITS = Family("long_waits", _long, _long_waits, lambda _: _FROM_PASSAGES)
"""Of these, those that took at least so long: one row for each of the lengths."""
MOVES_BY_KIND = Family("kinds", _kinds, _by_kind, taken_from("comings", _kind_of_coming, valued=False))
"""Visits that began in the period, by how they were come to."""
