"""What a shard's customers did, as measures look at it: the arrays of replay, a period, and what tells trips apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from desireline.measure.period import ALWAYS, Period
from desireline.model import Map
from desireline.replay import Flags, Integers, Matched, OpenShard, ShardJourneys, Times


@dataclass(frozen=True)
class Scope:
    """What is asked about, the same for all shards.

    places    ids of the steps, then of the outcomes: what the places of `ShardJourneys` are indexes into
    promises  ids of the promises, in the order of their numbers
    channels  what the channels of visits are indexes into
    period    what began in it is counted
    as_of_us  the moment for which it is answered
    """

    map: Map
    places: tuple[str, ...]
    promises: tuple[str, ...]
    channels: tuple[str, ...]
    period: Period
    as_of_us: int

    @property
    def steps(self) -> int:
        """How many of the places are steps."""
        return len(self.map.steps)

    @cached_property
    def score_numbers(self) -> Mapping[str, int]:
        """score -> its index."""
        return {score.id: index for index, score in enumerate(self.map.scores)}

    @cached_property
    def stage_of(self) -> Integers:
        """place -> index of its stage; one more than there are where it is an outcome."""
        number = {stage.id: index for index, stage in enumerate(self.map.stages)}
        outcomes = [len(number)] * len(self.map.outcomes)
        return np.array([*(number[step.stage] for step in self.map.steps), *outcomes], dtype=np.int64)

    @cached_property
    def owner_of(self) -> Integers:
        """place -> index of the team that owns it; one more than there are where none does."""
        number = {team.id: index for index, team in enumerate(self.map.teams)}
        none = len(number)
        owners = [none if step.owner is None else number[step.owner] for step in self.map.steps]
        return np.array([*owners, *([none] * len(self.map.outcomes))], dtype=np.int64)

    def places_by(self, *actors: str) -> Flags:
        """place -> whether it is a step at which one of these acts (`by`)."""
        return np.array([*(step.by in actors for step in self.map.steps), *(False for _ in self.map.outcomes)], dtype=np.bool_)

    def outcomes_of(self, kind: str) -> list[int]:
        """The places of the outcomes of a kind."""
        return [self.steps + index for index, outcome in enumerate(self.map.outcomes) if outcome.kind == kind]


@dataclass(frozen=True)
class Answers:
    """What customers said in one shard: an answer to a score each.

    trip    the trip that it belongs to
    score   index of the score
    place   where the trip was
    value   what was said, as a number; NaN: nothing that can be read
    time_us when it was said
    """

    trip: Integers
    score: Integers
    place: Integers
    value: NDArray[np.float64]
    time_us: Times


@dataclass(frozen=True)
class EventNames:
    """The names of a shard's events, where only what they come to is kept.

    visit       of the event of each visit
    other       of all other events; `other_us` when they were, `other_fate` what became of each: see `FATES`
    """

    visit: Integers
    other: Integers
    other_us: Times
    other_fate: NDArray[np.uint8]


FATES = ("beside", "outside", "unmapped")
"""What becomes of events that are no visits: they matched and belong beside a trip, they matched and found none, they matched nothing."""


@dataclass(frozen=True)
class Told:
    """What a trait or field said of trips when they began, where it is kept.

    listed  its values, in order, as a column holds a list
    code    of each trip, an index into them; -1: not known
    """

    listed: NDArray[np.uint8]
    code: Integers

    def of(self, trips: Integers | Flags) -> Told:
        """Of some trips."""
        return Told(self.listed, self.code[trips])


@dataclass(frozen=True)
class Seen:
    """One shard.

    matched      what each event is; None where only what they come to is kept
    channel      of each visit: an index, -1 where it has none
    all_answers  to scores, whenever they were given, that belong to trips
    event_names  where `matched` is None: the names of events; None where only some trips are looked at
    told         traits and fields whose values are kept
    whole        whether rows are numbered among all events of the shard, also those that do not count
    """

    scope: Scope
    matched: Matched | None
    journeys: ShardJourneys
    channel: Integers
    all_answers: Answers
    event_names: EventNames | None = None
    told: Mapping[str, Told] = field(default_factory=dict)
    whole: bool = False

    def among(self, opened: OpenShard) -> OpenShard:
        """The shard with the events among which rows are numbered."""
        return opened.whole() if self.whole else opened

    @cached_property
    def answers(self) -> Answers:
        """Those that were given in the period."""
        said = self.all_answers
        within = self.within(said.time_us)
        return Answers(said.trip[within], said.score[within], said.place[within], said.value[within], said.time_us[within])

    @property
    def customer(self) -> Integers:
        """The customer of each trip, ascending."""
        return self.journeys.customer

    @cached_property
    def trip(self) -> Integers:
        """The trip of each visit."""
        return np.repeat(np.arange(self.journeys.trips), np.diff(self.journeys.offset))

    def trip_of(self, visits: Integers) -> Integers:
        """The trips of some visits."""
        # Of few, each is looked up for itself.
        if len(visits) * 8 < len(self.in_period):
            return np.searchsorted(self.journeys.offset, visits, side="right") - 1
        found: Integers = self.trip[visits]
        return found

    @cached_property
    def in_period(self) -> Flags:
        """Which visits began in the period."""
        if self.scope.period == ALWAYS:
            return np.ones(len(self.journeys.entered_us), dtype=np.bool_)
        return self.within(self.journeys.entered_us)

    def within(self, moment_us: Times) -> Flags:
        """Which moments lie in the period."""
        period = self.scope.period
        if len(moment_us) and period.from_us <= int(moment_us.min()) and int(moment_us.max()) < period.until_us:
            return np.ones(len(moment_us), dtype=np.bool_)
        return (moment_us >= period.from_us) & (moment_us < period.until_us)

    @cached_property
    def visits(self) -> Integers:
        """The visits that began in the period."""
        return np.flatnonzero(self.in_period)

    @cached_property
    def all_in_period(self) -> bool:
        """Whether all visits began in the period."""
        return bool(self.in_period.all())

    @cached_property
    def trips(self) -> Integers:
        """The trips that made a visit in the period: those that are counted."""
        if self.all_in_period:
            return np.arange(self.journeys.trips)
        return np.flatnonzero(np.logical_or.reduceat(self.in_period, self.first))

    @cached_property
    def arrivals(self) -> Integers:
        """The visits that began in the period and were come to from another visit: the stay at that one is over."""
        follows = np.ones(len(self.in_period), dtype=np.bool_)
        follows[self.first] = False
        return np.flatnonzero(self.in_period & follows)

    @cached_property
    def waited_us(self) -> Times:
        """How long the stay took that each of the `arrivals` ended."""
        entered_us = self.journeys.entered_us
        waited_us: Times = entered_us[self.arrivals] - entered_us[self.arrivals - 1]
        return waited_us

    @cached_property
    def since_us(self) -> Times:
        """Of each visit, how long the stay took from which the trip came to it; 0 for first visits."""
        since_us = np.diff(self.journeys.entered_us, prepend=0)
        since_us[self.first] = 0
        return since_us

    @cached_property
    def stretches(self) -> tuple[Integers, Integers]:
        """Visits of a trip one after another in one stage: the first of each stretch, and the stage as `Scope.stage_of` has it."""
        stage = self.scope.stage_of.astype(np.uint16).take(self.journeys.place)
        begins = np.empty(len(stage), dtype=np.bool_)
        np.not_equal(stage[1:], stage[:-1], out=begins[1:])
        begins[self.first] = True
        begin = np.flatnonzero(begins)
        return begin, stage[begin].astype(np.int64)

    @property
    def first(self) -> Integers:
        """The first visit of each trip."""
        return self.journeys.offset[:-1]

    @property
    def last(self) -> Integers:
        """The last visit of each trip."""
        return self.journeys.offset[1:] - 1

    @cached_property
    def by_outcome(self) -> Flags:
        """Which trips ended with an outcome."""
        ended: Flags = self.journeys.how < len(self.scope.places)
        return ended

    @cached_property
    def last_step(self) -> Integers:
        """The place of each trip's last visit to a step: an outcome is no step, and the last visit only if any."""
        return self.journeys.place[self.last - self.by_outcome]

    @cached_property
    def ended(self) -> Integers:
        """How each trip ended: index among the outcomes, then gone quiet, then open."""
        return self.journeys.how - self.scope.steps
