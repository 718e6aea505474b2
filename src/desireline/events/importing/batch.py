"""The rows of all files of an import, as one table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from desireline.diagnostics import DesirelineError, Diagnostic
from desireline.events.importing.columns import Columns, conformed_sql, planned
from desireline.events.importing.narrowing import narrowed, narrowed_sql
from desireline.events.importing.workshop import Workshop
from desireline.events.manifest import Manifest
from desireline.events.shard import PROPERTIES, file_sql, literal
from desireline.events.sources import SourceOptions, SourceRows, open_source
from desireline.events.sources.refusals import reading_failed
from desireline.events.sources.rows import REPEATED, SKIPPED, TRIMMED

ALL_ROWS = "batch_rows"
"""View of all rows: file, position, line, id, time_us, identity, name, channel, person, source, bad, remark, lost, raw, properties, p_…"""
GOOD_ROWS = "batch_good"
"""View of those that are events."""
POSITION_BASE = 1_000_000_000_000
PLACE_SQL = f"substr(CAST({POSITION_BASE} + position AS VARCHAR), 2)"
"""What follows the source and a dash in the id of an event that came without one: its position in the file, twelve digits."""


KINDS = "batch_kinds"
"""Table of what the rows are.

Of each bad, source, name, channel: rows, with_id, first_us, last_us, future, persons, overflows; trimmed, repeated, skipped (rows with
that remark), lost (lines).
"""
_NO_ROWS = (
    "SELECT CAST(NULL AS INTEGER) AS file, "
    + ", ".join(f"CAST(NULL AS BIGINT) AS {number}" for number in ("position", "line", "time_us", "remark", "lost"))
    + ", "
    + ", ".join(f"CAST(NULL AS VARCHAR) AS {text}" for text in ("id", "identity", "name", "channel", "person", "source", "bad", "raw"))
    + f", CAST(NULL AS VARCHAR) AS {PROPERTIES} LIMIT 0"
)


@dataclass(frozen=True)
class Batch:
    """What is to be imported, opened and counted.

    rows, bad         rows read, and those of them that are no events
    lost              lines of the files that are part of those bad rows, besides the first of each
    with_id           events that have an id of their own
    sources           names of the sources of its events
    absent            columns that are null throughout
    notes             what was done to rows that are events
    """

    paths: tuple[Path, ...]
    opened: tuple[SourceRows, ...]
    columns: Columns
    rows: int
    bad: int
    lost: int
    with_id: int
    sources: tuple[str, ...]
    absent: frozenset[str]
    notes: tuple[str, ...]

    @property
    def good(self) -> int:
        """How many rows are events."""
        return self.rows - self.bad


@dataclass(frozen=True, slots=True)
class Given:
    """What is to be imported, opened.

    paths    of the files; of events at hand, what they are told by
    zone     of times without an offset
    aliases  pairs of known identities
    """

    paths: Sequence[Path]
    opened: tuple[SourceRows, ...]
    zone: str | None
    aliases: Sequence[tuple[str, str]]


def open_batch(given: Given, manifest: Manifest, now_us: int, shop: Workshop) -> Batch:
    """Make the views of the rows of some sources, and the table of their kinds.

    Raises DesirelineError where one cannot be read.
    """
    paths, opened = given.paths, given.opened
    columns = planned(manifest.properties, opened)
    parts = [_readable(number, path, source, columns, shop) for number, (path, source) in enumerate(zip(paths, opened, strict=True))]
    shop.run(
        f"CREATE TABLE {KINDS} (bad BOOLEAN, source VARCHAR, name VARCHAR, channel VARCHAR, rows BIGINT, with_id BIGINT, "
        "first_us BIGINT, last_us BIGINT, future BIGINT, persons BIGINT, overflows BIGINT, "
        "trimmed BIGINT, repeated BIGINT, skipped BIGINT, lost BIGINT)"
    )
    for path, part in zip(paths, parts, strict=True):
        _read(shop, path, f"INSERT INTO {KINDS} {kinds_sql(part, now_us)}")
    totals = f"SELECT sum(rows), sum(rows) FILTER (bad), sum(lost), sum(with_id) FILTER (NOT bad) FROM {KINDS}"
    rows, bad, lost, with_id = (int(total or 0) for total in shop.run(totals)[0])
    exact = all(source.exact for source in opened)
    numbers = {} if exact else narrowed(columns.types, parts, lambda number, sql: _read(shop, paths[number], sql))
    columns = Columns(columns.column_of, {**columns.types, **numbers})
    shop.run(f"CREATE TEMP VIEW {ALL_ROWS} AS SELECT {narrowed_sql(numbers)} FROM ({' UNION ALL '.join(parts or [_NO_ROWS])})")
    shop.run(f"CREATE TEMP VIEW {GOOD_ROWS} AS FROM {ALL_ROWS}" + (" WHERE bad IS NULL" if bad else ""))
    sources = tuple(row[0] for row in shop.run(f"SELECT DISTINCT source FROM {KINDS} WHERE NOT bad ORDER BY source"))
    held = shop.run(f"SELECT count(channel), sum(persons), sum(overflows) FROM {KINDS}")[0]
    absent = frozenset(column for column, count in zip(("channel", "person", PROPERTIES), held, strict=True) if not count)
    return Batch(tuple(paths), opened, columns, rows, bad, lost, with_id, sources, absent, _remarks(given.zone, shop))


def kinds_sql(rows_sql: str, now_us: int) -> str:
    """Count rows by what they are."""
    kept = (f"CASE WHEN bad IS NULL THEN {column} END AS {column}" for column in ("source", "name", "channel", "time_us"))
    remarked = ", ".join(f"count(*) FILTER (remark & {bit} > 0)" for bit in (TRIMMED, REPEATED, SKIPPED))
    return (
        "SELECT bad IS NOT NULL, source, name, channel, count(*), count(id), min(time_us), max(time_us), "
        f"count(*) FILTER (time_us > {now_us}), count(person), count({PROPERTIES}), {remarked}, sum(lost) "
        f"FROM (SELECT bad, id, person, remark, lost, {PROPERTIES}, {', '.join(kept)} FROM ({rows_sql})) GROUP BY ALL"
    )


def _remarks(zone: str | None, shop: Workshop) -> tuple[str, ...]:
    """What was done to rows that are events, in sentences."""
    trimmed, repeated, skipped = shop.run(f"SELECT sum(trimmed), sum(repeated), sum(skipped) FROM {KINDS}")[0]
    said = (
        (trimmed, "rows with blanks around names, which were taken off: {:,}"),
        (
            repeated,
            f"times that come twice in {zone}, as clocks go back: {{:,}}; each is read as the later one",
        ),
        (skipped, f"times that never come in {zone}, as clocks go forward: {{:,}}; each is read as that much later"),
    )
    return tuple(sentence.format(int(count)) for count, sentence in said if count)


def opened_files(paths: Sequence[Path], options: SourceOptions, shop: Workshop) -> tuple[SourceRows, ...]:
    """Open all files. Raises DesirelineError where one cannot be read: all of them are named."""
    opened: list[SourceRows] = []
    refused: list[Diagnostic] = []
    for number, path in enumerate(paths):
        folder = shop.scratch / f"source-{number}"
        folder.mkdir()
        try:
            opened.append(open_source(path, options, shop.con, folder))
        except DesirelineError as error:
            refused.extend(error.diagnostics)
    if refused:
        raise DesirelineError(refused)
    return tuple(opened)


def _readable(number: int, path: Path, source: SourceRows, columns: Columns, shop: Workshop) -> str:
    """A SELECT of the rows that can be run as often as needed: where the source cannot, its rows are written down first."""
    select = conformed_sql(number, source, columns)
    if source.rereadable:
        return select
    staged = shop.scratch / f"rows-{number}.parquet"
    with shop.counting(f"reading {path.name}", source.rows_estimate):
        _read(shop, path, f"COPY ({select}) TO {literal(str(staged))} (FORMAT parquet, COMPRESSION lz4)")
    return f"SELECT * FROM read_parquet({file_sql(staged)})"


def _read(shop: Workshop, path: Path, sql: str) -> list[tuple[int, ...]]:
    import duckdb

    try:
        return shop.run(sql)
    except duckdb.Error as error:
        raise reading_failed(path, error) from None
