"""The map: what a journey file means, typed and frozen. It knows nothing of YAML and does no I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from desireline.conditions import Condition, ValueType
from desireline.diagnostics import Severity
from desireline.model.opening_hours import OpeningHours

OutcomeKind = Literal["reached", "lost", "other"]
About = Literal["product", "relationship"]
Actor = Literal["self", "bot", "person", "company"]
Seen = Literal["events", "offline"]
Once = Literal["trip", "customer"]
ActionKind = Literal["say", "task", "handoff", "call", "offer", "choose"]
ScoreKind = Literal["nps", "csat", "ces", "mean"]
IdeaState = Literal["proposed", "planned", "under_way", "done", "dropped"]
DONE = "done"
"""In `until`: the end of work of the visit itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TripRules:
    """When a customer's events are one trip. `quiet_us` None: never quiet. `starts` empty: any step is a start."""

    per: str | None = None
    starts: tuple[str, ...] = ()
    quiet_us: int | None
    only: Condition | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Allow:
    """A rule of `check` that need not hold here, and why. `severity` None: its findings are not reported at all."""

    rule: str
    because: str
    severity: Severity | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """Who is responsible. `hours` None: always open."""

    id: str
    title: str
    hours: OpeningHours | None = None
    allow: tuple[Allow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A stretch of the journey as the customer sees it."""

    id: str
    title: str
    thinks: str | None = None
    success: str | None = None
    any_order: bool = False
    allow: tuple[Allow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """What the company does. `target` is what `kind` acts with: a message, a team, a system or an offer; none for `choose`.

    when        decided only where it holds (facts just before the moment)
    after_us    added to the moment of its cause
    before_us   for `ahead` only: how long before the promise is due
    if_late_us  performed if the clock is at most this past its moment; None: always; -1: never
    once        done once in a trip, or once for a customer, however many visits and moments would cause it
    while_here  decided only while the visit that it stands for is the trip's latest
    due_us      for a task or handoff: how long the team has, counted in its hours
    send        for a call: the fields and traits that the other system is given
    branches    for `choose`: the first whose `when` holds is done
    """

    id: str
    kind: ActionKind
    target: str | None = None
    title: str | None = None
    channel: str | None = None
    when: Condition | None = None
    after_us: int = 0
    before_us: int = 0
    if_late_us: int | None = 300_000_000
    once: Once | None = None
    while_here: bool = False
    due_us: int | None = None
    send: tuple[str, ...] = ()
    branches: tuple[Action, ...] = ()
    allow: tuple[Allow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """What the customer may count on at a step. `until` empty: any other step or outcome. `hours_of`: the team whose hours count."""

    id: str
    title: str
    within_us: int
    until: tuple[str, ...] = ()
    hours_of: str | None = None
    ahead: tuple[Action, ...] = ()
    late: tuple[Action, ...] = ()
    allow: tuple[Allow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A touchpoint as the customer knows it. `events`, `where` say which events are it, `done` which end its work."""

    id: str
    title: str
    stage: str
    events: tuple[str, ...] = ()
    where: Condition | None = None
    done: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    about: About | None = None
    by: Actor | None = None
    owner: str | None = None
    seen: Seen = "events"
    aftercare: bool = False
    moment_of_truth: bool = False
    hoped: int | None = None
    at_most: int | None = None
    next: tuple[str, ...] = ()
    promises: tuple[Promise, ...] = ()
    do: tuple[Action, ...] = ()
    allow: tuple[Allow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A way a trip ends. `worth`: money, in the company's own unit, gained (or lost, below 0) by it."""

    id: str
    title: str
    kind: OutcomeKind
    events: tuple[str, ...]
    where: Condition | None = None
    worth: float | None = None
    allow: tuple[Allow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A text by channel and language: `texts[channel][language]`."""

    id: str
    texts: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What customers say: an event whose field `value` is read on `lowest`..`highest`, of a step or stage."""

    id: str
    kind: ScoreKind
    events: tuple[str, ...]
    value: str
    lowest: int
    highest: int
    where: Condition | None = None
    of: str | None = None
    allow: tuple[Allow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What an insight rests on."""

    kind: str
    n: int | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Insight:
    """A finding of research, tied to a step or stage. `ours`: the company causes it."""

    id: str
    at: str
    pain: str | None = None
    gain: str | None = None
    ours: bool | None = None
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Idea:
    """Something that might be done about an insight. `effort` 1 (small) to 5."""

    id: str
    for_: str
    title: str
    effort: int | None = None
    obstacles: tuple[str, ...] = ()
    owner: str | None = None
    state: IdeaState | None = None


@dataclass(frozen=True, kw_only=True)
class Map:
    """One journey. `version` is the hash of its meaning (64 hex digits): equal where texts mean the same.

    language  the trait that says in which language a customer is spoken to; None: each message's first
    zone      the time zone in which customers are told times; None: UTC
    """

    journey: str
    title: str
    version: str
    about: str | None = None
    trip: TripRules
    fields: Mapping[str, ValueType] = field(default_factory=dict)
    traits: Mapping[str, ValueType] = field(default_factory=dict)
    teams: tuple[Team, ...] = ()
    stages: tuple[Stage, ...] = ()
    steps: tuple[Step, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    when_quiet: tuple[Action, ...] = ()
    messages: tuple[Message, ...] = ()
    scores: tuple[Score, ...] = ()
    insights: tuple[Insight, ...] = ()
    ideas: tuple[Idea, ...] = ()
    language: str | None = None
    zone: str | None = None
    allow: tuple[Allow, ...] = ()

    @property
    def short_version(self) -> str:
        """The first 12 digits of the version, as it is shown."""
        return self.version[:12]

    @cached_property
    def step_by_id(self) -> Mapping[str, Step]:
        """The steps by their ids."""
        return {step.id: step for step in self.steps}

    @cached_property
    def outcome_by_id(self) -> Mapping[str, Outcome]:
        """The outcomes by their ids."""
        return {outcome.id: outcome for outcome in self.outcomes}

    @cached_property
    def team_by_id(self) -> Mapping[str, Team]:
        """The teams by their ids."""
        return {team.id: team for team in self.teams}
