"""As few journeys as a greedy search finds that together show all that is to be shown."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from desireline.conditions import NoWay
from desireline.engine import rebuild
from desireline.walk.branches import Decided, choices_of, times_after, wish_for
from desireline.walk.goals import Goal, goals_of, shown_by
from desireline.walk.walker import MINUTE_US, START_US, Ground, Walker, Wish

MOST_VISITS = 12
"""A journey of more is not read through; it then goes to an outcome by the shortest way."""
_ROUNDS = 4


@dataclass(frozen=True, slots=True)
class Candidate:
    """A customer's whole way, the moment until which it is told, and what the engine says that it shows."""

    walker: Walker
    as_of_us: int
    shows: tuple[Goal, ...]


@dataclass(frozen=True, slots=True)
class Missed:
    """What no journey shows, and why."""

    goal: Goal
    reason: str


class Planner:
    """Finds journeys until nothing is left, or what is left cannot be shown."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.goals = goals_of(ground.map, ground.ways)
        self.left = dict.fromkeys(self.goals)
        self.found: list[Candidate] = []
        self.missed: list[Missed] = []
        self._choices = list(choices_of(ground.map))
        in_order = [*ground.map.step_by_id, *ground.map.outcome_by_id]
        self._onward = {a: [b for b in in_order if Goal("move", a, b) in self.left] for a in ground.map.step_by_id}
        self._starts = [goal.id for goal in self.goals if goal.kind == "start"] or [a for a, to in self._onward.items() if to]

    def plan(self) -> list[Candidate]:
        """The journeys, the shortest first; none without which the others show as much."""
        self._all("start", lambda goal: self._roam([goal.id]))
        self._all("move", self._route)
        self._all("outcome", self._straight_to)
        self._all("broken", self._broken)
        self._all("branch", self._branch)
        self._all("quiet", lambda _: self._quiet())
        return sorted(self._needed(), key=lambda c: (len(c.walker.places), c.as_of_us))

    def _all(self, kind: str, attempt: Callable[[Goal], str | None]) -> None:
        """Try for all goals of a kind that are left; what is tried in vain is missed, with the reason."""
        while (goal := next((goal for goal in self.left if goal.kind == kind), None)) is not None:
            before = len(self.left)
            reason = attempt(goal)
            if goal in self.left and len(self.left) == before:
                del self.left[goal]
                self.missed.append(Missed(goal, reason or "the journeys that were tried came out otherwise"))

    def _needed(self) -> list[Candidate]:
        """Without those of which everything is shown by others, the longest first to go."""
        kept = list(self.found)
        for candidate in sorted(self.found, key=lambda c: -len(c.walker.places)):
            others = {goal for other in kept if other is not candidate for goal in other.shows}
            if others.issuperset(candidate.shows):
                kept.remove(candidate)
        return kept

    def _take(self, walker: Walker, as_of_us: int | None = None, *, wanted: Goal | None = None) -> bool:
        """Ask the engine what a way shows, and keep it where that is something new, or what is wanted."""
        end_us = walker.now_us if as_of_us is None else as_of_us
        rebuilt = rebuild(self.ground.program, walker.events, end_us)
        shows = tuple(goal for goal in shown_by(rebuilt.changes, rebuilt.effects) if goal in set(self.goals))
        if (wanted not in shows) if wanted is not None else not any(goal in self.left for goal in shows):
            return False
        self.found.append(Candidate(walker, end_us, shows))
        for goal in shows:
            self.left.pop(goal, None)
        self.missed = [missed for missed in self.missed if missed.goal not in shows]
        return True

    # Routes: moves, starts, and on their way what can be had of the rest

    def _route(self, goal: Goal) -> str | None:
        """A route that begins where the nearest move is left; where that shows nothing new, the move alone, if need be by joining."""
        before = len(self.left)
        nearest = self._way(self._starts, lambda place: self._has_left(place, with_outcomes=True))
        if nearest:
            self._roam(nearest)
        if len(self.left) < before:
            return None
        return self._roam([*(self._way(self._starts, lambda place: place == goal.id) or [goal.id]), goal.to])

    def _roam(self, way: Sequence[str]) -> str | None:
        """Follow a way, then go on to the nearest moves that are left, at last to an outcome."""
        walker = Walker(self.ground, "")
        for place in way:
            if not self._step(walker, place):
                return self._why_not(place)
        seen = {Goal("move", a, b) for a, b in pairwise(way)}
        while len(walker.places) < MOST_VISITS and walker.places[-1] in self._onward:
            further = self._way([walker.places[-1]], lambda place: self._has_left(place, seen=seen))
            if not further:
                break
            here = further[-1]
            to = next(to for to in self._onward[here] if self._is_left(here, to, seen) and to in self._onward)
            if not self._follow(walker, [*further[1:], to], seen):
                break
        self._finish(walker, seen)
        self._take(walker)
        return None

    def _follow(self, walker: Walker, places: Sequence[str], seen: set[Goal]) -> bool:
        """Visits one after the other, and the moves seen by them; False where no event was found for one."""
        for place in places:
            seen.add(Goal("move", walker.places[-1], place))
            if not self._step(walker, place):
                return False
        return True

    def _step(self, walker: Walker, place: str) -> bool:
        """A visit; by it branches that are left, and after it promises that are left and can break before the trip goes quiet."""
        wishes = [wish for goal, choice, wish in self._wishes() if choice.step == place and choice.promise is None and goal in self.left]
        if not any(walker.go(place, wish=wish) for wish in wishes) and not walker.go(place):
            return False
        due = [due_us for promise, due_us in walker.pending.items() if Goal("broken", promise) in self.left]
        quiet_us = walker.goes_quiet_us()
        within = [due_us for due_us in due if quiet_us is None or due_us + 2 * MINUTE_US < quiet_us]
        if within and place not in self.ground.map.outcome_by_id:
            walker.wait_until(max(within) + MINUTE_US)
        return True

    def _wishes(self) -> Iterator[tuple[Goal, Decided, Wish]]:
        for choice in self._choices:
            for branch in choice.action.branches:
                goal = Goal("branch", choice.action.id, branch.id)
                if goal in self.left:
                    yield goal, choice, wish_for(choice, goal)

    def _finish(self, walker: Walker, seen: set[Goal]) -> None:
        """Go to an outcome, by a move that is left if there is one near, else by the shortest way."""
        outcomes = self.ground.map.outcome_by_id
        if walker.places[-1] in outcomes:
            return

        def ends(place: str, new: bool) -> str | None:
            return next((to for to in self._onward.get(place, ()) if to in outcomes and (not new or self._is_left(place, to, seen))), None)

        def is_last(new: bool) -> Callable[[str], bool]:
            return lambda place: ends(place, new) is not None

        for new in (True, False):
            way = self._way([walker.places[-1]], is_last(new))
            last = ends(way[-1], new) if way else None
            if last is not None and all(self._step(walker, place) for place in [*way[1:], last]):
                return
            if walker.places[-1] in outcomes:
                return

    def _is_left(self, a: str, b: str, seen: set[Goal]) -> bool:
        goal = Goal("move", a, b)
        return goal in self.left and goal not in seen

    def _has_left(self, place: str, *, seen: set[Goal] | None = None, with_outcomes: bool = False) -> bool:
        return any(self._is_left(place, to, seen or set()) and (with_outcomes or to in self._onward) for to in self._onward.get(place, ()))

    def _way(self, starts: Sequence[str], is_goal: Callable[[str], bool]) -> list[str]:
        """A shortest way over expected moves from one of the starts; empty: there is none."""
        before: dict[str, str | None] = dict.fromkeys(starts)
        waiting = deque(before)
        while waiting:
            place = waiting.popleft()
            if is_goal(place):
                way = [place]
                while (previous := before[way[-1]]) is not None:
                    way.append(previous)
                return way[::-1]
            for to in self._onward.get(place, ()):
                if to not in before and to in self._onward:
                    before[to] = place
                    waiting.append(to)
        return []

    # What is left after the routes, one by one

    def _arrive(self, place: str) -> Walker | None:
        walker = Walker(self.ground, "")
        way = self._way(self._starts, lambda at: at == place) or [place]
        return walker if all(walker.go(at) for at in way) else None

    def _straight_to(self, goal: Goal) -> str | None:
        """An outcome to which no prepared move leads: from a start at once."""
        for opening in self._openings():
            walker = Walker(self.ground, "")
            if walker.go(opening) and walker.go(goal.id) and self._take(walker, wanted=goal):
                return None
        return self._why_not(goal.id)

    def _openings(self) -> Sequence[str]:
        """Steps at which a trip may begin, starts first: by rule 4 of the contract, all."""
        visited = [step.id for step in self.ground.map.steps if step.seen == "events" and not step.aftercare]
        return [*self._starts, *(step for step in visited if step not in self._starts)]

    def _broken(self, goal: Goal) -> str | None:
        _, step = self.ground.promises[goal.id]
        walker = self._arrive(step)
        if walker is None:
            return self._why_not(step)
        due_us = walker.pending.get(goal.id, walker.now_us)
        walker.wait_until(due_us + MINUTE_US)
        self._take(walker, wanted=goal)
        return None

    def _quiet(self) -> str | None:
        for opening in self._openings():
            walker = Walker(self.ground, "")
            if walker.go(opening):
                quiet_us = walker.goes_quiet_us()
                walker.wait_until((quiet_us or walker.now_us) + MINUTE_US)
                if self._take(walker, wanted=Goal("quiet")):
                    return None
        return "no step can be visited"

    def _branch(self, goal: Goal) -> str | None:
        choice = next(choice for choice in self._choices if choice.action.id == goal.id)
        wish = wish_for(choice, goal)
        if self.ground.solver.find(wish.true, wish.not_true) == NoWay():
            return "what it asks for cannot hold together, with no branch before it taken"
        for step in [choice.step] if choice.step is not None else self._openings():
            for walker in self._prefixes(step):
                started_us = walker.events[0].time_us if walker.events else START_US
                for at_us in times_after(started_us, walker.soon_us(), wish):
                    if self._decide(walker.copy(), step, at_us, choice, goal):
                        return None
        return "no way that was tried comes to it"

    def _prefixes(self, step: str) -> Iterator[Walker]:
        """Customers about to come to a step: by the shortest way, after some visits there, or by joining."""
        way = self._way(self._starts, lambda at: at == step) or [step]
        beside = [[to] for to in self._onward.get(step, ()) if to in self._onward and to != step][:2]
        for rounds in range(_ROUNDS):
            for between in [[], *beside] if rounds else [[]]:
                for slow in (False, True):
                    walker = Walker(self.ground, "")
                    if all(self._slowly(walker, at, slow) for at in [*way[:-1], *([step, *between] * rounds)]):
                        yield walker
        yield Walker(self.ground, "")

    @staticmethod
    def _slowly(walker: Walker, place: str, slow: bool) -> bool:
        """A visit, and where it is to be slow, until what is promised there is broken."""
        came = walker.go(place)
        if came and slow and walker.pending:
            quiet_us = walker.goes_quiet_us()
            due_us = max(walker.pending.values()) + MINUTE_US
            if quiet_us is None or due_us + MINUTE_US < quiet_us:
                walker.wait_until(due_us)
        return came

    def _decide(self, walker: Walker, step: str, at_us: int, choice: Decided, goal: Goal) -> bool:
        """Come to the step at a time so that the branch is taken, and let its moment pass."""
        wish, trial = wish_for(choice, goal), walker.copy()
        if not trial.go(step, at_us):
            return False
        moment_us = self._moment(trial, choice)
        if moment_us == at_us:
            return walker.go(step, at_us, wish) and self._take(walker, wanted=goal)
        trial.wait_until(moment_us)
        if not walker.go(step, at_us, wish, trial.facts_at(wish, moment_us)):
            return False
        walker.wait_until(moment_us + MINUTE_US)
        return self._take(walker, wanted=goal)

    def _moment(self, walker: Walker, choice: Decided) -> int:
        """When an action is decided that the last visit causes."""
        action = choice.action
        if choice.step is None:
            return (walker.goes_quiet_us() or walker.now_us) + action.after_us
        if choice.promise is None:
            return walker.now_us + action.after_us
        due_us = walker.pending.get(choice.promise, walker.now_us)
        return due_us - action.before_us if choice.ahead else due_us + action.after_us

    def _why_not(self, place: str) -> str:
        if Walker(self.ground, "").can_never_be(place):
            return f"no event can be a visit at `{place}`"
        return f"no event was found by which a customer comes to `{place}` there"
