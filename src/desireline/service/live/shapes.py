"""What the live service answers with: times are ISO 8601 text in UTC, names are the map's."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

import msgspec

from desireline.conditions import Move
from desireline.engine import Effect
from desireline.live import GiveUpError, Hint, Noted, Quarantined, Status, StoredEffect, Wording
from desireline.model import Event, PromiseState, PropertyValue, format_instant
from desireline.model.map import ActionKind

Instant = Annotated[str, msgspec.Meta(description="ISO 8601, UTC", extra_json_schema={"format": "date-time"})]


class EventShown(msgspec.Struct, frozen=True):
    """An event, as it was taken."""

    id: str
    time: Instant
    customer: str
    name: str
    channel: str | None
    source: str
    person: str | None
    properties: Mapping[str, PropertyValue]


class EffectDecided(msgspec.Struct, frozen=True):
    """Something that the company does: decided once, whatever is sent again.

    id      its identity, and the idempotency key of whoever performs it
    branch  of a choice: the branch that was taken
    target  what `kind` acts with: a message, a team, a system or an offer
    given   the values that it needs, as far as they are known
    text    what is said to the customer, in `language`; null where nothing is said, or it cannot be said to them
    event   what caused it, with its `source`
    due     until when a team has; null: no limit
    """

    id: str
    journey: str
    action: str
    branch: str | None
    kind: ActionKind
    target: str | None
    title: str | None
    channel: str | None
    given: Mapping[str, PropertyValue]
    text: str | None
    language: str | None
    key: str | None
    event: str
    source: str
    moment: Instant
    due: Instant | None


class EffectShown(EffectDecided, frozen=True):
    """An effect, and what became of it.

    status        owed: to be handed out; sending: handed out or taken; done; dead: given up after many attempts; dropped: given up by a
                  person; missed: first seen too late; withdrawn: its cause was gone before it was handed out
    lane          whom it is handed to; effects of one customer in one lane keep their order
    next_attempt  when it is handed out (again)
    error         what went wrong at the latest attempt
    by            who took it, where it is a task
    """

    customer: str
    status: Status
    lane: str
    decided: Instant
    attempts: int
    next_attempt: Instant | None
    error: str | None
    by: str | None


class AnswerShown(msgspec.Struct, frozen=True, omit_defaults=True):
    """What became of one event.

    status   taken: it is kept; duplicate: it was taken before, as it is; differs: it was taken before, but was another, and the first
             counts; quarantined: it cannot be taken, and is set aside
    reason   why it was quarantined, beginning with the field
    effects  what was decided for it at once; of a duplicate, what was decided then
    hints    where there are any: values of it that are not what a map declares; the event counts all the same
    """

    status: Literal["taken", "duplicate", "differs", "quarantined"]
    reason: str | None
    effects: Sequence[EffectDecided]
    hints: Sequence[Hint] = ()


class PromiseShown(msgspec.Struct, frozen=True):
    """A promise that a visit made."""

    promise: str
    title: str
    due: Instant
    state: PromiseState


class VisitShown(msgspec.Struct, frozen=True):
    """A stay at one step, or the outcome. `event`: the id of what began it; `left` null: the trip's last visit."""

    step: str
    title: str
    channel: str | None
    move: Move
    event: str
    entered: Instant
    left: Instant | None
    done: Instant | None
    promises: Sequence[PromiseShown]


class ComingShown(msgspec.Struct, frozen=True):
    """What may come next on an open trip: the places that the map expects, what is promised, and when the trip goes quiet by itself."""

    expected: Sequence[str]
    pending: Sequence[PromiseShown]
    goes_quiet: Instant | None


class TripShown(msgspec.Struct, frozen=True):
    """A passage through the map. `how`: an outcome's id, `gone_quiet` or `open`; `coming`: where it is open."""

    trip: int
    key: str | None
    started: Instant
    ended: Instant | None
    how: str
    again: bool
    visits: Sequence[VisitShown]
    coming: ComingShown | None


class JourneyTold(msgspec.Struct, frozen=True):
    """One customer on one map. `outside`: events that matched and belong to no trip; `unmapped`: events that matched nothing."""

    journey: str
    title: str
    version: str
    trips: Sequence[TripShown]
    outside: int
    unmapped: int


class CustomerShown(msgspec.Struct, frozen=True):
    """All that is known of one customer.

    identities      the names that they bear
    events          the latest of their events, in order, and up to about 1 MB
    events_earlier  how many there are before those
    effects         what was decided for them, in order; with that what is owed, was missed and was withdrawn
    tasks           those of the effects that wait for a person, or are with one
    """

    customer: str
    identities: Sequence[str]
    events: Sequence[EventShown]
    events_earlier: int
    journeys: Sequence[JourneyTold]
    effects: Sequence[EffectShown]
    tasks: Sequence[EffectShown]


class QuarantinedShown(msgspec.Struct, frozen=True):
    """An event that could not be taken.

    event   as it came, as far as it can be written; of more than 64,000 bytes the beginning, and it is `cut`
    bytes   how many there were in all
    sha256  of all of it, in hexadecimal
    """

    number: int
    at: Instant
    reason: str
    event: str
    cut: bool
    bytes: int
    sha256: str


class NotedShown(msgspec.Struct, frozen=True):
    """A line of the audit: what was done that events alone do not say. `said`: of a long event only the beginning, and how long it was."""

    number: int
    at: Instant
    kind: str
    about: str
    said: str


def event_shown(event: Event) -> EventShown:
    """An event for callers."""
    return EventShown(
        event.id,
        format_instant(event.time_us),
        event.customer,
        event.name,
        event.channel,
        event.source,
        event.person,
        event.properties,
    )


def effect_decided(effect: Effect, wording: Wording) -> EffectDecided:
    """An effect for callers."""
    return EffectDecided(**_decided(effect, wording))


def effect_shown(stored: StoredEffect, wording: Wording) -> EffectShown:
    """A stored effect for callers."""
    return EffectShown(
        **_decided(stored.effect, wording),
        customer=stored.customer,
        status=stored.status,
        lane=stored.lane,
        decided=format_instant(stored.decided_us),
        attempts=stored.attempts,
        next_attempt=_instant(stored.next_attempt_us if stored.status in ("owed", "sending") else None),
        error=stored.error,
        by=stored.by,
    )


def quarantined_shown(one: Quarantined) -> QuarantinedShown:
    """What was set aside, for callers."""
    cut = one.size_bytes > len(one.event.encode())
    return QuarantinedShown(one.number, format_instant(one.at_us), one.reason, one.event, cut, one.size_bytes, one.sha256)


def noted_shown(one: Noted) -> NotedShown:
    """A line of the audit, for callers."""
    return NotedShown(one.number, format_instant(one.at_us), one.kind, one.about, one.said)


def _decided(effect: Effect, wording: Wording) -> dict[str, Any]:
    text, language = _said(effect, wording)
    return {
        "id": effect.id,
        "journey": effect.journey,
        "action": effect.action,
        "branch": effect.branch,
        "kind": effect.kind,
        "target": effect.target,
        "title": effect.title,
        "channel": effect.channel,
        "given": wording.given(effect),
        "text": text,
        "language": language,
        "key": effect.key,
        "event": effect.event,
        "source": effect.source,
        "moment": format_instant(effect.moment_us),
        "due": _instant(effect.due_us),
    }


def _said(effect: Effect, wording: Wording) -> tuple[str | None, str | None]:
    """The text of what is said, and its language; None where nothing is said, or it cannot be said to this customer."""
    try:
        said = wording.said(effect)
    except (GiveUpError, LookupError):  # the outbox makes it a dead letter that tells more
        return None, None
    return (None, None) if said is None else (said.text, said.language)


def _instant(at_us: int | None) -> str | None:
    return None if at_us is None else format_instant(at_us)
