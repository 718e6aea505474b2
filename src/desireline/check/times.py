"""The worst case of what a map promises: how long it can take to each outcome, and in each stage, if all is kept just in time.

Only promised time counts; what customers take for themselves is theirs. It is the longest way through the moves, each as long as the
tightest promise that waits for it, or, from the step of a promise to what it waits for, as long as that promise. A circle in which
something is promised has a bound where each such way round passes a step with `at_most`: it is gone round as often as these allow.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import inf, prod
from operator import gt, itemgetter
from typing import NamedTuple

from desireline.check.graph import circles, way_to, ways_from
from desireline.check.subject import Subject
from desireline.check.weeks import latest_entry
from desireline.model import DONE, Promise

Moves = Mapping[str, Mapping[str, int]]
"""From each place: where to, and the longest that is promised for it."""
At = tuple[int | None, tuple[str, ...]]
"""When a place can be come to at the latest (None: there is no bound), and the way."""
_MOST_STATES = 20_000
"""Places of a circle, times how often its ways can have been where `at_most` counts: beyond it they are not gone through one by one."""


@dataclass(frozen=True, slots=True)
class WorstCase:
    """What is promised for a start and an outcome, or for a stage (`end` None).

    begin       the start, or the stage
    longest_us  in all; None: it has no bound
    way         places on the way that takes longest; where there is no bound, the circle that has none
    """

    begin: str
    end: str | None
    longest_us: int | None
    way: tuple[str, ...]

    def as_data(self) -> dict[str, object]:
        """`from` and `to`, or `stage`; `longest_seconds` (null: no bound); `way`. The same keys always."""
        of_stage = self.end is None
        return {
            "from": None if of_stage else self.begin,
            "to": self.end,
            "stage": self.begin if of_stage else None,
            "longest_seconds": None if self.longest_us is None else self.longest_us / 1_000_000,
            "way": list(self.way),
        }


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


class Chain(NamedTuple):
    """Places, and those before them: ways that share their beginnings."""

    last: tuple[str, ...]
    before: Chain | None

    def places(self) -> tuple[str, ...]:
        """All of them, in order."""
        link: Chain | None = self
        parts: list[tuple[str, ...]] = []
        while link is not None:
            parts.append(link.last)
            link = link.before
        return tuple(place for part in reversed(parts) for place in part)


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
        self._at: dict[str, At] = {start: (0, (start,))}
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
        """Go round in a circle as long as its `at_most` allow, from wherever it is come to."""
        if group[0] in self._circle_of:
            entered = {place: self._at[place] for place in group if place in self._at}
            self._at |= self._rounds(group, entered)

    def _endless(self, circle: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
        """Places of a circle that lie on ways round on which something is promised and nothing is bounded, each with such a way."""
        free = {place: [to for to in self._moves[place] if to in circle and to not in self._at_most] for place in circle}
        free = {place: ways for place, ways in free.items() if place not in self._at_most}
        found: dict[str, tuple[str, ...]] = {}
        for inner in circles(free):
            within = {place: [to for to in free[place] if to in inner] for place in inner}
            us, begin, to = max(((self._moves[place][to], place, to) for place in inner for to in within[place]), key=itemgetter(0))
            if us:
                found |= dict.fromkeys(inner, tuple(dict.fromkeys((begin, *way_to(begin, ways_from([to], within))))))
        return found

    def _rounds(self, circle: Sequence[str], entered: Mapping[str, At]) -> dict[str, At]:
        """The latest at which each place of a circle can be come to. Ways are told apart by how often they were where `at_most` counts."""
        limits = {place: self._at_most[place] for place in circle if place in self._at_most}
        counted = {place: n for n, place in enumerate(limits)}
        most = tuple(limits.values())
        if prod(n + 1 for n in most) * len(circle) > _MOST_STATES:
            most, counted = (sum(most),), dict.fromkeys(limits, 0)  # how often in all: more than can be, but never less
        endless = self._endless(circle)
        if prod(n + 1 for n in most) * len(circle) > _MOST_STATES:
            return dict.fromkeys(circle, (None, next(iter(endless.values())))) if endless else self._roughly(circle, entered, most[0])
        found: dict[tuple[str, tuple[int, ...]], tuple[float, Chain]] = {}
        waiting = deque((place, (0,) * len(most), inf if us is None else us, Chain(way, None)) for place, (us, way) in entered.items())
        while waiting:
            place, counts, us, way = waiting.popleft()
            if place in counted:
                counts = tuple(count + (n == counted[place]) for n, count in enumerate(counts))
            if place in endless and us < inf:
                us, way = inf, Chain(endless[place], None)
            known = found.get((place, counts))
            if any(map(gt, counts, most)) or (known is not None and known[0] >= us):
                continue
            found[place, counts] = us, way
            following = ((to, us + more) for to, more in self._moves[place].items() if to in circle)
            waiting.extend((to, counts, then, way if then == inf else Chain((to,), way)) for to, then in following)
        latest: dict[str, tuple[float, Chain]] = {}
        for (place, _), at in found.items():
            latest[place] = max(latest.get(place, at), at, key=itemgetter(0))
        return {place: (None if us == inf else int(us), way.places()) for place, (us, way) in latest.items()}

    def _roughly(self, circle: Sequence[str], entered: Mapping[str, At], rounds: int) -> dict[str, At]:
        """For bounds beyond what can be gone through: no more rounds than these, each with all its moves."""
        ways = {way: us for us, way in entered.values()}
        if None in ways.values():
            return dict.fromkeys(circle, next(at for at in entered.values() if at[0] is None))
        latest_us, way = max(((us or 0, way) for way, us in ways.items()), key=itemgetter(0))
        longest = (max((us for to, us in self._moves[place].items() if to in circle), default=0) for place in circle)
        us = latest_us + sum(longest) * (rounds + 1)
        return {place: (us, way if way[-1] == place else (*way, place)) for place in circle}

    def _take(self, place: str, to: str, us: int) -> None:
        so_far_us, way = self._at[place]
        then: At = (None, way) if so_far_us is None else (so_far_us + us, (*way, to))
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
