"""A story as plain data for JSON: times as ISO text, durations in seconds, the same keys always."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from desireline.explain.coming import Coming, coming_on, missed_us
from desireline.explain.customer import Customer, Extent, Identity
from desireline.explain.journey import AsideTold, PromiseTold, TripTold, VisitTold
from desireline.explain.matching import line_text
from desireline.explain.teller import Teller, Was
from desireline.model import Event, Identification, format_instant


def head(customer: Customer, extent: Extent, as_of_us: int) -> dict[str, Any]:
    """Who it is, and how much there is to tell."""
    return {
        "customer": customer.name,
        "as_of": format_instant(as_of_us),
        "identities": [_identity(one) for one in customer.identities],
        "unfollowed": [{**_identification(found), "why": why} for found, why in customer.unfollowed],
        "events_counted": extent.events,
        "events_later": extent.later,
        "first": _time(extent.first_us),
        "last": _time(extent.last_us),
    }


def _identity(one: Identity) -> dict[str, Any]:
    by = None if one.by is None else _identification(one.by)
    return {"identity": one.name, "kind": one.kind, "by": by, "aliases": list(one.aliases)}


def _identification(found: Identification) -> dict[str, Any]:
    said = {"customer": found.customer, "was": found.was or None}
    return {"event": found.id, "source": found.source, "time": format_instant(found.time_us), **said}


def told(number: int, event: Event, was: Sequence[Was]) -> dict[str, Any]:
    """An event, and what it was on each map."""
    return {
        "number": number,
        "time": format_instant(event.time_us),
        "id": event.id,
        "source": event.source,
        "identity": event.customer,
        "name": event.name,
        "channel": event.channel,
        "person": event.person,
        "properties": dict(event.properties),
        "on": {one.read.map.journey: _was(one) for one in was},
    }


def _was(one: Was) -> dict[str, Any]:
    match = one.match
    return {
        "is": None if match is None else match.candidate.kind,
        "id": None if match is None else match.candidate.id,
        "line": None if match is None else line_text(match.line),
        "where_line": None if match is None else line_text(match.where_line),
        "key": one.key,
        "trip": None if one.trip is None else one.trip.number,
        "seq": None if one.visit is None else one.visit.seq,
        "move": one.move,
        "outside": one.outside,
        "tried": [one_try.as_data() for one_try in one.tries],
        "near": list(one.near),
    }


def journey(teller: Teller, as_of_us: int) -> dict[str, Any]:
    """The customer's trips on one map, and what the company was to do."""
    map_ = teller.read.map
    return {
        "journey": map_.journey,
        "version": map_.version,
        "path": teller.read.path,
        "trips": [_trip(trip, teller, as_of_us) for trip in teller.trips],
        "actions": [one.as_data() for one in teller.actions],
        "awaited": [one.as_data() for one in teller.awaited()],
    }


def _trip(trip: TripTold, teller: Teller, as_of_us: int) -> dict[str, Any]:
    coming = coming_on(trip, teller)
    return {
        "trip": trip.number,
        "key": trip.key,
        "again": trip.again,
        "started": format_instant(trip.started_us),
        "ended": _time(trip.ended_us),
        "how": trip.how,
        "taken_over_by": trip.taken_over_by,
        "taken_over": _time(trip.taken_over_us),
        "visits": [_visit(visit) for visit in trip.visits],
        "promises": [_promise(promise, teller, as_of_us) for promise in trip.promises],
        "asides": [_aside(aside) for aside in trip.asides],
        "coming": None if coming is None else _coming(coming),
    }


def _aside(aside: AsideTold) -> dict[str, Any]:
    """`seq`: the trip's latest visit then."""
    return {
        "seq": aside.seq,
        "event": aside.event,
        "source": aside.source,
        "of": aside.of,
        "time": format_instant(aside.time_us),
    }


def _visit(visit: VisitTold) -> dict[str, Any]:
    return {
        "seq": visit.seq,
        "step": visit.step,
        "event": visit.event,
        "source": visit.source,
        "channel": visit.channel,
        "entered": format_instant(visit.entered_us),
        "left": _time(visit.left_us),
        "seconds": None if visit.left_us is None else (visit.left_us - visit.entered_us) / 1_000_000,
        "done": _time(visit.done_us),
        "done_event": visit.done_event,
        "move": visit.move,
        "because": visit.because,
    }


def _promise(promise: PromiseTold, teller: Teller, as_of_us: int) -> dict[str, Any]:
    missed = missed_us(promise, teller.read.map, as_of_us)
    return {
        "promise": promise.promise,
        "step": promise.step,
        "seq": promise.seq,
        "given": format_instant(promise.given_us),
        "due": format_instant(promise.due_us),
        "state": promise.state,
        "settled": _time(promise.settled_us),
        "event": promise.event,
        "came": _time(promise.came_us),
        "late_seconds": None if missed is None else missed / 1_000_000,
    }


def _coming(coming: Coming) -> dict[str, Any]:
    return {
        "at": coming.step,
        "next": [{"step": one.place, "through": list(one.through), "any_order": one.any_order} for one in coming.ahead],
        "promises": [{"promise": one.promise, "due": format_instant(one.due_us)} for one in coming.pending],
        "quiet": _time(coming.quiet_us),
    }


def _time(moment_us: int | None) -> str | None:
    return None if moment_us is None else format_instant(moment_us)
