"""The worst case of what a map promises: how long it can take to each outcome, and in each stage, if all is kept just in time.

Only promised time counts; what customers take for themselves is theirs. It is the longest way through the moves, each as long as the
tightest promise that waits for it, or, from the step of a promise to what it waits for, as long as that promise. A circle in which
something is promised has a bound where each way round passes a step with `at_most`: no more rounds than these allow, each with all its
moves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from desireline.check.graph import circles, ways_from
from desireline.check.subject import Subject
from desireline.check.weeks import latest_entry
from desireline.model import DONE, Promise

Moves = Mapping[str, Mapping[str, int]]
"""From each place: where to, and the longest that is promised for it."""


@dataclass(frozen=True, slots=True)
class WorstCase:
    """What is promised for a start and an outcome, or for a stage (`end` None).

    longest_us  in all; None: it has no bound
    way         places on the way that takes longest; where there is no bound, the circle that has none
    """

    begin: str
    end: str | None
    longest_us: int | None
    way: tuple[str, ...]


def worst_cases(subject: Subject) -> list[WorstCase]:
    """For each start and each outcome that it leads to, then for each stage in which something is promised."""
    moves = _Promised(subject).moves
    at_most = {step.id: step.at_most for step in subject.map.steps if step.at_most is not None}
    found: list[WorstCase] = []
    starts = [start for start in subject.starts if subject.is_visited(start)]
    for start in starts:
        longest = LongestWays(moves, start, at_most)
        found += [longest.to(outcome.id, start) for outcome in subject.map.outcomes if outcome.id in longest.met]
    for stage in subject.map.stages:
        inside = {step.id for step in subject.map.steps if step.stage == stage.id}
        of_stage = {place: moves[place] for place in moves if place in inside}
        cases = [LongestWays(of_stage, place, at_most).furthest(stage.id) for place in of_stage]
        if cases:
            found.append(max(cases, key=lambda case: (case.longest_us is None, case.longest_us or 0)))
    return [case for case in found if case.longest_us is None or case.longest_us > 0 or case.end is not None]


class _Promised:
    def __init__(self, subject: Subject) -> None:
        self._subject = subject

    @cached_property
    def moves(self) -> Moves:
        """Every prepared move, and every way from a promise to what it waits for, with the longest that is promised."""
        return {place: self._from(place) for place in self._subject.onward}

    def _from(self, place: str) -> dict[str, int]:
        promises = [(p, self._longest_us(p)) for p in self._subject.map.step_by_id[place].promises if DONE not in p.until]
        moves = {to: min((us for p, us in promises if not p.until or to in p.until), default=0) for to in self._subject.onward[place]}
        behind = ways_from(self._subject.onward[place], self._subject.onward) if promises else {}
        for promise, us in promises:
            moves |= {to: us for to in promise.until if to not in moves and to in behind}
        return moves

    def _longest_us(self, promise: Promise) -> int:
        """By the clock, for whoever comes at the worst time of the week."""
        team = self._subject.map.team_by_id.get(promise.hours_of or "")
        if team is None or team.hours is None:
            return promise.within_us
        entered_us = latest_entry(team.hours, promise.within_us)
        return team.hours.due_us(entered_us, promise.within_us) - entered_us


class LongestWays:
    """The longest ways from one place. Circles in which nothing is promised take no time."""

    def __init__(self, moves: Moves, start: str, at_most: Mapping[str, int]) -> None:
        self._at_most = at_most
        self.met = ways_from([start], {place: list(to) for place, to in moves.items()})
        self._moves = {place: moves[place] for place in self.met if place in moves}
        self._circle_of = {place: tuple(c) for c in circles({p: list(to) for p, to in self._moves.items()}) for place in c}
        self._at: dict[str, tuple[int | None, tuple[str, ...]]] = {start: (0, (start,))}
        for group in self._in_order(start):
            self._enter(group)
            for place in group:
                for to, us in self._moves.get(place, {}).items():
                    if to not in group:
                        self._take(place, to, us)

    def to(self, place: str, start: str) -> WorstCase:
        """The longest way to a place."""
        return WorstCase(start, place, *self._at[place])

    def furthest(self, stage: str) -> WorstCase:
        """The longest of all ways."""
        longest = max(self._at.values(), key=lambda at: (at[0] is None, at[0] or 0))
        return WorstCase(stage, None, *longest)

    def _enter(self, group: Sequence[str]) -> None:
        """All places of a circle are come to at the time of the latest of them, and after all rounds that it allows."""
        latest_us, way = max((self._at[place] for place in group if place in self._at), key=lambda at: (at[0] is None, at[0] or 0))
        if latest_us is not None and group[0] in self._circle_of:
            rounds_us = self._rounds_us(group)
            latest_us, way = (None, tuple(group)) if rounds_us is None else (latest_us + rounds_us, way)
        for place in group:
            self._at[place] = (latest_us, way if latest_us is None or way[-1] == place else (*way, place))

    def _rounds_us(self, circle: Sequence[str]) -> int | None:
        """How long one can be held in a circle; None: without bound."""
        inner = {place: {to: us for to, us in self._moves[place].items() if to in circle} for place in circle}
        once_us = sum(max(to.values(), default=0) for to in inner.values())
        free = {place: [to for to in inner[place] if to not in self._at_most] for place in circle if place not in self._at_most}
        if once_us == 0:
            return 0
        return None if circles(free) else once_us * sum(self._at_most.get(place, 0) for place in circle)

    def _take(self, place: str, to: str, us: int) -> None:
        so_far_us, way = self._at[place]
        then: tuple[int | None, tuple[str, ...]] = (None, way) if so_far_us is None else (so_far_us + us, (*way, to))
        known = self._at.get(to)
        if known is None or (known[0] is not None and (then[0] is None or then[0] > known[0])):
            self._at[to] = then

    def _in_order(self, start: str) -> Iterator[Sequence[str]]:
        """Places, those of a circle together, each after all that lead to it."""
        order: list[Sequence[str]] = []
        done: set[Sequence[str]] = set()
        stack: list[tuple[Sequence[str], Iterator[str]]] = []
        self._push(self._group(start), done, stack)
        while stack:
            group, following = stack[-1]
            to = next(following, None)
            if to is None:
                order.append(group)
                stack.pop()
            elif self._group(to) not in done:
                self._push(self._group(to), done, stack)
        return reversed(order)

    def _push(self, group: Sequence[str], done: set[Sequence[str]], stack: list[tuple[Sequence[str], Iterator[str]]]) -> None:
        done.add(group)
        stack.append((group, (to for place in group for to in self._moves.get(place, {}))))

    def _group(self, place: str) -> tuple[str, ...]:
        return self._circle_of.get(place, (place,))
