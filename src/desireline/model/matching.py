"""Rule 3 of the contract: what an event's name can be on a map, in the order in which it is tried."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from desireline.conditions import Condition
from desireline.model.map import Map

MatchKind = Literal["outcome", "step", "aftercare", "done", "score"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """What an event is, if `where` is true (or not given): the outcome, step or score of this id, or the end of work at a step."""

    kind: MatchKind
    id: str
    where: Condition | None


def candidates_of(map_: Map) -> Iterator[tuple[Candidate, tuple[str, ...]]]:
    """All that an event can be on a map, in the order in which it is tried, each with the names of its events."""
    for outcome in map_.outcomes:
        yield Candidate("outcome", outcome.id, outcome.where), outcome.events
    for step in map_.steps:
        yield Candidate("aftercare" if step.aftercare else "step", step.id, step.where), step.events
    for step in map_.steps:
        yield Candidate("done", step.id, None), step.done
    for score in map_.scores:
        yield Candidate("score", score.id, score.where), score.events


def candidates_by_name(map_: Map) -> Mapping[str, tuple[Candidate, ...]]:
    """For each event name that the map uses: its candidates; the first whose condition is true is what the event is."""
    found: dict[str, list[Candidate]] = {}
    for candidate, names in candidates_of(map_):
        for name in dict.fromkeys(names):
            found.setdefault(name, []).append(candidate)
    return {name: _until_certain(candidates) for name, candidates in found.items()}


def _until_certain(candidates: list[Candidate]) -> tuple[Candidate, ...]:
    """Cut what can never be tried: everything after a candidate without a condition."""
    for position, candidate in enumerate(candidates):
        if candidate.where is None:
            return tuple(candidates[: position + 1])
    return tuple(candidates)
