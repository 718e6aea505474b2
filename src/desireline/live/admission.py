"""Which events cannot be taken, and why. They are set aside with the reason, and hinder no other."""

import hashlib
import json
import math

import msgspec

from desireline.live.stored import Quarantined
from desireline.model import FIRST_US, IDENTIFY, LAST_US, WAS, Event, format_instant, identification_of

AHEAD_US = 300_000_000
"""Rule 2: how far ahead of the clock an event may be."""

_PLAIN = frozenset((int, bool, type(None)))
LONGEST_BYTES = 500
"""How long an id, a source, or the name of a customer may be, in UTF-8. PostgreSQL's indexes take some of them together, up to 2,700."""

KEPT_BYTES = 64_000
"""How much is kept of an event that cannot be taken: enough to see what it was, whatever is sent."""
_REASON_MOST = 500


class Unreadable(msgspec.Struct, frozen=True):
    """What was sent as an event and is none. `reason`: why, beginning with the field; `text`: as it came, as far as it can be written."""

    reason: str
    text: str


def refusal(event: Event | Unreadable, now_us: int) -> str | None:
    """Why an event cannot be taken; None: it can."""
    reason = _refusal(event, now_us)
    return None if reason is None else reason[:_REASON_MOST]


def _refusal(event: Event | Unreadable, now_us: int) -> str | None:
    if isinstance(event, Unreadable):
        return event.reason
    time_us = event.time_us
    if not FIRST_US <= time_us <= LAST_US:
        return f"time: {time_us} microseconds since 1970 is no moment from {format_instant(FIRST_US)} to {format_instant(LAST_US)}"
    if time_us > now_us + AHEAD_US:
        return "time: more than five minutes ahead of the clock"
    if not event.customer:
        return "customer: empty, so nobody's"
    if (long := _too_long(event)) is not None:
        return f"{long}: longer than {LONGEST_BYTES} bytes"
    return None if _is_plain(event) else _unwritable_part(event)


def _too_long(event: Event) -> str | None:
    """The name of a text by which the event or its customer would be looked up, that no index can hold."""
    if len(event.id) + len(event.source) + len(event.customer) <= LONGEST_BYTES // 4 and event.name != IDENTIFY:
        return None
    said = identification_of(event)
    names = {"id": event.id, "source": event.source, "customer": event.customer, f"properties.{WAS}": said.was if said is not None else ""}
    return next((name for name, text in names.items() if len(text.encode(errors="replace")) > LONGEST_BYTES), None)


def unkept(name: str) -> str | None:
    """Why no store can keep the name of a customer; None: it can."""
    if not name:
        return "empty"
    return _unwritable(name) or (f"longer than {LONGEST_BYTES} bytes" if len(name.encode()) > LONGEST_BYTES else None)


def _is_plain(event: Event) -> bool:
    """Whether all texts are plain ASCII, and all values scalar: so it is with nearly all events, and this is quickly seen."""
    texts = [event.id, event.source, event.customer, event.name, event.channel or "", event.person or "", *event.properties]
    for value in event.properties.values():
        kind = type(value)
        if kind is str:
            texts.append(value)  # type: ignore[arg-type]
        elif kind not in _PLAIN and not (kind is float and math.isfinite(value)):  # type: ignore[arg-type]
            return False
    text = "".join(texts)
    return text.isascii() and "\0" not in text


def _unwritable_part(event: Event) -> str | None:
    texts = {"id": event.id, "source": event.source, "customer": event.customer, "name": event.name}
    for name, text in (*texts.items(), ("channel", event.channel), ("person", event.person)):
        if text is not None and (why := _unwritable(text)) is not None:
            return f"{name}: {why}"
    for name, value in event.properties.items():
        if (why := _unwritable(name)) is not None:
            return f"properties: a name {why}"
        if (why := _unwritable_value(value)) is not None:
            return f"properties.{name}: {why}"
    return None


def _unwritable_value(value: object) -> str | None:
    if isinstance(value, str):
        return _unwritable(value)
    if isinstance(value, float):
        return None if math.isfinite(value) else "not a finite number"
    return None if value is None or isinstance(value, int) else f"a {type(value).__name__} is no text, number or truth value"


def _unwritable(text: str) -> str | None:
    if text.isascii():
        return "holds the character NUL" if "\0" in text else None
    if "\0" in text:
        return "holds the character NUL"
    try:
        text.encode()
    except UnicodeEncodeError:
        return "holds half a character (a lone surrogate)"
    return None


def as_text(event: Event | Unreadable) -> str:
    """An event as JSON, also one that is not writable as such."""
    return event.text if isinstance(event, Unreadable) else json.dumps(msgspec.structs.asdict(event), default=str)


def set_aside(event: Event | Unreadable, reason: str, at_us: int) -> Quarantined:
    """What is kept of an event that cannot be taken."""
    whole = _whole(event)
    return Quarantined(at_us, reason, _begun(whole), len(whole), hashlib.sha256(whole).hexdigest())


def told_whole_or_begun(event: Event) -> str:
    """An event as JSON; of a long one the beginning, its length and its digest."""
    whole = _whole(event)
    if len(whole) <= KEPT_BYTES:
        return whole.decode()
    return f"{_begun(whole)}… (the beginning of {len(whole):,} bytes, whose SHA-256 is {hashlib.sha256(whole).hexdigest()})"


def _whole(event: Event | Unreadable) -> bytes:
    return as_text(event).encode(errors="replace")


def _begun(whole: bytes) -> str:
    return whole[:KEPT_BYTES].decode(errors="ignore")
