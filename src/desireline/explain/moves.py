"""Why a move is of its kind, and what may come next: the ways of a map in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from desireline.model import Map, Move, ways_of


@dataclass(frozen=True, slots=True)
class Ahead:
    """A step or outcome that the map expects next.

    through    the steps without events that are passed on the way
    any_order  it is expected because it is in a stage whose steps come in any order, not by a `next`
    """

    place: str
    through: tuple[str, ...] = ()
    any_order: bool = False


class Ways:
    """The ways of one map, walked so that each place is told with how it is come to."""

    def __init__(self, map_: Map) -> None:
        self._map = map_
        self._ways = ways_of(map_)
        self._offline = {step.id for step in map_.steps if step.seen == "offline"}
        self.ahead = cache(self._ahead)
        self._between = cache(self._shortest)

    def because(self, move: Move, left: str | None, to: str, before: int | None) -> str:
        """Why a move from `left` (None: the first visit) is what it is. `before`: the trip's latest earlier visit there."""
        match move:
            case "start":
                return "a trip may start here"
            case "joined":
                return f"trips start at {_listed(self._map.trip.starts)}"
            case "repeat":
                return "was here already"
            case "back":
                return f"was here before, visit {(before or 0) + 1}"
            case "expected":
                return self._expected(left or "", to)
            case "skip":
                return f"{left} leads here by way of {', '.join(self._between(left, to))}"
            case _:
                return f"no way of the map leads here from {left}"

    def _expected(self, left: str, to: str) -> str:
        found = next(one for one in self.ahead(left) if one.place == to)
        if found.any_order:
            return f"steps of stage {self._map.step_by_id[to].stage} come in any order"
        return f"{left} leads here" + (f" by way of {', '.join(found.through)} (offline)" if found.through else "")

    def _ahead(self, step: str) -> tuple[Ahead, ...]:
        """What is expected after a step, in the file's order; what several ways lead to is told with the shortest."""
        expected = self._ways.expected[step]
        found: dict[str, Ahead] = {}
        waiting: list[tuple[str, tuple[str, ...]]] = [(step, ())]
        for at, through in waiting:
            for place in self._map.step_by_id[at].next:
                if place not in found:
                    found[place] = Ahead(place, through)
                    if place in self._offline:
                        waiting.append((place, (*through, place)))
        beside = (other.id for other in self._map.steps if other.id in expected and other.id not in found)
        return (*found.values(), *(Ahead(place, any_order=True) for place in beside))

    def _shortest(self, left: str, to: str) -> tuple[str, ...]:
        """The steps between two places, on a shortest way along `next`."""
        next_of = {step.id: step.next for step in self._map.steps}
        came_from: dict[str, str] = {}
        waiting = [left]
        for at in waiting:
            for place in next_of.get(at, ()):
                if place == to:
                    return _way_back(came_from, left, at)
                if place not in came_from and place != left:
                    came_from[place] = at
                    waiting.append(place)
        return ()


def _way_back(came_from: Mapping[str, str], first: str, last: str) -> tuple[str, ...]:
    way = []
    while last != first:
        way.append(last)
        last = came_from[last]
    return tuple(reversed(way))


def _listed(names: tuple[str, ...]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
