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
    offline = {step.id: step.next for step in map_.steps if step.seen == "offline"}
    beside = {stage.id: frozenset(step.id for step in map_.steps if step.stage == stage.id) for stage in map_.stages if stage.any_order}
    expected = {step.id: _follow(step.next, offline, {}) | beside.get(step.stage, frozenset()) for step in map_.steps}
    reachable: dict[str, frozenset[str]] = {}
    # From the last step back: what lies ahead of a step is then mostly known, and need not be walked again.
    for step in reversed(map_.steps):
        reachable[step.id] = _follow(step.next, next_of, reachable)
    return Ways(frozenset(map_.trip.starts or next_of), expected, reachable)


def _follow(first: tuple[str, ...], through: Mapping[str, tuple[str, ...]], known: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """What can be met from `first` on: places, and behind those of `through` what they lead to. `known`: what lies behind some."""
    met: set[str] = set()
    waiting = list(first)
    while waiting:
        place = waiting.pop()
        if place not in met:
            met.add(place)
            if place in known:
                met |= known[place]
            else:
                waiting.extend(through.get(place, ()))
    return frozenset(met)
