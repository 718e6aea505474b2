"""What a receiver is sent: JSON, of the form of Standard Webhooks: a type, a time, and data. The schema is made from the same classes."""

from typing import Annotated, Any

import msgspec
from msgspec import Meta

from desireline.conditions import Value
from desireline.live.out.handed import GiveUpError, HandedOut
from desireline.model import format_instant

DIALECT = "https://json-schema.org/draft/2020-12/schema"
Instant = Annotated[str, Meta(description="UTC, such as 2026-03-02T08:00:00.000000Z.")]
Key = Annotated[str, Meta(description="The idempotency key: the same at every attempt, and never another effect's.")]
Given = Annotated[
    dict[str, Value],
    Meta(description="The fields and traits that the map sends, as last known; what is not known is left out."),
]


class SentEvent(msgspec.Struct, frozen=True):
    """The event that caused it."""

    source: str
    id: str


class SentTrip(msgspec.Struct, frozen=True):
    """The trip it is for: when it opened, and its key, where the map parts trips by one."""

    opened: Instant
    key: str | None


class SentData(msgspec.Struct, frozen=True, kw_only=True):
    """What all effects have. `action`, `branch`: the ids in the map."""

    key: Key
    customer: str
    journey: str
    action: str
    branch: str | None
    event: SentEvent
    trip: SentTrip


class SayData(SentData, frozen=True, kw_only=True):
    """A message to the customer. `text` is ready to be sent."""

    message: str
    channel: str | None
    language: str
    text: str


class OfferData(SentData, frozen=True, kw_only=True):
    """An offer to the customer, by its name in the catalogue of offers."""

    offer: str
    channel: str | None
    title: str | None


class CallData(SentData, frozen=True, kw_only=True):
    """A call of another system."""

    system: str
    given: Given


class Say(msgspec.Struct, frozen=True, tag="desireline.say", tag_field="type"):
    """`timestamp`: when it was owed."""

    timestamp: Instant
    data: SayData


class Offer(msgspec.Struct, frozen=True, tag="desireline.offer", tag_field="type"):
    """`timestamp`: when it was owed."""

    timestamp: Instant
    data: OfferData


class Call(msgspec.Struct, frozen=True, tag="desireline.call", tag_field="type"):
    """`timestamp`: when it was owed."""

    timestamp: Instant
    data: CallData


def body_of(handed: HandedOut) -> bytes:
    """The body for an effect, as JSON in UTF-8. It is the same at every attempt.

    Raises GiveUpError for a `say` without a text: its outbox does not know the map.
    """
    effect, timestamp = handed.effect, format_instant(handed.effect.moment_us)
    shared: dict[str, Any] = {
        "key": handed.key,
        "customer": handed.customer,
        "journey": effect.journey,
        "action": effect.action,
        "branch": effect.branch,
        "event": SentEvent(effect.source, effect.event),
        "trip": SentTrip(format_instant(effect.trip[0]), effect.key),
    }
    target = effect.target or ""
    if effect.kind == "call":
        return msgspec.json.encode(Call(timestamp, CallData(system=target, given=handed.given, **shared)))
    if effect.kind == "offer":
        return msgspec.json.encode(Offer(timestamp, OfferData(offer=target, channel=effect.channel, title=effect.title, **shared)))
    if handed.text is None or handed.language is None:
        raise GiveUpError("the text is not known: give the outbox the maps that are run")
    data = SayData(message=target, channel=effect.channel, language=handed.language, text=handed.text, **shared)
    return msgspec.json.encode(Say(timestamp, data))


def body_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) that every body meets."""
    (schema,), components = msgspec.json.schema_components((Say | Offer | Call,), ref_template="#/$defs/{name}")
    title = "What Desireline sends to a webhook"
    return {"$schema": DIALECT, "$id": "urn:desireline:webhook", "title": title, **schema, "$defs": components}
