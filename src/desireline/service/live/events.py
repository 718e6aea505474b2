"""Events in, and what became of each: `POST /v1/events`; names that are one customer: `POST /v1/aliases`."""

import asyncio
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import Future
from http import HTTPStatus
from typing import Annotated, Literal

import msgspec

from desireline.diagnostics import DesirelineError
from desireline.live import Answer, Hint, Unreadable
from desireline.live.admission import unkept
from desireline.model import Event
from desireline.service.call import Call
from desireline.service.live.decoding import EventSent, read_events
from desireline.service.live.examples import LINES
from desireline.service.live.served import Served
from desireline.service.live.shapes import AnswerShown, effect_decided
from desireline.service.operation import Body, Operation, Reply
from desireline.service.problems import Fault, ProblemError, from_error

MOST_BYTES = 5_000_000
FAULTS_MOST = 20
HINTED_MOST = 100
"""Of how many events one answer tells hints."""


class EventsQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How events are answered."""

    answer: bool = False


class NotTaken(msgspec.Struct, frozen=True):
    """An event that was not kept as it was sent. `at`: its place in what was sent, from 0; `status`: differs or quarantined."""

    at: int
    id: str | None
    status: Literal["differs", "quarantined"]
    reason: str


class Hinted(msgspec.Struct, frozen=True):
    """An event that was taken and has values that are not what a map declares. `at`: its place in what was sent, from 0."""

    at: int
    id: str
    hints: Sequence[Hint]


class EventsTaken(msgspec.Struct, frozen=True, omit_defaults=True):
    """What became of events. All of it is on disk.

    taken        how many were kept
    duplicates   how many had been taken before, as they are
    differing    how many had been taken before as something else: the first counts
    quarantined  how many cannot be taken, and were set aside
    not_taken    those that differ or are quarantined
    hints        where there are any: events with values that are not what a map declares, the first 100 of them; they were taken
    answers      where asked for: for each event, in the order sent, what became of it and what was decided
    """

    taken: int
    duplicates: int
    differing: int
    quarantined: int
    not_taken: Sequence[NotTaken]
    hints: Sequence[Hinted] = ()
    answers: Sequence[AnswerShown] | None = None


class AliasesSent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Known identities that are one customer, two by two."""

    pairs: Annotated[
        list[tuple[Annotated[str, msgspec.Meta(min_length=1)], Annotated[str, msgspec.Meta(min_length=1)]]],
        msgspec.Meta(min_length=1, max_length=1000),
    ]


class Joined(msgspec.Struct, frozen=True):
    """How many pairs were taken in."""

    pairs: int


def event_operations(served: Served) -> list[Operation]:
    """What brings events and aliases in."""

    async def take(call: Call) -> EventsTaken:
        return await _take(served, call)

    def join(call: Call) -> Joined:
        pairs = call.json(AliasesSent).pairs
        for name in (name for pair in pairs for name in pair):
            if (why := unkept(name)) is not None:
                raise ProblemError(HTTPStatus.BAD_REQUEST, "unreadable", f"a name is not kept: {why}", [Fault(why, "pairs")])
        served.runtime.alias(pairs, call.caller)
        return Joined(len(pairs))

    return [
        Operation(
            name="takeEvents",
            method="POST",
            path="/v1/events",
            tag="Events",
            summary="Take events in",
            description=(
                "One event, an array, or one a line (NDJSON); gzip is understood. It is answered once they are on disk. An event is "
                "(source, id), and counts once: send again whatever you are not sure of. One that cannot be understood is set aside with "
                "its reason and stops no other; where nothing of a call can be taken, it is answered with 422."
            ),
            query=EventsQuery,
            parameters={"answer": "whether to tell, for each event, what was decided for it at once"},
            body=Body(
                description="what happened",
                types={"application/json": EventSent | list[EventSent], LINES: str},
                most_bytes=MOST_BYTES,
            ),
            replies={HTTPStatus.OK: Reply(description="they are on disk", type=EventsTaken)},
            problems={
                HTTPStatus.UNPROCESSABLE_ENTITY: "none of the events can be taken; all are set aside, and `errors` says why",
                HTTPStatus.TOO_MANY_REQUESTS: "too many batches wait already; send again after `Retry-After`",
            },
            handle=take,
        ),
        Operation(
            name="joinIdentities",
            method="POST",
            path="/v1/aliases",
            tag="Events",
            summary="Say that names are one customer",
            description="Their trips are computed anew. What was done for either of them stays done.",
            body=Body(description="pairs of known identities", types={"application/json": AliasesSent}),
            replies={HTTPStatus.OK: Reply(description="they are one", type=Joined)},
            handle=join,
        ),
    ]


async def _take(served: Served, call: Call) -> EventsTaken:
    events = read_events(call.body, lines=call.media_type == LINES)
    began = time.perf_counter()
    answers = await asyncio.wrap_future(_submitted(served, events)) if events else []
    served.meters.event_seconds.add(time.perf_counter() - began)
    counts = Counter(answer.status for answer in answers)
    for status, count in counts.items():
        served.meters.events.add(status, count=count)
    if events and counts["quarantined"] == len(events):
        raise _none_taken(answers, alone=call.body.lstrip()[:1] == b"{" and len(events) == 1)
    odd = [] if counts["taken"] + counts["duplicate"] == len(events) else _not_taken(events, answers)
    hinted = _hinted(served, events, answers) if any(answer.hints for answer in answers) else ()
    shown = [_shown(served, answer) for answer in answers] if call.query.answer else None
    return EventsTaken(counts["taken"], counts["duplicate"], counts["differs"], counts["quarantined"], odd, hinted, shown)


def _submitted(served: Served, events: Sequence[Event | Unreadable]) -> Future[list[Answer]]:
    try:
        return served.submit(events)
    except DesirelineError as error:
        if error.diagnostics[0].code != "L105":
            raise
        served.meters.refused.add()
        told = from_error(HTTPStatus.TOO_MANY_REQUESTS, "queue_full", error)
        told.headers["Retry-After"] = "1"
        raise told from None


def _not_taken(events: Sequence[Event | Unreadable], answers: Sequence[Answer]) -> list[NotTaken]:
    found = []
    for at, (event, answer) in enumerate(zip(events, answers, strict=True)):
        if answer.status in ("differs", "quarantined"):
            id_ = event.id if isinstance(event, Event) else None
            reason = answer.reason or "an event of this source and id was taken before, and says something else"
            found.append(NotTaken(at, id_, answer.status, reason))
    return found


def _none_taken(answers: Sequence[Answer], *, alone: bool) -> ProblemError:
    """422: where all that was sent had to be set aside."""
    faults = []
    for at, answer in enumerate(answers[:FAULTS_MOST]):
        field, mark, detail = (answer.reason or "").partition(": ")
        place = "" if alone else f"[{at}]"
        path = ".".join(part for part in (place, field if mark else "") if part)
        faults.append(Fault(detail if mark else field, path or None))
    detail = "the event cannot be taken" if alone else f"none of the {len(answers):,} events can be taken"
    return ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, "quarantined", f"{detail}; set aside, see /v1/quarantine", faults)


def _shown(served: Served, answer: Answer) -> AnswerShown:
    effects = [effect_decided(effect, served.wording) for effect in answer.effects]
    return AnswerShown(answer.status, answer.reason, effects, answer.hints)


def _hinted(served: Served, events: Sequence[Event | Unreadable], answers: Sequence[Answer]) -> list[Hinted]:
    """Which events have values that are not what a map declares. They are counted, whether they are told or not."""
    found = [
        Hinted(at, event.id, answer.hints)
        for at, (event, answer) in enumerate(zip(events, answers, strict=True))
        if answer.hints and isinstance(event, Event)
    ]
    for (journey, field), count in Counter((hint.journey, hint.field) for one in found for hint in one.hints).items():
        served.meters.hints.add(journey, field, count=count)
    return found[:HINTED_MOST]
