"""Measures once more, by plain loops over the trips and visits of a replay: slow, and independent of the arrays that measures count."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from itertools import pairwise
from math import ceil
from typing import Any

from support.oracle import QUARTER_US, customers, is_open

from desireline.conditions import text_of
from desireline.events import MemoryLake
from desireline.measure import Period
from desireline.model import Event, Map, PromiseMade, Trip, Visit
from desireline.replay import Replay, replay

At = tuple[str | None, ...]
LENGTHS_US = {"1h": 3_600_000_000, "1d": 86_400_000_000, "7d": 604_800_000_000, "30d": 2_592_000_000_000}


@dataclass(frozen=True)
class Row:
    """One row of a family: where it counts, the trip that it belongs to, and its value."""

    at: At
    trip: Trip
    value: int | None = None


@dataclass(frozen=True)
class Count:
    """What the rows of a cell come to. Quantiles: of nearest rank; None where there are no values."""

    rows: int
    trips: int
    customers: int
    total: int
    p50: int | None
    p90: int | None


def counted(rows: Sequence[Row]) -> dict[At, Count]:
    """The rows by where they count."""
    return {at: count_of([row for row in rows if row.at == at]) for at in {row.at for row in rows}}


def count_of(rows: Sequence[Row]) -> Count:
    values = sorted(row.value for row in rows if row.value is not None)
    trips, whose = {row.trip.trip for row in rows}, {row.trip.customer for row in rows}
    return Count(len(rows), len(trips), len(whose), sum(values), _quantile(values, 0.5), _quantile(values, 0.9))


def _quantile(values: Sequence[int], share: float) -> int | None:
    return values[max(1, ceil(share * len(values))) - 1] if values else None


class ByHand:
    """What an example comes to in a period. Ids of events are taken to be different in all sources.

    clock_us  what is later is in the future
    """

    def __init__(
        self, map_: Map, data: Mapping[str, Any], lake: MemoryLake, events: Sequence[Event], aliases: Any, period: Period, clock_us: int
    ) -> None:
        self.map, self.data, self.lake, self.aliases, self.period, self.clock_us = map_, data, lake, aliases, period, clock_us
        self.event: dict[str, Event] = {}
        for event in events:
            self.event.setdefault(event.id, event)
        self.steps = {step["id"]: step for step in data["steps"]}
        self.kind_of = {outcome["id"]: outcome["kind"] for outcome in data["outcomes"]}

    def as_of(self, as_of_us: int | None) -> int:
        """The moment for which a period is answered: the one asked about, or that of the latest event, but none after its end."""
        if as_of_us is None:
            as_of_us = max((event.time_us for event in self.event.values() if event.time_us <= self.clock_us), default=self.clock_us)
        return min(as_of_us, self.period.until_us - 1)

    def replayed(self, as_of_us: int | None) -> "ByHand":
        """Read the tables of the replay as of that moment."""
        self.now_us = self.as_of(as_of_us)
        self.replay: Replay = replay(self.map, self.lake, as_of_us=self.now_us, now_us=self.clock_us, threads=1)
        self.journeys = self.replay.journeys()
        return self

    @cached_property
    def visits(self) -> dict[int, list[Visit]]:
        """trip -> its visits."""
        return {trip.trip: [visit for visit in self.journeys.visits if visit.trip == trip.trip] for trip in self.journeys.trips}

    def within(self, time_us: int | None) -> bool:
        """Whether a moment lies in the period."""
        return time_us is not None and self.period.from_us <= time_us < self.period.until_us

    @cached_property
    def trips(self) -> list[Trip]:
        """The trips that are counted."""
        return [trip for trip in self.journeys.trips if any(self.within(visit.entered_us) for visit in self.visits[trip.trip])]

    def came(self) -> Iterator[tuple[Trip, Visit]]:
        """The visits that began in the period."""
        for trip in self.journeys.trips:
            yield from ((trip, visit) for visit in self.visits[trip.trip] if self.within(visit.entered_us))

    def moves(self) -> Iterator[tuple[Trip, Visit, Visit, int]]:
        """The moves made in the period: from, to, and how long the stay took."""
        for trip in self.journeys.trips:
            stays = self.visits[trip.trip]
            for a, b in pairwise(stays):
                if self.within(b.entered_us):
                    yield trip, a, b, b.entered_us - a.entered_us

    def routes(self) -> dict[tuple[str, ...], int]:
        """Sequences of steps and outcomes -> how many of the trips took them."""
        found: dict[tuple[str, ...], int] = {}
        for trip in self.trips:
            route = tuple(visit.step for visit in self.visits[trip.trip])
            found[route] = found.get(route, 0) + 1
        return found

    def families(self) -> dict[str, list[Row]]:
        """Family -> its rows."""
        rows = {name: list(made(self)) for name, made in _FAMILIES.items()}
        rows["waits"] = [Row(row.at[:2], row.trip, row.value) for row in rows["moves"]]
        rows["stays"] = [Row(row.at[:1], row.trip, row.value) for row in rows["moves"]]
        rows["owners"] = [Row((self.owner(row.at[0]),), row.trip, row.value) for row in rows["moves"]]
        rows["long_waits"] = [
            Row((*row.at, name), row.trip, row.value) for row in rows["waits"] for name, us in LENGTHS_US.items() if (row.value or 0) >= us
        ]
        judged = [row for row in rows["promises"] if row.at[1] in ("kept", "broken")]
        rows["judged_promises"] = [Row(row.at[:1], row.trip) for row in judged]
        rows["reached"] = [Row((), row.trip) for row in rows["effort"]]
        rows["scores"] = [Row(row.at[:2], row.trip, row.value) for row in rows["scores_by_step"]]
        stages = {step: data["stage"] for step, data in self.steps.items()}
        rows["scores_by_stage"] = [Row((*row.at[:2], stages.get(row.at[2] or "")), row.trip, row.value) for row in rows["scores_by_step"]]
        return rows

    def owner(self, place: str | None) -> str | None:
        """The team that owns a step."""
        return self.steps.get(place or "", {}).get("owner")

    def segment_of(self, trip: Trip, name: str) -> str | None:
        """What a trip's segment is, by the event of its first visit."""
        first = self.visits[trip.trip][0]
        event = self.event[first.event]
        if name in self.map.traits:
            value = self.traits_at(trip.customer, event).get(name)
        elif name in self.map.fields:
            value = self.map.fields[name].read(event.properties.get(name))
        else:
            day = datetime.fromtimestamp(first.entered_us // 1_000_000, UTC).date()
            begun = {"day": str(day), "week": str(day - timedelta(day.weekday())), "month": f"{day:%Y-%m}", "year": f"{day:%Y}"}
            return {**begun, "channel": first.channel, "start": first.step, "again": "true" if trip.again else "false"}[name]
        return None if value is None else text_of(value)

    def traits_at(self, customer: str, event: Event) -> dict[str, Any]:
        """What was known of a customer as of an event."""
        counting = sorted((e for e in self.event.values() if e.time_us <= self.now_us), key=lambda e: e.order)
        whose = customers(counting, self.aliases)
        known: dict[str, Any] = {}
        for one in counting:
            if one.name == "identify" and whose[one.customer] == customer and one.order <= event.order:
                said = {name: kind.read(one.properties.get(name)) for name, kind in self.map.traits.items()}
                known |= {name: value for name, value in said.items() if value is not None}
        return known


def _all(of: ByHand) -> Iterator[Row]:
    yield from (Row((), trip) for trip in of.trips)


def _trips(of: ByHand) -> Iterator[Row]:
    for trip in of.trips:
        yield Row((trip.how,), trip, of.visits[trip.trip][-1].entered_us - trip.started_us)


def _ended(of: ByHand) -> Iterator[Row]:
    for trip in of.journeys.trips:
        if of.within(trip.ended_us):
            yield Row((trip.how,), trip, (trip.ended_us or 0) - trip.started_us)


def _lifetimes(of: ByHand) -> Iterator[Row]:
    for trip in of.journeys.trips:
        if of.within(trip.started_us):
            yield Row((trip.how,), trip, (of.now_us if trip.ended_us is None else trip.ended_us) - trip.started_us)


def _begun(of: ByHand) -> Iterator[Row]:
    yield from (Row((), row.trip) for row in _lifetimes(of))


def _stages(of: ByHand) -> Iterator[Row]:
    for trip in of.trips:
        on_steps = [visit for visit in of.visits[trip.trip] if visit.step in of.steps]
        last = of.steps[on_steps[-1].step]["stage"]
        for stage in {of.steps[visit.step]["stage"] for visit in on_steps if of.within(visit.entered_us)}:
            ended = {"gone_quiet": "gone_quiet", "open": "still_there", **of.kind_of}[trip.how]
            yield Row((stage, "moved_on" if last != stage else ended), trip)


def _visits(of: ByHand) -> Iterator[Row]:
    yield from (Row((visit.step,), trip) for trip, visit in of.came())


def _kinds(of: ByHand) -> Iterator[Row]:
    yield from (Row((visit.move,), trip) for trip, visit in of.came())


def _channels(of: ByHand) -> Iterator[Row]:
    yield from (Row((visit.channel,), trip) for trip, visit in of.came())


def _channels_by_stage(of: ByHand) -> Iterator[Row]:
    yield from (Row((of.steps.get(visit.step, {}).get("stage"), visit.channel), trip) for trip, visit in of.came())


def _stage_stays(of: ByHand) -> Iterator[Row]:
    for trip in of.journeys.trips:
        begun: Visit | None = None
        for visit in of.visits[trip.trip]:
            stage = of.steps.get(visit.step, {}).get("stage")
            before = None if begun is None else of.steps[begun.step]["stage"]
            if begun is not None and stage != before and of.within(visit.entered_us):
                yield Row((before,), trip, visit.entered_us - begun.entered_us)
            if stage != before:
                begun = None if stage is None else visit


def _moves(of: ByHand) -> Iterator[Row]:
    yield from (Row((a.step, b.step, b.move), trip, us) for trip, a, b, us in of.moves())


def _working(of: ByHand) -> Iterator[Row]:
    yield from (Row((a.step,), trip, a.done_us - a.entered_us) for trip, a, _, _ in of.moves() if a.done_us is not None)


def _waiting(of: ByHand) -> Iterator[Row]:
    yield from (Row((a.step,), trip, b.entered_us - a.done_us) for trip, a, b, _ in of.moves() if a.done_us is not None)


def _channel_changes(of: ByHand) -> Iterator[Row]:
    for trip, a, b, us in of.moves():
        if a.channel is not None and b.channel is not None and a.channel != b.channel:
            yield Row((a.channel, b.channel), trip, us)


def _handoffs(of: ByHand) -> Iterator[Row]:
    for trip, a, b, us in of.moves():
        teams = of.owner(a.step), of.owner(b.step)
        if None not in teams and teams[0] != teams[1]:
            yield Row(teams, trip, us)


def _first_contacts(of: ByHand) -> Iterator[Row]:
    for trip in of.journeys.trips:
        first = of.visits[trip.trip][0]
        if of.within(first.entered_us):
            yield Row((first.step, first.channel), trip)


def _effort(of: ByHand) -> Iterator[Row]:
    for trip in of.trips:
        if of.kind_of.get(trip.how) == "reached":
            contacts = [visit for visit in of.visits[trip.trip] if visit.step in of.steps and of.steps[visit.step].get("by") != "company"]
            yield Row((trip.how,), trip, len(contacts))


def _help(of: ByHand) -> Iterator[Row]:
    for row in _effort(of):
        met = any(of.steps.get(visit.step, {}).get("by") == "person" for visit in of.visits[row.trip.trip])
        yield Row(("with_person" if met else "without_person",), row.trip)


def _made(of: ByHand) -> Iterator[tuple[Trip, PromiseMade]]:
    for made in of.journeys.promises:
        if of.within(of.visits[made.trip][made.seq].entered_us):
            yield of.journeys.trips[made.trip], made


def _promises(of: ByHand) -> Iterator[Row]:
    yield from (Row((made.promise, made.state), trip) for trip, made in _made(of))


def _broken_promises(of: ByHand) -> Iterator[Row]:
    for trip, made in _made(of):
        if made.state != "broken":
            continue
        (promise,) = [p for p in of.steps[made.step]["promises"] if p["id"] == made.promise]
        until = promise.get("until") or [place for place in (*of.steps, *of.kind_of) if place != made.step]
        visits = of.visits[trip.trip]
        came = [visit.entered_us for visit in visits[made.seq + 1 :] if visit.step in until][:1]
        done_us = visits[made.seq].done_us
        came += [done_us] if "done" in until and done_us is not None else []
        hours = of.data["teams"][promise["hours_of"]].get("hours") if "hours_of" in promise else None
        yield Row((made.promise, "settled" if came else "not_settled"), trip, _open_us(hours, made.due_us, min(came, default=of.now_us)))


def _open_us(hours: str | None, from_us: int, until_us: int) -> int:
    """How much time in hours lies between two moments. Hours begin and end with quarters."""
    if hours is None:
        return until_us - from_us
    quarters = range(from_us // QUARTER_US, until_us // QUARTER_US + 1)
    spans = ((max(from_us, q * QUARTER_US), min(until_us, (q + 1) * QUARTER_US)) for q in quarters if is_open(hours, q))
    return sum(end - begin for begin, end in spans)


def _answers(of: ByHand) -> Iterator[Row]:
    scores = {score["id"]: score for score in of.data.get("scores", ())}
    said = {event: id_ for event, kind, id_ in of.replay.asides.relation().project("event, kind, id").fetchall() if kind == "score"}
    for trip in of.journeys.trips:
        for event in (of.event[id_] for id_ in trip.aside if id_ in said and of.within(of.event[id_].time_us)):
            score = scores[said[event.id]]
            lowest, highest = map(int, score["scale"].split(".."))
            step = [v.step for v in of.visits[trip.trip] if (v.entered_us, v.event) < (event.time_us, event.id)][-1]
            value = of.map.fields[score["value"]].read(event.properties.get(score["value"]))
            fits = isinstance(value, (int, float)) and lowest <= value <= highest and (score["kind"] == "mean" or value == int(value))
            parts = 1_000_000 if score["kind"] == "mean" else 1
            above = round((value - lowest) * parts) if fits else 0  # type: ignore[operator]
            yield Row((score["id"], "on_scale" if fits else "off_scale", step), trip, above)


_FAMILIES: dict[str, Callable[[ByHand], Iterator[Row]]] = {
    "all": _all,
    "trips": _trips,
    "ended": _ended,
    "lifetimes": _lifetimes,
    "begun": _begun,
    "stages": _stages,
    "visits": _visits,
    "kinds": _kinds,
    "channels": _channels,
    "stage_stays": _stage_stays,
    "channels_by_stage": _channels_by_stage,
    "moves": _moves,
    "working": _working,
    "waiting": _waiting,
    "channel_changes": _channel_changes,
    "handoffs": _handoffs,
    "first_contacts": _first_contacts,
    "effort": _effort,
    "help": _help,
    "promises": _promises,
    "broken_promises": _broken_promises,
    "scores_by_step": _answers,
}
