"""What is settled for a whole simulation: for every step its ways on, its waits and its promises."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate
from random import Random

from desireline.diagnostics import DesirelineError, Diagnostic, Fix
from desireline.model import DONE, IDENTIFY, Map, Promise, Step, candidates_by_name, ways_of
from desireline.simulate.plants import BASE_LOST, LeavingAfterBreach, Plants, WayDrift
from desireline.simulate.showing import Place, Showing, Shown
from desireline.simulate.waits import Arrivals, OpenTime, Wait, open_time_of, wait_of

_UNMAPPED = "page.viewed"


@dataclass(frozen=True, slots=True)
class Ways:
    """Where a customer can go, in order of the map, with the running sums of how likely each is. Empty: nowhere."""

    places: tuple[str, ...]
    sums: tuple[float, ...]

    def draw(self, rng: Random) -> str:
        """One of the places."""
        return self.places[bisect(self.sums, rng.random() * self.sums[-1])]

    def without(self, place: str) -> Ways:
        """The other places."""
        before = (0.0, *self.sums)
        return ways((p, self.sums[i] - before[i]) for i, p in enumerate(self.places) if p != place)


@dataclass(frozen=True, slots=True)
class Exits:
    """The ways on from one step, by the kind of move they are. `by_drift`: for each drift, the expected ways without its step."""

    expected: Ways
    skip: tuple[str, ...]
    jump: tuple[str, ...]
    drifting: tuple[tuple[WayDrift, Ways], ...]


@dataclass(frozen=True, slots=True)
class Promised:
    """A promise as the walk keeps book of it. `until` None: any other step or outcome."""

    id: str
    within_us: int
    until: frozenset[str] | None
    by_done: bool
    open_time: OpenTime | None
    planted: bool

    def due_us(self, entered_us: int) -> int:
        """When it is due."""
        return entered_us + self.within_us if self.open_time is None else self.open_time.after(entered_us, self.within_us)


class Ground:
    """One map with what is planted, ready for customers to walk it. Raises DesirelineError (S111) where no trip can be opened."""

    def __init__(self, map_: Map, plants: Plants, start_us: int, days: int, seed: int) -> None:
        self.map = map_
        self.plants = plants
        self.start_us = start_us
        self.end_us = start_us + days * 86_400_000_000
        self.showing = Showing(map_, seed)
        self.arrivals = Arrivals(map_, start_us, days)
        self.waits: dict[str, Wait] = {step.id: wait_of(map_, step, plants) for step in map_.steps}
        self.served = {step.id: _served(map_, step) for step in map_.steps}
        planted = {plant.promise for plant in plants.leaving if isinstance(plant, LeavingAfterBreach)}
        self.promises = {step.id: tuple(_promised(map_, p, p.id in planted) for p in step.promises) for step in map_.steps}
        candidates = candidates_by_name(map_)
        self.unmapped = next(name for n in range(len(candidates) + 1) if (name := _UNMAPPED + "_" * n) not in candidates)
        self.tells_traits = IDENTIFY not in candidates
        self.stages = {step.id: step.stage for step in map_.steps}
        self._places = {
            **{step.id: Place("aftercare" if step.aftercare else "step", step.id) for step in map_.steps},
            **{outcome.id: Place("outcome", outcome.id) for outcome in map_.outcomes},
        }
        self._lost = {outcome.id for outcome in map_.outcomes if outcome.kind == "lost"}
        self._ways = ways_of(map_)
        self._shown: dict[tuple[str, int], Shown | None] = {}
        self._done: dict[tuple[str, int], Shown | None] = {}
        self._exits: dict[tuple[str, int], Exits] = {}
        self._lost_ways: dict[int, tuple[str, ...]] = {}
        self._starts: dict[int, tuple[Ways, tuple[str, ...]]] = {}
        if all(not self.starts(profile)[0].places for profile in range(len(self.showing.profiles))):
            raise DesirelineError(_nothing_opens(map_))

    def shown(self, place: str, profile: int) -> Shown | None:
        """Events that show this step or outcome; None: none."""
        key = (place, profile)
        if key not in self._shown:
            self._shown[key] = self.showing.shown(self._places[place], profile)
        return self._shown[key]

    def done(self, step: str, profile: int) -> Shown | None:
        """Events that end the work at this step; None: none."""
        key = (step, profile)
        if key not in self._done:
            tells = bool(self.map.step_by_id[step].done)
            self._done[key] = self.showing.shown(Place("done", step), profile) if tells else None
        return self._done[key]

    def opening(self, step: str, profile: int) -> Shown | None:
        """Events that show this step and open a trip."""
        return self.showing.shown(Place("step", step), profile, opening=True)

    def lost(self, profile: int) -> tuple[str, ...]:
        """The outcomes by which a customer can be lost."""
        if profile not in self._lost_ways:
            self._lost_ways[profile] = tuple(o.id for o in self.map.outcomes if o.id in self._lost and self.shown(o.id, profile))
        return self._lost_ways[profile]

    def base_lost(self) -> float:
        """The share of trips that are lost where nothing is planted."""
        return BASE_LOST if self._lost else 0.0

    def starts(self, profile: int) -> tuple[Ways, tuple[str, ...]]:
        """Where trips start, and at which other steps one can be opened."""
        key = profile if self.showing.traits_matter else 0
        if key not in self._starts:
            opening = [step.id for step in self.map.steps if not step.aftercare and step.events and self.opening(step.id, key)]
            wanted = [step for step in (self.map.trip.starts or opening) if step in opening] or opening
            self._starts[key] = (_by_order(wanted), tuple(step for step in opening if step not in wanted))
        return self._starts[key]

    def exits(self, step: str, profile: int) -> Exits:
        """The ways on from a step."""
        key = (step, profile if self.showing.traits_matter else 0)
        if key not in self._exits:
            self._exits[key] = self._find_exits(*key)
        return self._exits[key]

    def _find_exits(self, step: str, profile: int) -> Exits:
        ways_on = self._ways
        can = {place for place in self._places if place not in self._lost and self._visited(place) and self.shown(place, profile)}
        listed = [place for place in self._next(step, set()) if place in can]
        beside = [
            place for place in self._places if place in ways_on.expected[step] and place in can and place not in listed and place != step
        ]
        expected = _by_order(listed, beside)
        known = {*expected.places, *ways_on.expected[step], step}
        skip = tuple(place for place in self._places if place in can and place in ways_on.reachable[step] and place not in known)
        jump = tuple(s.id for s in self.map.steps if s.id in can and s.id not in ways_on.reachable[step] and s.id not in known)
        drifts = (d for d in self.plants.drifts if isinstance(d, WayDrift) and d.step in expected.places)
        return Exits(expected, skip, jump, tuple((drift, expected.without(drift.step)) for drift in drifts))

    def _visited(self, place: str) -> bool:
        return self._places[place].kind in ("step", "outcome")

    def _next(self, step: str, passed: set[str]) -> Iterable[str]:
        """The places that `next` names, in its order; a step that no event shows stands for its own `next`."""
        for place in self.map.step_by_id[step].next:
            if place in self.map.step_by_id and self.map.step_by_id[place].seen == "offline":
                if place not in passed:
                    yield from self._next(place, passed | {place})
            else:
                yield place


def ways(weighted: Iterable[tuple[str, float]]) -> Ways:
    """Places with how likely each is."""
    listed = list(weighted)
    return Ways(tuple(place for place, _ in listed), tuple(accumulate(weight for _, weight in listed)))


def _by_order(first: Iterable[str], then: Iterable[str] = ()) -> Ways:
    """The sooner a place is named, the likelier; those in `then` are named at the end."""
    named = list(dict.fromkeys(first))
    return ways([(place, 1 / (1 + n)) for n, place in enumerate(named)] + [(place, 0.15) for place in then])


def _promised(map_: Map, promise: Promise, planted: bool) -> Promised:
    until = frozenset(promise.until) - {DONE} if promise.until else None
    open_time = open_time_of(map_.team_by_id[promise.hours_of].hours) if promise.hours_of else None
    return Promised(promise.id, promise.within_us, until, DONE in promise.until, open_time, planted)


def _served(map_: Map, step: Step) -> OpenTime | None:
    return open_time_of(map_.team_by_id[step.owner].hours) if step.by == "person" and step.owner else None


def _nothing_opens(map_: Map) -> Diagnostic:
    return Diagnostic(
        "S111",
        f"no event could be made that opens a trip on `{map_.journey}`",
        why="a map on which no trip can open shows no customer at all",
        fix=Fix("see whether some step has an `event` whose `where` can be true together with `trip.only`"),
    )
