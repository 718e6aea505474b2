"""Where one event could be several places of a map: by which of two conditions, and an event that shows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desireline.check.examples import along, told
from desireline.check.rule import Place
from desireline.conditions import Name, Value
from desireline.conditions.problems import near_names
from desireline.diagnostics import Example
from desireline.model import IDENTIFY, Candidate

if TYPE_CHECKING:
    from desireline.check.subject import Subject

_LISTS = {"outcome": "outcomes", "score": "scores"}


@dataclass(frozen=True, slots=True)
class Later:
    """A candidate for an event name, and those that are tried before it."""

    event: str
    candidate: Candidate
    before: tuple[Candidate, ...]


def laters_of(subject: Subject) -> Iterator[Later]:
    """All candidates of event names that have several, but the first of each."""
    for event, candidates in subject.candidates.items():
        for position in range(1, len(candidates)):
            yield Later(event, candidates[position], tuple(candidates[:position]))


def place_of(candidate: Candidate) -> Place:
    """Where a candidate stands."""
    return (_LISTS.get(candidate.kind, "steps"), candidate.id)


def named(candidate: Candidate) -> str:
    """What a candidate is, in words."""
    return f"the end of work at `{candidate.id}`" if candidate.kind == "done" else f"`{candidate.id}`"


def names_like(name: str, subject: Subject) -> Sequence[str]:
    """Names of events that came, are nothing on the map, and are like one that never came."""
    came = subject.evidence.names if subject.evidence is not None else {}
    return near_names(name, [other for other in came if other not in subject.candidates])


def meant_instead(subject: Subject) -> set[str]:
    """Names that may be meant by those of the map that never came; and `identify`, which tells what is known of customers."""
    came = subject.evidence.names if subject.evidence is not None else {}
    return {IDENTIFY, *(like for name in subject.candidates if name not in came for like in names_like(name, subject))}


def example_event(event: str, taken: Candidate, values: Mapping[Name, Value | None], last: str, subject: Subject) -> Example:
    """A customer whose event, with these values, is taken for one of several places."""
    said = f"`{event}`, where {told(values)}: {last}" if values else f"`{event}`: {last}"
    if taken.kind in ("step", "outcome"):
        way = subject.way_to(taken.id)
        visits = along(way if taken.kind == "step" or len(way) > 1 else [*subject.starts[:1], taken.id])
        made = subject.customers.make(visits, said, visits[-1][1], arrival=(event, values))
        if made.events:
            return made
    return Example((said,))
