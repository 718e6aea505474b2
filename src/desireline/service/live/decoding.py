"""What was sent as events, read: one object, an array, or lines of JSON. One that cannot be understood stops no other."""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from difflib import get_close_matches
from typing import Annotated, Any

import msgspec

from desireline.live import Unreadable
from desireline.model import Event, PropertyValue
from desireline.service.problems import ProblemError, unreadable

EVENTS_MOST = 5_000
"""How many events one call may bring: they are taken in together, and others wait for it."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class EventSent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What happened to one customer, as it is sent.

    `id` and `time` are asked for, so that what is sent again is the very same event, and counts once.
    """

    id: Annotated[str, msgspec.Meta(description="unique within its source: the same (source, id) counts once")]
    time: Annotated[
        datetime, msgspec.Meta(tz=True, description="when it happened: ISO 8601 with its offset, at most five minutes ahead of the clock")
    ]
    customer: Annotated[str, msgspec.Meta(min_length=1, description="whom it belongs to, as the source names them")]
    name: Annotated[str, msgspec.Meta(description="what happened; `identify` says who somebody is, and what is known of them")]
    channel: Annotated[str | None, msgspec.Meta(description="where it happened")] = None
    source: Annotated[str, msgspec.Meta(description="which system says so")] = ""
    person: Annotated[str | None, msgspec.Meta(description="who of the customer acted")] = None
    properties: Annotated[dict[str, PropertyValue], msgspec.Meta(description="what else is known of it: scalar values by name")] = (
        msgspec.field(default_factory=dict)
    )


_one = msgspec.json.Decoder(EventSent)
_many = msgspec.json.Decoder(list[EventSent])
_parts = msgspec.json.Decoder(list[msgspec.Raw])
_FIELDS = tuple(field.name for field in msgspec.structs.fields(EventSent))
_NEEDED = ("id", "time", "customer", "name")


def read_events(body: bytes, *, lines: bool) -> list[Event | Unreadable]:
    """The events of a body, in its order. Raises ProblemError (400) where it is no JSON, or neither an event nor an array of events."""
    if lines:
        return _limited(body.splitlines(), _read_lines, body)
    if body.lstrip(b" \t\r\n")[:1] != b"[":
        return [_read_one(body, whole=True)]
    try:
        sent = _many.decode(body)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return _limited(_parts_of(body), _read_parts, body)
    return _limited(sent, lambda found, _body: [_event(one) for one in found], body)


def _limited(found: Sequence[Any], read: Any, body: bytes) -> list[Event | Unreadable]:
    if len(found) > EVENTS_MOST:
        raise unreadable(f"{len(found):,} events; send at most {EVENTS_MOST:,} in one call", None)
    return list(read(found, body))


def _read_lines(lines: Sequence[bytes], body: bytes) -> Iterable[Event | Unreadable]:
    try:
        return [_event(sent) for sent in _one.decode_lines(body)]
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return [_read_one(line) for line in lines if line.strip()]


def _read_parts(parts: Sequence[bytes], _body: bytes) -> Iterable[Event | Unreadable]:
    return [_read_one(part) for part in parts]


def _event(sent: EventSent) -> Event:
    return Event(
        id=sent.id,
        time_us=(sent.time - _EPOCH) // _MICROSECOND,
        customer=sent.customer,
        name=sent.name,
        channel=sent.channel,
        source=sent.source,
        person=sent.person,
        properties=sent.properties,
    )


def _parts_of(body: bytes) -> list[bytes]:
    """The items of an array, each as its own JSON."""
    try:
        return [bytes(part) for part in _parts.decode(body)]
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return [json.dumps(part).encode() for part in _loosely(body)]


def _loosely(body: bytes) -> Any:
    """JSON by a reader that also takes half characters and what is no number, so that only those who sent such things are set aside."""
    try:
        return json.loads(body)
    except RecursionError:
        raise unreadable("it is nested too deeply") from None
    except UnicodeDecodeError as error:
        raise unreadable(f"it is no UTF-8 (byte {error.start})") from None
    except json.JSONDecodeError as error:
        raise unreadable(f"it is no JSON: {error.msg} (line {error.lineno}, column {error.colno})") from None
    except ValueError:  # an integer of more digits than Python agrees to read
        raise unreadable("it holds an integer that is too long") from None


def _read_one(text: bytes, *, whole: bool = False) -> Event | Unreadable:
    """One event. `whole`: it is all that was sent, so that what is no JSON at all is a mistake of the call."""
    try:
        return _event(_one.decode(text))
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        said = str(error)
    try:
        found = _loosely(text)
    except ProblemError as error:
        if whole:
            raise
        return Unreadable(error.problem.detail, _writable(text))
    if whole and not isinstance(found, dict):
        raise unreadable("it is neither an event (an object) nor an array of events")
    return Unreadable(_why(found) or said, _writable(text))


def _why(found: object) -> str | None:
    """Why something is no event, beginning with the field."""
    if not isinstance(found, dict):
        return "it is no object"
    for name in found:
        if name not in _FIELDS:
            near = get_close_matches(name, _FIELDS, 1)
            meant = f"; did you mean `{near[0]}`?" if near else "; what else is known goes into `properties`"
            return f"{_shown(name)}: an event has no such field{meant}"
    for name in _NEEDED:
        if name not in found:
            return f"{name}: it is missing"
    for name in ("id", "customer", "name", "source", "channel", "person"):
        value = found.get(name, "x")
        if not (isinstance(value, str) or (value is None and name in ("channel", "person"))):
            return f"{name}: {_kind(value)}, where a text is expected"
        if value is not None and not _is_writable(value):
            return f"{name}: holds half a character (a lone surrogate)"
    if found["customer"] == "":
        return "customer: empty, so nobody's"
    return _why_time(found["time"]) or _why_properties(found.get("properties", {}))


def _why_time(value: object) -> str | None:
    if not isinstance(value, str):
        return f"time: {_kind(value)}, where a text such as 2026-03-02T08:00:00Z is expected"
    try:
        found = msgspec.convert(value, datetime)
    except (msgspec.ValidationError, UnicodeEncodeError):
        return "time: no ISO 8601 time; write it such as 2026-03-02T08:00:00Z or 2026-03-02T09:00:00+01:00"
    return None if found.tzinfo is not None else "time: its offset from UTC is missing; end it with Z or an offset such as +02:00"


def _why_properties(properties: object) -> str | None:
    if not isinstance(properties, Mapping):
        return f"properties: {_kind(properties)}, where an object is expected"
    for name, value in properties.items():
        if isinstance(value, dict | list):
            return f"properties.{_shown(name)}: {_kind(value)}; a value is a text, a number, true, false or null"
        if isinstance(value, float) and not math.isfinite(value):
            return f"properties.{_shown(name)}: not a finite number"
        if not _is_writable(name) or (isinstance(value, str) and not _is_writable(value)):
            return f"properties.{_shown(name)}: holds half a character (a lone surrogate)"
    return None


def _kind(value: object) -> str:
    kinds = {"dict": "an object", "list": "an array", "str": "a text", "bool": "true or false", "NoneType": "null"}
    return kinds.get(type(value).__name__, "a number")


def _shown(name: str) -> str:
    return name[:100].encode("utf-8", "replace").decode()


def _is_writable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _writable(text: bytes) -> str:
    return text.decode("utf-8", "replace").replace("\0", "\ufffd")
