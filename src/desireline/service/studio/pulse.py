"""How the events stand at this moment: what the page is told again and again, so that it asks anew for what is another by now."""

from __future__ import annotations

import hashlib
from typing import Literal

import msgspec

from desireline.api.asked import clock_us
from desireline.diagnostics import DesirelineError
from desireline.model import format_instant
from desireline.service.studio.sources import Sources

State = Literal["lake", "live", "quiet", "stale"]
QUIET_SECONDS = 3_600
"""After so long without an event the page says how long ago the latest was."""
STALE_SECONDS = 15
"""So long may a store not answer before its numbers are called old."""


class Behind(msgspec.Struct, frozen=True):
    """Events of a store that are being taken over: so many of so many."""

    taken: int
    of: int


class Trouble(msgspec.Struct, frozen=True):
    """Why the store cannot be read at present. `fix`: what to do; `code`: of the diagnostic, None where it is a mistake of ours."""

    code: str | None
    says: str
    fix: str | None


class Pulse(msgspec.Struct, frozen=True):
    """How the events stand, by the server's clock: that of the browser may be wrong.

    mark           another one as soon as events or maps are others
    state          lake: nothing is fed; live: a store feeds it; quiet: it does, and the latest event is over an hour ago; stale: the store
                   cannot be read
    latest         of the latest event that is not in the future; None: there is none
    since_seconds  how long ago that was; None where no store feeds the lake
    behind         None: the lake has all that the store had a moment ago
    """

    mark: str
    now: str
    state: State
    events: int | None
    latest: str | None
    since_seconds: float | None
    behind: Behind | None
    trouble: Trouble | None


def mark_of(sources: Sources) -> str:
    """Changes when events or maps do."""
    told = [(one.mark(), one.maps_mark()) for one in sources.each()]
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


def pulse(sources: Sources) -> Pulse:
    """How the events stand now. What the lake cannot tell is trouble, and told."""
    feeding, mark, now_us = sources.feeding, mark_of(sources), clock_us()
    if sources.path is None:
        return Pulse(mark, format_instant(now_us), "lake", None, None, None, None, None)
    failure: Exception | None = None
    events = latest_us = None
    if feeding is not None:
        feeding.look()
        now_us, failure = feeding.now_us(), feeding.failure
    try:
        events, latest_us = _held(sources, now_us)
    except DesirelineError as error:
        failure = error
    behind = None if feeding is None or feeding.fed.of is None else Behind(feeding.fed.taken or 0, feeding.fed.of)
    since_seconds = None if feeding is None or latest_us is None else max(0.0, (now_us - latest_us) / 1e6)
    return Pulse(
        mark=mark,
        now=format_instant(now_us),
        state=_state(sources, failure, since_seconds, now_us),
        events=events,
        latest=None if latest_us is None else format_instant(latest_us),
        since_seconds=since_seconds,
        behind=behind,
        trouble=None if failure is None else _told(failure),
    )


def _state(sources: Sources, failure: Exception | None, since_seconds: float | None, now_us: int) -> State:
    feeding = sources.feeding
    if feeding is None:
        return "lake" if failure is None else "stale"
    at_us = feeding.fed.at_us
    if failure is not None and (at_us is None or now_us - at_us > STALE_SECONDS * 1_000_000):
        return "stale"
    return "quiet" if since_seconds is not None and since_seconds > QUIET_SECONDS else "live"


def _held(sources: Sources, now_us: int) -> tuple[int, int | None]:
    """How many events there are, and when the latest was. Looked up once a minute where nothing changes: the future becomes present."""
    return sources.once("held", now_us // 60_000_000, work=lambda: (sources.log().lake.rows, sources.log().lake.latest_us(now_us)))


def _told(failure: Exception) -> Trouble:
    if not isinstance(failure, DesirelineError):
        return Trouble(None, f"a mistake inside Desireline ({type(failure).__name__}); the log of the program tells more", None)
    first = failure.diagnostics[0]
    return Trouble(first.code, first.headline, None if first.fix is None else first.fix.message)
