"""J251."""

from collections.abc import Iterator, Mapping
from heapq import heappop, heappush
from itertools import pairwise

from desireline.check.examples import MINUTE_US, length
from desireline.check.rule import Found, Rule
from desireline.check.subject import Subject
from desireline.diagnostics import Example
from desireline.model import DONE, Promise, Step, format_duration

Moves = Mapping[str, Mapping[str, tuple[int, str]]]
"""For each step, and each place that some of its promises wait for there: the shortest time promised, and the promise."""


def _look(subject: Subject) -> Iterator[Found]:
    moves: dict[str | None, Moves] = {}
    for step in subject.map.steps:
        for promise in step.promises if subject.is_visited(step.id) else ():
            if not promise.until or DONE in promise.until:
                continue
            if promise.hours_of not in moves:
                moves[promise.hours_of] = _promised(promise.hours_of, subject)
            way = _soonest(step, promise, moves[promise.hours_of], subject)
            if way is not None and way[-1][1] > promise.within_us:
                yield _found(step, promise, way, moves[promise.hours_of], subject)


def _promised(hours_of: str | None, subject: Subject) -> Moves:
    """What moves may take by the promises that wait for them. Only time that is counted alike can be compared: that in hours of another
    team may all lie in hours that do not count.
    """
    moves: dict[str, dict[str, tuple[int, str]]] = {}
    for step in subject.map.steps:
        for promise in step.promises:
            # Time in the hours of a team takes at least as long by the clock.
            if promise.until and DONE not in promise.until and hours_of in (None, promise.hours_of):
                for place in promise.until:
                    said = (promise.within_us, promise.id)
                    known = moves.setdefault(step.id, {})
                    known[place] = min(known.get(place, said), said)
    return moves


def _soonest(step: Step, promise: Promise, moves: Moves, subject: Subject) -> list[tuple[str, int]] | None:
    """The way to what a promise waits for that takes least where every part takes as long as it was promised (Dijkstra, 1959).

    Places with the time at which they are come to; None: no way leads there.
    """
    own = {to: said for to, said in moves.get(step.id, {}).items() if to not in promise.until}
    before: dict[str, str] = {}
    at_us = {step.id: 0}
    waiting = [(0, step.id)]
    settled: set[str] = set()
    while waiting:
        now_us, place = heappop(waiting)
        if place in settled:
            continue
        settled.add(place)
        if place in promise.until and place != step.id:
            return _way(step.id, place, before, at_us)
        promised = own if place == step.id else moves.get(place, {})
        for to in subject.onward.get(place, ()):
            then_us = now_us + promised.get(to, (0, ""))[0]
            if then_us < at_us.get(to, then_us + 1):
                at_us[to], before[to] = then_us, place
                heappush(waiting, (then_us, to))
    return None


def _way(start: str, place: str, before: Mapping[str, str], at_us: Mapping[str, int]) -> list[tuple[str, int]]:
    way = [place]
    while way[-1] != start:
        way.append(before[way[-1]])
    return [(place, at_us[place]) for place in reversed(way)]


def _found(step: Step, promise: Promise, way: list[tuple[str, int]], moves: Moves, subject: Subject) -> Found:
    parts = [moves[at][to][1] for (at, at_us), (to, to_us) in pairwise(way) if to_us > at_us]
    home = {p.id: s.id for s in subject.map.steps for p in s.promises}
    names = " and ".join(f"`{part}`" for part in dict.fromkeys(parts))
    takes = "promises" if len(set(parts)) == 1 else "promise"
    return Found(
        place=("steps", step.id, "promises", promise.id, "within"),
        headline=f"`{promise.id}` promises {format_duration(promise.within_us)}, and {names} on the way {takes} {length(way[-1][1])}",
        label="kept parts can break it",
        near=tuple((part, ("steps", home[part], "promises", part)) for part in dict.fromkeys(parts)),
        example=_example(step, promise, way, subject),
    )


def _example(step: Step, promise: Promise, way: list[tuple[str, int]], subject: Subject) -> Example | None:
    """A customer for whom every part takes as long as was promised; only where all time counts, so that it is that of the clock."""
    if promise.hours_of is not None:
        return None
    to_here = subject.along(subject.way_to(step.id))
    start_us = to_here[-1][1]
    visits = [*to_here[:-1], *((place, start_us + at_us) for place, at_us in way)]
    return subject.customers.make(visits, f"every part was in time, and `{promise.id}` is broken", visits[-1][1] + MINUTE_US)


_GOOD = """\
journey: mobile_repair
title: My phone is mended
trip: {starts: [hand_in], quiet: 60d}
teams: {shop: {title: Shop}}
stages: [{id: mend, title: Mend}]
steps:
  - id: hand_in
    stage: mend
    title: I hand it in
    event: phone.handed_in
    by: self
    promises:
      - id: back_in_five_days
        title: Back in five days
        within: 5d
        until: [mended]
        late: [{id: lend_one, task: shop, title: Lend a phone, due: 1d}]
    next: [sent]
  - id: sent
    stage: mend
    title: It is sent to the workshop
    event: phone.sent
    by: company
    promises:
      - id: workshop_time
        title: The workshop needs four days
        within: 4d
        until: [mended]
        late: [{id: ask_workshop, task: shop, title: Ask the workshop, due: 1d}]
    next: [mended]
outcomes:
  - {id: mended, kind: reached, event: phone.mended, title: It works again}
  - {id: new_phone, kind: lost, event: phone.replaced, title: I bought another}
"""
RULE = Rule(
    code="J251",
    title="a promise that others on its way are longer than",
    severity="warning",
    finds=(
        "A promise that is broken although all others are kept to the last minute: on every prepared way to what it waits for, the "
        "times that promises allow for the moves of the way add up to more. Promises kept by `done` and those that wait for anything "
        "say nothing of moves; time in the hours of different teams is not compared."
    ),
    why="everyone on the way does what was promised, and the customer is let down all the same",
    fix="promise the parts sooner, or the whole later",
    bad=_GOOD.replace("within: 4d", "within: 7d"),
    good=_GOOD,
    look=_look,
)
