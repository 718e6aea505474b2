"""One customer's story as the page draws it: trips with their visits and promises, and every event with what it was."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from desireline.explain import Story
    from desireline.model import Map

MOST_EVENTS = 2_000
Data = Mapping[str, Any]


class PersonVisit(msgspec.Struct, frozen=True):
    """A visit. `stage`: its place among the stages, None for an outcome; `seconds` None: it is not left."""

    step: str
    title: str
    stage: int | None
    channel: str | None
    entered: str
    done: str | None
    seconds: float | None
    move: str
    because: str


class PersonPromise(msgspec.Struct, frozen=True):
    """A promise that visit `seq` of the trip made. `late_seconds` below 0: it was kept so much early."""

    title: str
    seq: int
    due: str
    state: str
    late_seconds: float | None


class PersonTrip(msgspec.Struct, frozen=True):
    """One passage through one map. `kind`: reached, lost, other, gone_quiet or open; `at`: where the customer is, while it is open.

    `route`: the steps of all visits, as the criterion `route` takes them.
    """

    journey: str
    map_title: str
    stages: list[str]
    number: int
    key: str | None
    again: bool
    started: str
    ended: str | None
    ended_as: str
    kind: str
    visits: list[PersonVisit]
    promises: list[PersonPromise]
    at: str | None
    at_step: str | None
    next: list[str]
    route: str


class PersonEvent(msgspec.Struct, frozen=True):
    """An event. `what`: what it was on the maps, in words; `counted`: whether it was anything on one of them."""

    time: str
    name: str
    channel: str | None
    what: str
    counted: bool


class PersonView(msgspec.Struct, frozen=True):
    """One customer. `names`: all names, the one that is counted first; `events`: the first ones, of `all_events`."""

    customer: str
    as_of: str
    names: list[str]
    all_events: int
    first: str | None
    last: str | None
    channels: list[str]
    trips: list[PersonTrip]
    events: list[PersonEvent]


def person_view(story: Story, maps: Sequence[Map]) -> PersonView:
    """A story on the page."""
    data = story.as_data()
    by_id = {map_.journey: map_ for map_ in maps}
    events = data["events"]
    trips = [trip for journey in data["journeys"] for trip in _trips(journey, by_id[journey["journey"]])]
    return PersonView(
        customer=data["customer"],
        as_of=data["as_of"],
        names=[one["identity"] for one in data["identities"]],
        all_events=data["events_counted"],
        first=data["first"],
        last=data["last"],
        channels=list(dict.fromkeys(event["channel"] for event in events if event["channel"] is not None)),
        trips=sorted(trips, key=lambda trip: trip.started),
        events=[_event(event, by_id) for event in events[:MOST_EVENTS]],
    )


def together(told: Sequence[PersonView]) -> PersonView:
    """What several logs tell of one customer."""
    if len(told) == 1:
        return told[0]
    first, last = [one.first for one in told if one.first], [one.last for one in told if one.last]
    return PersonView(
        customer=told[0].customer,
        as_of=max(one.as_of for one in told),
        names=list(dict.fromkeys(name for one in told for name in one.names)),
        all_events=sum(one.all_events for one in told),
        first=min(first, default=None),
        last=max(last, default=None),
        channels=list(dict.fromkeys(channel for one in told for channel in one.channels)),
        trips=sorted((trip for one in told for trip in one.trips), key=lambda trip: trip.started),
        events=sorted((event for one in told for event in one.events), key=lambda event: event.time)[:MOST_EVENTS],
    )


def _trips(journey: Data, map_: Map) -> Iterator[PersonTrip]:
    titles, kinds = _titles(map_), {outcome.id: outcome.kind for outcome in map_.outcomes}
    stages = {stage.id: index for index, stage in enumerate(map_.stages)}
    stage_of = {step.id: stages[step.stage] for step in map_.steps}
    promised = {promise.id: promise.title for step in map_.steps for promise in step.promises}
    for trip in journey["trips"]:
        how, coming = trip["how"], trip["coming"]
        yield PersonTrip(
            journey=map_.journey,
            map_title=map_.title,
            stages=[stage.title for stage in map_.stages],
            number=trip["trip"],
            key=trip["key"],
            again=trip["again"],
            started=trip["started"],
            ended=trip["ended"],
            ended_as=titles.get(how, how),
            kind=kinds.get(how, how),
            visits=[_visit(visit, titles, stage_of) for visit in trip["visits"]],
            promises=[
                PersonPromise(promised[one["promise"]], one["seq"], one["due"], one["state"], one["late_seconds"])
                for one in trip["promises"]
            ],
            at=None if coming is None else titles.get(coming["at"], coming["at"]),
            at_step=None if coming is None else coming["at"],
            next=[] if coming is None else [titles.get(one["step"], one["step"]) for one in coming["next"]],
            route=",".join(visit["step"] for visit in trip["visits"]),
        )


def _visit(visit: Data, titles: Mapping[str, str], stage_of: Mapping[str, int]) -> PersonVisit:
    step = visit["step"]
    return PersonVisit(
        step=step,
        title=titles[step],
        stage=stage_of.get(step),
        channel=visit["channel"],
        entered=visit["entered"],
        done=visit["done"],
        seconds=visit["seconds"],
        move=visit["move"],
        because=visit["because"],
    )


def _event(event: Data, by_id: Mapping[str, Map]) -> PersonEvent:
    said = [(by_id[journey].title, what) for journey, was in event["on"].items() if (what := _what(was, by_id[journey]))]
    texts = [f"{title}: {what}" if len(by_id) > 1 else what for title, what in said]
    return PersonEvent(event["time"], event["name"], event["channel"], "; ".join(texts) or "matches nothing", bool(said))


def _what(was: Data, map_: Map) -> str | None:
    """What an event was on one map; None: nothing."""
    if was["is"] is None:
        return None
    what = f"{was['is']} {_titles(map_).get(was['id'], was['id'])}"
    if was["outside"] is not None:
        return f"{what}, in no trip: {was['outside']}"
    return what if was["move"] is None else f"{what}, {was['move']}"


def _titles(map_: Map) -> dict[str, str]:
    return {step.id: step.title for step in map_.steps} | {outcome.id: outcome.title for outcome in map_.outcomes}
