"""The map that rules look at, and what several of them ask of it, reckoned once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from desireline.check.asking import Asking, Standing, standings_of
from desireline.check.doings import Doing, doings_of
from desireline.check.graph import circles, turned, way_to, ways_from
from desireline.check.rule import Place
from desireline.mapfile import MapFile
from desireline.model import Candidate, Map, Outcome, Promise, Step
from desireline.model.matching import candidates_of

if TYPE_CHECKING:
    from desireline.check.evidence import Evidence
    from desireline.check.examples import ExampleCustomers
    from desireline.check.known import Known
    from desireline.conditions import Condition
    from desireline.engine import Program

_HOUR_US = 3_600_000_000
_ANY = "* "
"""Begins the name of what stands for a stage in any order: all of its steps lead to it, and it leads to all of them."""


class Subject:
    """A map, with the text it was read from; `evidence`: what events show of it. Nothing here is changed while rules look."""

    def __init__(self, file: MapFile, evidence: Evidence | None = None) -> None:
        if file.map is None:
            raise ValueError("rules look at maps that could be read")
        self.file = file
        self.evidence = evidence
        self.map: Map = file.map

    @classmethod
    def of(cls, map_: Map) -> Subject:
        """A map that came without a text."""
        return cls(MapFile(path="", text="", map=map_, diagnostics=()))

    def is_visited(self, place: str) -> bool:
        """Whether the trip can be at a place: an outcome, or a step that events show and that is not aftercare."""
        step = self.map.step_by_id.get(place)
        return place in self.map.outcome_by_id if step is None else step.seen == "events" and not step.aftercare

    @cached_property
    def place_by_id(self) -> Mapping[str, Step | Outcome]:
        """Steps and outcomes by their ids."""
        return {**self.map.step_by_id, **self.map.outcome_by_id}

    @cached_property
    def ways(self) -> Mapping[str, Sequence[str]]:
        """Where a customer is prepared for next, offline steps included and aftercare left out.

        Besides steps and outcomes it holds a node for each stage in any order: `is_place` tells them apart.
        """
        steps = [step for step in self.map.steps if not step.aftercare]
        after = {step.id for step in self.map.steps if step.aftercare}
        ways: dict[str, list[str]] = {step.id: [to for to in step.next if to not in after] for step in steps}
        for stage in self.map.stages:
            beside = [step.id for step in steps if step.stage == stage.id and step.seen == "events"] if stage.any_order else []
            if len(beside) > 1:
                ways[_ANY + stage.id] = beside
                for step in beside:
                    ways[step].append(_ANY + stage.id)
        return ways

    @staticmethod
    def is_place(node: str) -> bool:
        """Whether a node of `ways` is a step or outcome."""
        return not node.startswith(_ANY)

    @cached_property
    def back(self) -> Mapping[str, Sequence[str]]:
        """`ways`, walked back."""
        return turned(self.ways)

    @cached_property
    def onward(self) -> Mapping[str, Sequence[str]]:
        """For each step with visits: the visited steps and outcomes that its `next` leads to, offline steps passed through."""
        offline = {step.id: step.next for step in self.map.steps if step.seen == "offline"}
        return {step.id: _through(step.next, offline, self) for step in self.map.steps if self.is_visited(step.id)}

    @cached_property
    def starts(self) -> Sequence[str]:
        """Where trips are hoped to start."""
        return self.map.trip.starts or [step.id for step in self.map.steps if not step.aftercare]

    @cached_property
    def reached(self) -> Mapping[str, str | None]:
        """What the starts lead to, nearest first, with the node before it on a shortest way."""
        return ways_from(self.starts, self.ways)

    @cached_property
    def ends(self) -> Mapping[str, str | None]:
        """What leads to an outcome, nearest first, with the node after it on a shortest way."""
        return ways_from(self.map.outcome_by_id, self.back)

    @cached_property
    def breaks_off(self) -> Mapping[str, str | None]:
        """Steps with no way on, and what leads to them. Where a map has no outcomes trips only end by going quiet, and there are none."""
        ends = (place for place, ways in self.ways.items() if not ways) if self.map.outcomes else ()
        return ways_from(ends, self.back)

    @cached_property
    def circles(self) -> Sequence[Sequence[str]]:
        """Sets of steps with visits between which `next` goes round."""
        return circles(self.onward)

    def way_to(self, place: str) -> list[str]:
        """Places with visits on a shortest way from a start to a place, which stands last; the place alone where no start leads to it."""
        way = way_to(place, self.reached) if place in self.reached else [place]
        return [node for node in way if self.is_place(node) and self.is_visited(node)]

    @property
    def pace_us(self) -> int:
        """How far apart the visits of example customers are: an hour, or less where the trip would go quiet meanwhile."""
        quiet_us = self.map.trip.quiet_us
        return _HOUR_US if quiet_us is None else max(min(_HOUR_US, quiet_us // 2), 1)

    def along(self, way: Sequence[str], end_us: int | None = None) -> list[tuple[str, int]]:
        """Visits of an example customer at the places of a way, one after the other. `end_us`: when the last of them is."""
        from desireline.check.examples import MONDAY_US

        start_us = MONDAY_US if end_us is None else end_us - (len(way) - 1) * self.pace_us
        return [(place, start_us + position * self.pace_us) for position, place in enumerate(way)]

    def due_us(self, promise: Promise, entered_us: int) -> int:
        """When a promise is due that is made at this moment (rule 8 of the contract)."""
        team = self.map.team_by_id.get(promise.hours_of or "")
        if team is None or team.hours is None:
            return entered_us + promise.within_us
        return team.hours.due_us(entered_us, promise.within_us)

    def way_round(self, circle: Sequence[str]) -> list[str]:
        """A shortest way from the first of a circle back to it, which stands last; its beginning is left out."""
        within = {place: [to for to in self.onward[place] if to in circle] for place in circle}
        first = circle[0]
        if first in within[first]:
            return [first]
        before = ways_from(within[first], within)
        return way_to(first, before)

    @cached_property
    def doings(self) -> Sequence[Doing]:
        """All actions and branches of the map, each with its place and cause."""
        return list(doings_of(self.map))

    @cached_property
    def customers(self) -> ExampleCustomers:
        """Makes example customers."""
        from desireline.check.examples import ExampleCustomers

        return ExampleCustomers(self)

    @cached_property
    def standings(self) -> Sequence[Standing]:
        """All conditions of the map, each with where it stands."""
        return list(standings_of(self.map))

    def standing_place(self, condition: Condition) -> Place:
        """Where a condition stands first."""
        return next((standing.place for standing in self.standings if standing.condition == condition), ())

    @cached_property
    def message_names(self) -> Mapping[str, Sequence[str]]:
        """For each action or branch that says something: the fields and traits without which its message cannot be said."""
        from desireline.texts import read_message_text

        types, texts = {**self.map.fields, **self.map.traits}, {message.id: message.texts for message in self.map.messages}
        found = {}
        for doing in self.doings:
            if doing.action.kind == "say":
                said = [text for by_language in texts[doing.action.target or ""].values() for text in by_language.values()]
                needed = {name for text in said for name in read_message_text(text, types).needed}
                found[doing.action.id] = sorted(needed)
        return found

    @cached_property
    def known(self) -> Known:
        """What is known by then."""
        from desireline.check.known import Known

        return Known(self)

    @cached_property
    def candidates(self) -> Mapping[str, Sequence[Candidate]]:
        """For each event name all that it could be, in the order in which it is tried, with what is never tried."""
        found: dict[str, list[Candidate]] = {}
        for candidate, names in candidates_of(self.map):
            for name in dict.fromkeys(names):
                found.setdefault(name, []).append(candidate)
        return found

    @cached_property
    def asking(self) -> Asking:
        """Answers questions about conditions."""
        return Asking()

    @cached_property
    def program(self) -> Program:
        """The map made ready for the engine, which confirms examples."""
        from desireline.engine import compile_map

        return compile_map(self.map)

    def is_scored(self, step: Step) -> bool:
        """Whether customers are asked about a step, its stage or the whole journey."""
        return not {step.id, step.stage, None}.isdisjoint(self._scored)

    @cached_property
    def _scored(self) -> frozenset[str | None]:
        return frozenset(score.of for score in self.map.scores)

    @cached_property
    def persons(self) -> frozenset[str]:
        """Steps where the customer has a person: by a person, or with a handoff to one."""
        handed = {d.step.id for d in self.doings if d.action.kind == "handoff" and d.step is not None}
        return frozenset(handed | {step.id for step in self.map.steps if step.by == "person" and not step.aftercare})


def _through(first: Sequence[str], offline: Mapping[str, Sequence[str]], subject: Subject) -> list[str]:
    met: dict[str, None] = {}
    waiting = list(reversed(first))
    while waiting:
        place = waiting.pop()
        if place not in met:
            met[place] = None
            waiting.extend(reversed(offline.get(place, ())))
    return [place for place in met if subject.is_visited(place)]
