"""A file of events looked at before anything of it is stored: its columns, what they are taken for, its first events, what is wrong."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desireline.diagnostics import DesirelineError, Diagnostic
from desireline.events.importing import Progress
from desireline.events.importing.workshop import Workshop, workshop
from desireline.events.proposing import Proposal, proposed
from desireline.events.sources.opening import open_table, understand
from desireline.events.sources.options import SourceOptions
from desireline.events.sources.refusals import reading_failed
from desireline.events.sources.roles import guess_roles
from desireline.events.sources.rows import REPEATED, SKIPPED, TRIMMED, SourceRows

if TYPE_CHECKING:
    from desireline.events.sources.table import Column, Table

SAMPLE_ROWS = 1000
EXAMPLES, EXAMPLE_LENGTH = 3, 80
FIRST_EVENTS, FIRST_PROPERTIES = 8, 6
BAD_EXAMPLES, MOST_REASONS = 3, 20
MEMORY_MB = 800


@dataclass(frozen=True, slots=True)
class SeenColumn:
    """A column in the first rows. `filled`: in how many it has a value; `different`: how many values; `examples`: the first ones."""

    name: str
    type: str
    filled: int
    different: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FirstEvent:
    """A row as the event that it would become. `properties`: the first ones that have a value."""

    line: int
    time_us: int
    customer: str
    name: str
    channel: str | None
    id: str | None
    person: str | None
    properties: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class BadRows:
    """Rows that are no events, for one reason. `examples`: line and text of the first ones."""

    reason: str
    rows: int
    examples: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What the rows of a file would become. `lost`: lines that are part of bad rows, besides the first of each."""

    rows: int = 0
    good: int = 0
    lost: int = 0
    customers: int = 0
    names: int = 0
    first_us: int | None = None
    last_us: int | None = None
    future: int = 0
    trimmed: int = 0
    repeated: int = 0
    skipped: int = 0

    @property
    def bad(self) -> int:
        """How many rows are no events."""
        return self.rows - self.good


@dataclass(frozen=True, kw_only=True)
class Look:
    """What a file of events would become.

    columns     as the file has them
    sampled     rows in which the columns were looked at
    roles       field of an event -> column; incomplete where something is wrong
    likely      the fields that were guessed by the column's name
    rivals      field -> columns that could have been it as well
    properties  what stays with each event
    proposals   what was assumed of times because the file does not say it
    wrong       why it cannot be read like this; then there are no events
    first       the first rows as events
    bad         rows that are no events, the most first
    """

    columns: tuple[SeenColumn, ...]
    sampled: int
    roles: Mapping[str, str]
    likely: frozenset[str]
    rivals: Mapping[str, tuple[str, ...]]
    proposals: tuple[Proposal, ...] = ()
    wrong: tuple[Diagnostic, ...] = ()
    properties: tuple[str, ...] = ()
    guessed: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    counts: Counts = field(default_factory=Counts)
    first: tuple[FirstEvent, ...] = ()
    bad: tuple[BadRows, ...] = ()


def look_at_file(
    path: Path, options: SourceOptions, *, clock_us: int, near_zone: str | None = None, progress: Progress | None = None
) -> Look:
    """Look at a file of events: all of it is read, and nothing is stored.

    near_zone  the zone that is proposed for times that state none; None: they are refused without one
    Raises DesirelineError (E101 to E106, E116 to E127) where its columns cannot be told. What is wrong with the options, or missing in
    them, is in `wrong`.
    """
    with tempfile.TemporaryDirectory(prefix="desireline-") as folder, workshop(Path(folder) / "look", MEMORY_MB, None, progress) as shop:
        scratch = shop.scratch / "source"
        scratch.mkdir()
        table = open_table(path, options, shop.con, scratch)
        columns, sampled = _columns(table, shop)
        guess = guess_roles(table.names, options)
        seen = Look(columns=columns, sampled=sampled, roles=guess.found, likely=guess.likely, rivals=guess.rivals, wrong=guess.wrong)
        if guess.wrong:
            return seen
        try:
            understood, proposals = proposed(lambda said: understand(path, table, said, shop.con), options, near_zone)
        except DesirelineError as error:
            return replace(seen, wrong=tuple(error.diagnostics))
        return _read(replace(seen, proposals=proposals), path, understood.rows, clock_us, shop)


def _read(seen: Look, path: Path, rows: SourceRows, clock_us: int, shop: Workshop) -> Look:
    import duckdb

    try:
        first = _first(rows, shop)
        with shop.counting("reading", rows.rows_estimate):
            counts, bad = _counted(rows, clock_us, shop)
    except duckdb.Error as error:
        raise reading_failed(path, error) from None
    properties = tuple(each.name for each in rows.properties)
    return replace(seen, properties=properties, guessed=rows.guessed, notes=rows.notes, counts=counts, first=first, bad=bad)


def _columns(table: Table, shop: Workshop) -> tuple[tuple[SeenColumn, ...], int]:
    texts = [f"left(CAST({column.sql} AS VARCHAR), {EXAMPLE_LENGTH}) AS v{place}" for place, column in enumerate(table.columns)]
    shop.run(f"CREATE TEMP TABLE sample AS SELECT {', '.join(texts)} FROM ({table.sql}) AS source_table LIMIT {SAMPLE_ROWS}")
    sampled = int(shop.one("SELECT count(*) FROM sample"))
    return tuple(_column(place, column, shop) for place, column in enumerate(table.columns)), sampled


def _column(place: int, column: Column, shop: Workshop) -> SeenColumn:
    filled, different = shop.run(f"SELECT count(nullif(v{place}, '')), count(DISTINCT nullif(v{place}, '')) FROM sample")[0]
    found = f"SELECT v{place} FROM sample WHERE v{place} <> '' GROUP BY 1 ORDER BY min(rowid) LIMIT {EXAMPLES}"
    return SeenColumn(column.name, column.type, filled, different, tuple(row[0] for row in shop.run(found)))


def _first(rows: SourceRows, shop: Workshop) -> tuple[FirstEvent, ...]:
    shown = rows.properties[: 4 * FIRST_PROPERTIES]
    fields = ", ".join(("line", "time_us", "customer", "name", "channel", "id", "person", *(each.column for each in shown)))
    found: list[Any] = shop.run(f"SELECT {fields} FROM ({rows.sql}) AS all_rows WHERE bad IS NULL LIMIT {FIRST_EVENTS}")
    names = [each.name for each in shown]
    return tuple(FirstEvent(*[*row[:7], _shown(names, row[7:])]) for row in found)


def _shown(names: Sequence[str], values: Sequence[Any]) -> dict[str, str]:
    there = [(name, str(value)[:EXAMPLE_LENGTH]) for name, value in zip(names, values, strict=True) if value is not None]
    return dict(there[:FIRST_PROPERTIES])


def _counted(rows: SourceRows, clock_us: int, shop: Workshop) -> tuple[Counts, tuple[BadRows, ...]]:
    """One pass over all rows. A reason that quotes the value is one reason, whatever the value."""
    remarks = ", ".join(f"count(*) FILTER (remark & {bit} > 0)" for bit in (TRIMMED, REPEATED, SKIPPED))
    reason = "regexp_replace(bad, '^its time `.*` ', 'its time ')"
    found = shop.run(
        f"SELECT {reason} AS reason, count(*) AS n, sum(lost), count(DISTINCT customer) FILTER (bad IS NULL),"
        " count(DISTINCT name) FILTER (bad IS NULL), min(time_us) FILTER (bad IS NULL), max(time_us) FILTER (bad IS NULL),"
        f" count(*) FILTER (bad IS NULL AND time_us > {clock_us}), {remarks},"
        f" arg_min({{line: line, raw: left(raw, 400)}}, line, {BAD_EXAMPLES}) FILTER (bad IS NOT NULL)"
        f" FROM ({rows.sql}) AS all_rows GROUP BY reason ORDER BY reason IS NOT NULL, n DESC, reason"
    )
    good = found[0] if found and found[0][0] is None else None
    bad = found[1:] if good is not None else found
    whole = {"rows": sum(row[1] for row in found), "lost": sum(int(row[2] or 0) for row in found)}
    names = ("customers", "names", "first_us", "last_us", "future", "trimmed", "repeated", "skipped")
    counts = Counts(**whole) if good is None else Counts(**whole, good=good[1], **dict(zip(names, good[3:11], strict=True)))
    reasons = [BadRows(row[0], row[1], tuple((one["line"], one["raw"] or "") for one in row[11] or ())) for row in bad[:MOST_REASONS]]
    return counts, tuple(reasons)
