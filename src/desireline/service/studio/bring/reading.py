"""How a file is to be read, as the page says it, and what it would become, as the page shows it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any, Literal

import msgspec

from desireline.events.proposing import formats_offered
from desireline.events.sources.options import DateAt, TimeUnit
from desireline.model import format_instant
from desireline.service.studio.bring.uploads import Upload

if TYPE_CHECKING:
    from desireline.diagnostics import Diagnostic
    from desireline.events.looking import FirstEvent, Look

FIELDS = ("customer", "time", "event", "channel", "id", "person", "key", "lifecycle")
MOST_BAD_SHARE = 0.01
How = Literal["said", "named", "likely", "none"]
_FLAGS = re.compile(r" \(guessed; say [^)]*\)")


class ReadAs(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a file is to be read: as the options of `desireline import`. What is left out is guessed."""

    customer: str | None = None
    time: str | None = None
    event: str | None = None
    channel: str | None = None
    id: str | None = None
    person: str | None = None
    key: str | None = None
    lifecycle: str | None = None
    timezone: str | None = None
    time_format: str | None = None
    time_unit: TimeUnit | None = None
    date_at: DateAt | None = None
    delimiter: str | None = None
    skip_lines: Annotated[int, msgspec.Meta(ge=0)] | None = None
    encoding: str | None = None

    def said(self) -> dict[str, Any]:
        """What is said, as keywords of the API. An empty text says nothing."""
        return {name: value for name, value in msgspec.structs.asdict(self).items() if value not in (None, "")}


class UploadView(msgspec.Struct, frozen=True):
    """A file that was sent. `called`: what a journey drafted from it would be called."""

    upload: str
    name: str
    size_bytes: int
    called: str


class ColumnView(msgspec.Struct, frozen=True):
    """A column in the rows looked at. `filled`: in how many it has a value; `different`: how many values; `examples`: the first ones."""

    name: str
    type: str
    filled: int
    different: int
    examples: list[str]


class FieldView(msgspec.Struct, frozen=True):
    """A field of an event. `column` None: no column is it.

    how     said: by the reader; named: the column is called as Desireline or XES calls it; likely: by the column's name; none: not found
    rivals  columns that could be it as well
    """

    field: str
    column: str | None
    how: How
    rivals: list[str]


class ProposalView(msgspec.Struct, frozen=True):
    """What was assumed of times, as the file does not say it."""

    option: str
    value: str


class WrongView(msgspec.Struct, frozen=True):
    """Why a file cannot be read like this. `formats`: of which one is to be chosen as the format of times, if any."""

    code: str
    what: str
    why: str
    fix: str
    formats: list[str]


class FirstEventView(msgspec.Struct, frozen=True):
    """A row as the event that it would become. `line`: of the file, or the number of the record."""

    line: int
    time: str
    customer: str
    event: str
    channel: str | None
    id: str | None
    person: str | None
    properties: dict[str, str]


class BadView(msgspec.Struct, frozen=True):
    """Rows that are no events for one reason, with the first of them."""

    reason: str
    rows: int
    lines: list[int]
    texts: list[str]


class LookView(msgspec.Struct, frozen=True):
    """What a file would become.

    wrong       why it cannot be read like this; then nothing is counted
    noticed     what else was guessed or noticed, in sentences
    properties  what stays with each event
    lost        lines that are part of rows that are no events, besides the first of each
    future      events later than now
    too_many    so many rows are no events that the import has to be told to go on without them
    """

    upload: str
    name: str
    columns: list[ColumnView]
    sampled: int
    fields: list[FieldView]
    proposals: list[ProposalView]
    wrong: list[WrongView]
    noticed: list[str]
    properties: list[str]
    rows: int
    good: int
    lost: int
    customers: int
    names: int
    first: str | None
    last: str | None
    future: int
    too_many: bool
    events: list[FirstEventView]
    bad: list[BadView]


def look_view(upload: Upload, read: ReadAs, look: Look) -> LookView:
    """What the page shows of a file."""
    counts = look.counts
    return LookView(
        upload=upload.id,
        name=upload.name,
        columns=[ColumnView(one.name, one.type, one.filled, one.different, list(one.examples)) for one in look.columns],
        sampled=look.sampled,
        fields=[_field(name, read, look) for name in FIELDS],
        proposals=[ProposalView(one.option, one.value) for one in look.proposals],
        wrong=[wrong_view(one) for one in look.wrong],
        noticed=[*_noticed(look), *look.notes, *_remarks(look, read)],
        properties=list(look.properties),
        rows=counts.rows,
        good=counts.good,
        lost=counts.lost,
        customers=counts.customers,
        names=counts.names,
        first=None if counts.first_us is None else format_instant(counts.first_us),
        last=None if counts.last_us is None else format_instant(counts.last_us),
        future=counts.future,
        too_many=counts.bad + counts.lost > MOST_BAD_SHARE * (counts.rows + counts.lost),
        events=[_event(one) for one in look.first],
        bad=[BadView(one.reason, one.rows, [line for line, _ in one.examples], [text for _, text in one.examples]) for one in look.bad],
    )


def wrong_view(diagnostic: Diagnostic) -> WrongView:
    """A diagnostic on the page."""
    fix = "" if diagnostic.fix is None else diagnostic.fix.message
    what = diagnostic.headline if not diagnostic.label else f"{diagnostic.headline}: {diagnostic.label}"
    return WrongView(diagnostic.code, what, diagnostic.why or "", fix, list(formats_offered(diagnostic)))


def _field(name: str, read: ReadAs, look: Look) -> FieldView:
    column = look.roles.get(name)
    how: How = "none" if column is None else "said" if getattr(read, name) else "likely" if name in look.likely else "named"
    return FieldView(name, column, how, list(look.rivals.get(name, ())))


def _event(event: FirstEvent) -> FirstEventView:
    return FirstEventView(
        line=event.line,
        time=format_instant(event.time_us),
        customer=event.customer,
        event=event.name,
        channel=event.channel,
        id=event.id,
        person=event.person,
        properties=dict(event.properties),
    )


def _noticed(look: Look) -> Iterator[str]:
    """What was guessed besides the columns, which are shown: encodings, and how times are written."""
    for line in look.guessed:
        if "could also be" not in line and not any(line.startswith(f"{name} = ") for name in FIELDS):
            yield _FLAGS.sub("", line)


def _remarks(look: Look, read: ReadAs) -> Iterator[str]:
    zone = read.timezone or next((one.value for one in look.proposals if one.option == "timezone"), "UTC")
    if look.counts.trimmed:
        yield f"{look.counts.trimmed:,} rows with blanks around names, which are taken off"
    if look.counts.repeated:
        yield f"{look.counts.repeated:,} times that come twice in {zone}, as clocks go back; each is read as the later one"
    if look.counts.skipped:
        yield f"{look.counts.skipped:,} times that never come in {zone}, as clocks go forward; each is read as that much later"
