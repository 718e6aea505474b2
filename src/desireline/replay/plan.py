"""A map as the passes use it: places, targets and moves as small numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from desireline.conditions import Condition
from desireline.model import Map, candidates_by_name, candidates_of
from desireline.replay.arrays import Integers, code_type

KIND_NAMES = ("", "step", "outcome", "aftercare", "done", "score")
"""Kinds of targets."""
NOTHING, STEP, OUTCOME, AFTERCARE, DONE, SCORE = range(len(KIND_NAMES))


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A target that an event of one of these names is only where a condition holds."""

    target: int
    names: tuple[int, ...]
    where: Condition


@dataclass(frozen=True, slots=True)
class Plan:
    """A map for a lake's names.

    places    ids of the steps, then of the outcomes; a place is an index into them
    targets   (kind, id) of all that an event can be; 0 is nothing. Where several fit, the smallest number counts
    kind_of   target -> kind
    place_of  target -> place; `len(places)` where the target is none
    sure      name -> the target that it is where no doubtful one fits
    doubtful  what depends on a condition, by target
    """

    map: Map
    places: tuple[str, ...]
    targets: tuple[tuple[int, str], ...]
    kind_of: Integers
    place_of: Integers
    sure: Integers
    doubtful: tuple[Doubtful, ...]

    def names_of(self, kind: int) -> list[int]:
        """The names that some target of a kind may have."""
        sure = np.flatnonzero(self.kind_of.take(self.sure) == kind).tolist()
        doubted = (name for doubt in self.doubtful if self.kind_of[doubt.target] == kind for name in doubt.names)
        return sorted({*sure, *doubted})


def plan_of(map_: Map, names: Sequence[str]) -> Plan:
    """Number all that the passes need of a map. `names`: the names of events that the codes of the shards stand for."""
    targets = ((NOTHING, ""), *((KIND_NAMES.index(candidate.kind), candidate.id) for candidate, _ in candidates_of(map_)))
    number = {target: index for index, target in enumerate(targets)}
    places = (*(step.id for step in map_.steps), *(outcome.id for outcome in map_.outcomes))
    place = {id_: index for index, id_ in enumerate(places)}
    sure = np.zeros(len(names), dtype=code_type(len(targets)))
    where: dict[int, Condition] = {}
    doubted: dict[int, list[int]] = {}
    candidates = candidates_by_name(map_)
    for code, name in enumerate(names):
        for candidate in candidates.get(name, ()):
            target = number[KIND_NAMES.index(candidate.kind), candidate.id]
            if candidate.where is None:
                sure[code] = target
            else:
                where[target] = candidate.where
                doubted.setdefault(target, []).append(code)
    return Plan(
        map=map_,
        places=places,
        targets=targets,
        kind_of=np.array([kind for kind, _ in targets], dtype=np.uint8),
        place_of=np.array([place.get(id_, len(places)) for _, id_ in targets], dtype=code_type(len(places))),
        sure=sure,
        doubtful=tuple(Doubtful(target, tuple(codes), where[target]) for target, codes in sorted(doubted.items())),
    )
