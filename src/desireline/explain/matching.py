"""What an event is on a map, and by which lines of its file; or why it is nothing there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from desireline.conditions import Value
from desireline.conditions.problems import near_names
from desireline.diagnostics import DesirelineError, Span
from desireline.engine import Program, compile_map
from desireline.explain.judging import Judged, judge
from desireline.mapfile import MapFile
from desireline.model import Action, Candidate, Event, Map, candidates_by_name

Place = tuple[str | int, ...]
_WORDS = {
    "outcome": ("outcomes", "event"),
    "step": ("steps", "event"),
    "aftercare": ("steps", "event"),
    "done": ("steps", "done"),
    "score": ("scores", "event"),
}


@dataclass(frozen=True, slots=True)
class Try:
    """A candidate that an event was tried as. `judged` None: it has no condition. `line`, `where_line`: where the file says so."""

    candidate: Candidate
    judged: Judged | None
    line: Span | None
    where_line: Span | None

    @property
    def holds(self) -> bool:
        """Whether the event is this."""
        return self.judged is None or self.judged.value is True

    def as_data(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "kind": self.candidate.kind,
            "id": self.candidate.id,
            "holds": self.holds,
            "line": line_text(self.line),
            "where_line": line_text(self.where_line),
            "where": None if self.judged is None else self.judged.as_data(),
        }


@dataclass(frozen=True, slots=True)
class ActionPlace:
    """An action of a map, and where it stands.

    when     do: on a visit of the step; ahead, late: before its promise is due, or once it is broken; quiet: as a trip goes quiet
    choice   the action whose branch it is; None: it is none
    """

    action: Action
    place: Place
    when: Literal["do", "ahead", "late", "quiet"]
    step: str | None = None
    promise: str | None = None
    choice: Action | None = None


@dataclass(frozen=True)
class Read:
    """A map with the places of its words. `spans` is empty for a map that came from no file."""

    map: Map
    path: str | None
    spans: Mapping[Place, Span]
    candidates: Mapping[str, tuple[Candidate, ...]]

    @staticmethod
    def of(source: MapFile | Map) -> Read:
        """From a map, with the places of its file if it comes from one. Raises DesirelineError where the file has errors."""
        if isinstance(source, Map):
            return Read(source, None, {}, candidates_by_name(source))
        if source.map is None:
            raise DesirelineError(source.diagnostics)
        return Read(source.map, source.path, source.spans, candidates_by_name(source.map))

    @cached_property
    def program(self) -> Program:
        """The map, made ready for the engine."""
        return compile_map(self.map)

    @cached_property
    def actions(self) -> Mapping[str, ActionPlace]:
        """The actions and branches of the map by their ids."""
        return {one.action.id: one for one in _actions_of(self.map)}

    def action_line(self, id_: str) -> Span | None:
        """Where an action or branch stands."""
        return self.spans.get(self.actions[id_].place)

    def when_line(self, id_: str) -> Span | None:
        """Where the condition of an action or branch stands."""
        place = self.actions[id_].place
        return self.spans.get((*place, "when"))

    def tried(self, event: Event, traits: Mapping[str, Value]) -> tuple[Try, ...]:
        """Rule 3: the candidates that name the event, up to the first that it is. The last one holds, or none does."""
        tries = []
        for candidate in self.candidates.get(event.name, ()):
            found = None if candidate.where is None else judge(candidate.where, event, traits)
            tries.append(Try(candidate, found, self.event_line(candidate, event.name), self.where_line(candidate)))
            if tries[-1].holds:
                break
        return tuple(tries)

    def near(self, name: str) -> tuple[str, ...]:
        """Names of events that the map has, for one that it does not have."""
        return near_names(name, self.candidates)

    def event_line(self, candidate: Candidate, name: str) -> Span | None:
        """Where the map names the event for this candidate."""
        section, word = _WORDS[candidate.kind]
        place: Place = (section, candidate.id, word)
        position = self._named(candidate).index(name)
        return self.spans.get((*place, position)) or self.spans.get(place)

    def where_line(self, candidate: Candidate) -> Span | None:
        """Where the map has the candidate's condition."""
        return self.spans.get((_WORDS[candidate.kind][0], candidate.id, "where")) if candidate.where is not None else None

    def line(self, *place: str | int) -> Span | None:
        """Where anything else stands."""
        return self.spans.get(place)

    def _named(self, candidate: Candidate) -> tuple[str, ...]:
        map_ = self.map
        match candidate.kind:
            case "outcome":
                return map_.outcome_by_id[candidate.id].events
            case "done":
                return map_.step_by_id[candidate.id].done
            case "score":
                return next(score.events for score in map_.scores if score.id == candidate.id)
            case _:
                return map_.step_by_id[candidate.id].events


def _actions_of(map_: Map) -> Iterator[ActionPlace]:
    for step in map_.steps:
        yield from _placed(step.do, ("steps", step.id, "do"), "do", step.id)
        for promise in step.promises:
            at = ("steps", step.id, "promises", promise.id)
            yield from _placed(promise.ahead, (*at, "ahead"), "ahead", step.id, promise.id)
            yield from _placed(promise.late, (*at, "late"), "late", step.id, promise.id)
    yield from _placed(map_.when_quiet, ("when_quiet",), "quiet")


def _placed(
    actions: Sequence[Action], at: Place, when: Literal["do", "ahead", "late", "quiet"], step: str | None = None, promise: str | None = None
) -> Iterator[ActionPlace]:
    for action in actions:
        place = (*at, action.id)
        yield ActionPlace(action, place, when, step, promise)
        for branch in action.branches:
            yield ActionPlace(branch, (*place, "choose", branch.id), when, step, promise, action)


def line_text(span: Span | None) -> str | None:
    """`maps/order.journey.yaml:34`."""
    return None if span is None else f"{span.path}:{span.line}"
