"""Example journeys as they are told: what the engine makes of their events, for people to read and for tests to hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from desireline.engine import Effect, PromiseSettled, TripEnded, VisitMade, rebuild
from desireline.model import GONE_QUIET, IDENTIFY, OPEN, Event, Map, format_instant
from desireline.walk.goals import KINDS, Goal, shown_by
from desireline.walk.planning import Candidate, Missed, Planner
from desireline.walk.walker import Ground

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of a journey: a visit, a promise broken, something done, or the end. UTC microseconds."""

    time_us: int
    text: str


@dataclass(frozen=True, slots=True)
class Journey:
    """One example customer.

    events   what happens, in order
    as_of_us the moment until which it is told
    visits   the steps and outcome that the engine makes of it
    ends     the outcome, `gone_quiet`, or `open`
    shows    what of the map it shows
    moments  the same for people
    """

    customer: str
    events: tuple[Event, ...]
    as_of_us: int
    visits: tuple[str, ...]
    ends: str
    shows: tuple[Goal, ...]
    moments: tuple[Moment, ...]

    def as_data(self) -> dict[str, Any]:
        """The journey as JSON has it."""
        return {
            "customer": self.customer,
            "visits": list(self.visits),
            "ends": self.ends,
            "as_of": format_instant(self.as_of_us),
            "shows": [_goal_data(goal) for goal in self.shows],
            "events": [_event_data(event) for event in self.events],
        }


@dataclass(frozen=True, slots=True)
class Walk:
    """Journeys that together show a map, the shortest first, and what none of them shows."""

    map: Map
    journeys: tuple[Journey, ...]
    goals: tuple[Goal, ...]
    missed: tuple[Missed, ...]

    def coverage(self) -> Mapping[str, tuple[int, int]]:
        """For each kind of what is to be shown: how many are, of how many."""
        shown = {goal for journey in self.journeys for goal in journey.shows}
        listed = {word: [goal for goal in self.goals if goal.kind == kind] for kind, word in KINDS.items()}
        return {word: (len(shown.intersection(goals)), len(goals)) for word, goals in listed.items() if goals}

    def as_data(self) -> dict[str, Any]:
        """The walk as JSON has it."""
        return {
            "journey": self.map.journey,
            "version": self.map.version,
            "coverage": {word.replace(" ", "_"): {"shown": shown, "of": of} for word, (shown, of) in self.coverage().items()},
            "not_shown": [{**_goal_data(missed.goal), "because": missed.reason} for missed in self.missed],
            "journeys": [journey.as_data() for journey in self.journeys],
        }

    def tell(self) -> Iterator[str]:
        """The walk as text, line by line."""
        yield f"{self.map.title}: {len(self.journeys)} example journeys"
        for number, journey in enumerate(self.journeys, start=1):
            yield ""
            yield f"{number}. {_ending(journey, self.map)}"
            yield from (f"   {_clock(moment.time_us)}  {moment.text}" for moment in journey.moments)
        yield ""
        yield "They show " + ", ".join(f"{shown} of {of} {word}" for word, (shown, of) in self.coverage().items()) + "."
        yield from (f"Not shown: {missed.goal}; {missed.reason}." for missed in self.missed)


def walk(map_: Map) -> Walk:
    """Example journeys that show every start, move, branch, broken promise and outcome of a map and a quiet end, as far as can be."""
    from desireline.engine import compile_map

    planner = Planner(Ground.of(map_, compile_map(map_)))
    found = planner.plan()
    journeys = tuple(_told(candidate, f"example-{number:02}", planner) for number, candidate in enumerate(found, start=1))
    return Walk(map_, journeys, tuple(planner.goals), tuple(planner.missed))


def _told(candidate: Candidate, customer: str, planner: Planner) -> Journey:
    """A journey under its customer's name, as the engine computes it."""
    program, goals = planner.ground.program, set(planner.goals)
    events = tuple(
        msgspec.structs.replace(event, id=f"{customer}-{number:02}", customer=customer)
        for number, event in enumerate(candidate.walker.events, start=1)
    )
    rebuilt = rebuild(program, events, candidate.as_of_us)
    visits = [change for change in rebuilt.changes if isinstance(change, VisitMade)]
    ends = next((change.how for change in rebuilt.changes if isinstance(change, TripEnded)), OPEN)
    shows = tuple(goal for goal in shown_by(rebuilt.changes, rebuilt.effects) if goal in goals)
    moments = sorted(_moments(rebuilt.changes, rebuilt.effects, events, planner), key=lambda m: m.time_us)
    return Journey(customer, events, candidate.as_of_us, tuple(v.step for v in visits), ends, shows, tuple(moments))


def _moments(changes: Sequence[object], effects: Sequence[Effect], events: Sequence[Event], planner: Planner) -> Iterator[Moment]:
    map_, by_id = planner.ground.map, {event.id: event for event in events}
    titles = {step.id: step.title for step in map_.steps} | {outcome.id: outcome.title for outcome in map_.outcomes}
    visits = {change.event for change in changes if isinstance(change, VisitMade)}
    telling = (event for event in events if event.name == IDENTIFY and event.id not in visits)
    yield from (Moment(event.time_us, f"We learn: {_values(event, map_)}") for event in telling)
    for change in changes:
        match change:
            case VisitMade():
                where = f" ({change.channel})" if change.channel is not None else ""
                carried = _values(by_id[change.event], map_)
                yield Moment(change.entered_us, f"{titles[change.step]}{where}{f': {carried}' if carried else ''}")
            case PromiseSettled(state="broken"):
                promise, _ = planner.ground.promises[change.promise]
                yield Moment(change.settled_us, f"Broken: {promise.title}")
            case TripEnded(how=how) if how == GONE_QUIET:
                yield Moment(change.ended_us, "Nothing more is heard")
    yield from (Moment(effect.moment_us, f"  {_deed(effect)}") for effect in effects)


def _deed(effect: Effect) -> str:
    """What the company does, in a line."""
    what = {"say": "we say", "task": "task for", "handoff": "a person of", "call": "we tell", "offer": "we offer"}.get(effect.kind, "we do")
    where = f" on {effect.channel}" if effect.channel is not None else ""
    title = f": {effect.title}" if effect.title else ""
    return f"→ {what} {effect.target or effect.action}{where}{title}"


def _values(event: Event, map_: Map) -> str:
    per = map_.trip.per
    return ", ".join(f"{name} {_value(value)}" for name, value in event.properties.items() if name != per)


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _ending(journey: Journey, map_: Map) -> str:
    if journey.ends in map_.outcome_by_id:
        outcome = map_.outcome_by_id[journey.ends]
        return f"{outcome.title} ({outcome.kind})"
    return "Nothing more is heard" if journey.ends == GONE_QUIET else "Still on the way"


def _clock(time_us: int) -> str:
    at = _EPOCH + timedelta(microseconds=time_us)
    return f"{at:%a} {at.day:>2} {at:%b %H:%M}"


def _goal_data(goal: Goal) -> dict[str, str]:
    return {"kind": goal.kind, **({"id": goal.id} if goal.id else {}), **({"to": goal.to} if goal.to else {})}


def _event_data(event: Event) -> dict[str, Any]:
    return {
        "id": event.id,
        "time": format_instant(event.time_us),
        "customer": event.customer,
        "name": event.name,
        "channel": event.channel,
        "source": event.source,
        **({"properties": dict(event.properties)} if event.properties else {}),
    }
