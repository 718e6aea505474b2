"""The moves a map prepares for, derived once: which are expected, what can be reached."""

from collections.abc import Mapping
from dataclasses import dataclass

from desireline.model.map import Map


@dataclass(frozen=True, slots=True)
class Ways:
    """`expected[a]`: steps and outcomes whose visit after `a` is expected; `reachable[a]`: those that some way along `next` leads to."""

    starts: frozenset[str]
    expected: Mapping[str, frozenset[str]]
    reachable: Mapping[str, frozenset[str]]


def ways_of(map_: Map) -> Ways:
    """Rule 6 of the contract: a step that no event can show is passed through, its `next` stands in for it."""
    next_of = {step.id: step.next for step in map_.steps}
    offline = {step.id for step in map_.steps if step.seen == "offline"}
    any_order = {stage.id for stage in map_.stages if stage.any_order}
    expected = {}
    for step in map_.steps:
        beside = (s.id for s in map_.steps if s.stage == step.stage) if step.stage in any_order else ()
        expected[step.id] = _follow(next_of[step.id], next_of, through=offline) | frozenset(beside)
    reachable = {step.id: _follow(next_of[step.id], next_of, through=set(next_of)) for step in map_.steps}
    return Ways(frozenset(map_.trip.starts or next_of), expected, reachable)


def _follow(first: tuple[str, ...], next_of: Mapping[str, tuple[str, ...]], through: set[str]) -> frozenset[str]:
    met: set[str] = set()
    waiting = list(first)
    while waiting:
        place = waiting.pop()
        if place not in met:
            met.add(place)
            if place in through:
                waiting.extend(next_of[place])
    return frozenset(met)
