"""One customer, and the maps that are run."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from itertools import islice
from typing import Annotated, Any

import msgspec

from desireline.diagnostics import DesirelineError
from desireline.engine import Program
from desireline.live import CustomerStory, StoredEffect, why
from desireline.live.pages import PAGE_BYTES, within
from desireline.model import OPEN, Journeys, PromiseMade, Trip, Visit, format_instant
from desireline.service.call import Call
from desireline.service.live.moments import read_moment
from desireline.service.live.served import Served
from desireline.service.live.shapes import (
    ComingShown,
    CustomerShown,
    Instant,
    JourneyTold,
    PromiseShown,
    TripShown,
    VisitShown,
    effect_shown,
    event_shown,
)
from desireline.service.operation import Operation, Reply
from desireline.service.problems import Fault, ProblemError, from_error, not_found

_encode = msgspec.json.Encoder().encode
_AS_OF = "a moment to tell it for: nothing that happened later counts, nor what was owed later; what became of effects is as it is now"


class CustomerQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How much is told of a customer."""

    journey: str | None = None
    as_of: Instant | None = None
    events: Annotated[int, msgspec.Meta(ge=0, le=10_000)] = 100


class WhyQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is to be told of a customer."""

    about: Annotated[str, msgspec.Meta(min_length=1, max_length=1000)]
    as_of: Instant | None = None


class WhyShown(msgspec.Struct, frozen=True):
    """Why something is so for a customer: an answer for each map that has what is asked about."""

    customer: str
    as_of: Instant
    about: str
    answers: Sequence[dict[str, Any]]


class JourneyShown(msgspec.Struct, frozen=True):
    """A map that is run.

    customers  how many were computed on its present version
    outdated   how many are yet to be: on an earlier version, or not at all
    """

    journey: str
    title: str
    version: str
    steps: int
    outcomes: int
    customers: int
    outdated: int


class JourneysShown(msgspec.Struct, frozen=True):
    """The maps that are run."""

    journeys: Sequence[JourneyShown]


def customer_operations(served: Served) -> list[Operation]:
    """What is asked about customers and maps."""

    def customer(call: Call) -> CustomerShown:
        programs = _asked(served, call.query.journey)
        story = served.reading.story(call.path["customer"], _moment_us(call.query.as_of))
        return told(served, story, programs, call.query.events)

    def journeys(_call: Call) -> JourneysShown:
        counts = served.states.told()
        return JourneysShown([_journey_shown(program, counts) for program in served.programs.values()])

    return [
        Operation(
            name="tellCustomer",
            method="GET",
            path="/v1/customers/{customer}",
            tag="Customers",
            summary="Tell all that is known of a customer",
            description=(
                "Events, trips, visits and promises as of now, or of the moment asked for; what was decided for them and what became "
                "of it, and what may come."
            ),
            query=CustomerQuery,
            parameters={
                "customer": "any of the names that the customer bears",
                "journey": "only this map",
                "as_of": _AS_OF,
                "events": "how many of the latest events are shown",
            },
            replies={HTTPStatus.OK: Reply(description="the customer", type=CustomerShown)},
            problems={HTTPStatus.NOT_FOUND: "nothing is known of the customer, or the map is not run"},
            handle=customer,
        ),
        _why(served),
        Operation(
            name="listJourneys",
            method="GET",
            path="/v1/journeys",
            tag="Customers",
            summary="List the maps that are run",
            replies={HTTPStatus.OK: Reply(description="the maps", type=JourneysShown)},
            handle=journeys,
        ),
    ]


def _why(served: Served) -> Operation:
    def because(call: Call) -> WhyShown:
        maps = served.sources or [program.map for program in served.programs.values()]
        try:
            now_us, as_of_us = served.now_us(), _moment_us(call.query.as_of)
            found = why(served.runtime.store, maps, call.path["customer"], call.query.about, now_us=now_us, as_of_us=as_of_us)
        except DesirelineError as error:
            if not error.diagnostics[0].code.startswith("X"):
                raise
            raise from_error(HTTPStatus.NOT_FOUND, "not_found", error) from None
        return WhyShown(**found)

    return Operation(
        name="tellWhy",
        method="GET",
        path="/v1/customers/{customer}/why",
        tag="Customers",
        summary="Tell why something is so for a customer",
        description=(
            "Why they were at a step or outcome, or never were; why an action was decided or not, missed or withdrawn: the rule, the "
            "condition with its values, the line of the map."
        ),
        query=WhyQuery,
        parameters={
            "customer": "any of the names that the customer bears",
            "about": "the id of a step, an outcome, an action, a branch or an effect",
            "as_of": _AS_OF,
        },
        replies={HTTPStatus.OK: Reply(description="the reasons", type=WhyShown)},
        problems={HTTPStatus.NOT_FOUND: "nothing is known of the customer, or no map has what is asked about"},
        handle=because,
    )


def told(served: Served, story: CustomerStory, programs: Mapping[str, Program], events_most: int) -> CustomerShown:
    """A customer's story for callers. Raises ProblemError (404) where nothing is known."""
    if not story.events and not story.effects:
        raise not_found("nothing is known of this customer")
    shown = list(within(islice(reversed(story.events), events_most), PAGE_BYTES, lambda event: len(_encode(event))))[::-1]
    effects = [stored for stored in story.effects if stored.effect.journey in programs or len(programs) == len(served.programs)]
    return CustomerShown(
        story.customer,
        story.identities,
        [event_shown(event) for event in shown],
        len(story.events) - len(shown),
        [_journey_told(served, program, story.journeys[journey]) for journey, program in programs.items()],
        [effect_shown(stored, served.wording) for stored in effects],
        [effect_shown(stored, served.wording) for stored in effects if _is_at_hand(stored)],
    )


def _moment_us(as_of: str | None) -> int | None:
    return None if as_of is None else read_moment(as_of, "as_of")


def _asked(served: Served, journey: str | None) -> Mapping[str, Program]:
    if journey is None:
        return served.programs
    if journey not in served.programs:
        detail = f"the map `{journey[:100]}` is not run here; there are {', '.join(served.programs)}"
        raise ProblemError(HTTPStatus.NOT_FOUND, "not_found", detail, [Fault(detail, "journey")])
    return {journey: served.programs[journey]}


def _is_at_hand(stored: StoredEffect) -> bool:
    return stored.effect.kind in ("task", "handoff") and stored.status in ("owed", "sending")


def _journey_shown(program: Program, counts: Mapping[tuple[str, str], int]) -> JourneyShown:
    of_version = {version: count for (journey, version), count in counts.items() if journey == program.journey}
    current = of_version.pop(program.version, 0)
    map_ = program.map
    return JourneyShown(
        program.journey, map_.title, map_.short_version, len(map_.steps), len(map_.outcomes), current, sum(of_version.values())
    )


def _journey_told(served: Served, program: Program, journeys: Journeys) -> JourneyTold:
    promises: dict[tuple[int, int], list[PromiseMade]] = {}
    for made in journeys.promises:
        promises.setdefault((made.trip, made.seq), []).append(made)
    visits: dict[int, list[Visit]] = {}
    for visit in journeys.visits:
        visits.setdefault(visit.trip, []).append(visit)
    trips = [_trip_shown(served, program, trip, visits[trip.trip], promises) for trip in journeys.trips]
    return JourneyTold(program.journey, program.map.title, program.map.short_version, trips, journeys.outside, journeys.unmapped)


def _trip_shown(
    served: Served, program: Program, trip: Trip, visits: Sequence[Visit], promises: Mapping[tuple[int, int], Sequence[PromiseMade]]
) -> TripShown:
    shown = [_visit_shown(program, visit, promises.get((visit.trip, visit.seq), ())) for visit in visits]
    return TripShown(
        trip.trip,
        trip.key,
        format_instant(trip.started_us),
        _instant(trip.ended_us),
        trip.how,
        trip.again,
        shown,
        _coming(served, program, visits[-1], shown) if trip.how == OPEN else None,
    )


def _coming(served: Served, program: Program, last: Visit, visits: Sequence[VisitShown]) -> ComingShown:
    pending = sorted((p for visit in visits for p in visit.promises if p.state == "pending"), key=lambda promise: promise.due)
    quiet_us = None if program.quiet_us is None else last.entered_us + program.quiet_us
    return ComingShown(served.expected[program.journey][last.step], pending, _instant(quiet_us))


def _visit_shown(program: Program, visit: Visit, promises: Sequence[PromiseMade]) -> VisitShown:
    step = program.map.step_by_id.get(visit.step)
    titles = {} if step is None else {promise.id: promise.title for promise in step.promises}
    return VisitShown(
        visit.step,
        (step or program.map.outcome_by_id[visit.step]).title,
        visit.channel,
        visit.move,
        visit.event,
        format_instant(visit.entered_us),
        _instant(visit.left_us),
        _instant(visit.done_us),
        [PromiseShown(made.promise, titles[made.promise], format_instant(made.due_us), made.state) for made in promises],
    )


def _instant(at_us: int | None) -> str | None:
    return None if at_us is None else format_instant(at_us)
