"""From a file to rows of events: which format it is, what its columns mean, and the SELECT that gives its rows."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from desireline.events.sources.csv import read_csv
from desireline.events.sources.embedded import with_embedded_properties
from desireline.events.sources.formats import format_of
from desireline.events.sources.jsonlines import read_json
from desireline.events.sources.lifecycle import Naming, naming
from desireline.events.sources.options import SourceOptions
from desireline.events.sources.parquet import read_parquet
from desireline.events.sources.plain_fields import with_plain_fields
from desireline.events.sources.properties import Property, properties_of, shown_properties
from desireline.events.sources.refusals import reading_failed
from desireline.events.sources.role_texts import with_text_roles
from desireline.events.sources.roles import Roles, choose_roles
from desireline.events.sources.rows import SourceRows
from desireline.events.sources.rows_sql import Meaning, rows_sql
from desireline.events.sources.table import Query, Table
from desireline.events.sources.times import TimeColumn, TimeReading, time_reading
from desireline.events.sources.xes import read_xes


@dataclass(frozen=True)
class Understood:
    """A source of which is known what its columns mean. `time`: what was guessed of its times, and their zone."""

    roles: Roles
    time: TimeReading
    rows: SourceRows


def open_source(path: Path, options: SourceOptions, con: duckdb.DuckDBPyConnection, scratch: Path) -> SourceRows:
    """The rows of `path`, to be read on `con` (or a cursor of it).

    `scratch` is an existing folder for intermediate files (expanded, recoded, or XES as Parquet); the caller removes it when the rows are
    read. Looks at the whole file where it must (encoding, keys of JSON, lifecycles), and never loads it.

    Raises DesirelineError with codes E101 to E127. Rows that are bad one by one are no errors: they come with `bad`. A duckdb.Error while
    the rows are read is told by `reading_failed`.
    """
    return understand(path, open_table(path, options, con, scratch), options, con).rows


def open_table(path: Path, options: SourceOptions, con: duckdb.DuckDBPyConnection, scratch: Path) -> Table:
    """The columns of `path`, whatever they mean. See `open_source`."""
    with _told(path):
        return _table(path, options, _query(con), scratch)


def understand(path: Path, table: Table, options: SourceOptions, con: duckdb.DuckDBPyConnection) -> Understood:
    """What the columns of `path` mean, and its rows. See `open_source`."""
    with _told(path):
        return _understood(path, table, options, _query(con))


def _query(con: duckdb.DuckDBPyConnection) -> Query:
    return lambda sql: con.execute(sql).fetchall()


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except duckdb.Error as error:
        raise reading_failed(path, error) from error


def _understood(path: Path, table: Table, options: SourceOptions, query: Query) -> Understood:
    roles = choose_roles(table.names, options)
    table = with_plain_fields(table, roles) if format_of(path) == "csv" else with_text_roles(table, roles)
    time = table.column(roles.time)
    rows = f"({table.sql}) AS source_table"
    reading = time_reading(TimeColumn(time.name, time.sql, time.type, rows), options, query)
    named = _names(table, roles, rows, options, query)
    properties = properties_of(table, roles, options)
    shown, left_out = shown_properties(properties)
    source = options.source or path.name
    made = SourceRows(
        sql=rows_sql(table, Meaning(roles=roles, time=reading, name=named.sql, properties=shown, source=source)),
        properties=tuple(each.made for each in shown),
        rows_estimate=table.rows_estimate,
        source=source,
        guessed=tuple(line for line in (*table.guessed, *roles.guessed, reading.said) if line),
        notes=(*table.notes, *_key_note(table, roles, properties), *named.notes, *left_out),
        rereadable=format_of(path) == "parquet",
    )
    return Understood(roles, reading, made)


def _table(path: Path, options: SourceOptions, query: Query, scratch: Path) -> Table:
    match format_of(path):
        case "csv":
            return with_embedded_properties(read_csv(path, options, query, scratch), query)
        case "json":
            return read_json(path, options, query, scratch)
        case "parquet":
            return with_embedded_properties(read_parquet(path, options, query, scratch), query)
        case "xes":
            return read_xes(path, options, query, scratch)


def _names(table: Table, roles: Roles, rows: str, options: SourceOptions, query: Query) -> Naming:
    transition = table.column(roles.lifecycle).sql if roles.lifecycle else None
    event = table.column(roles.event)
    name = event.sql if event.type == "VARCHAR" else f"CAST({event.sql} AS VARCHAR)"
    return naming(name, transition, rows, mixed=options.mixed, guessed=options.lifecycle is None, query=query)


def _key_note(table: Table, roles: Roles, properties: list[Property]) -> tuple[str, ...]:
    """How a map names the key, where its column is called otherwise."""
    if roles.key is None:
        return ()
    key = table.column(roles.key)
    name = next(each.name for each in properties if each.column == key)
    return () if name == roles.key else (f"the key `{roles.key}` is the property `{name}`; a map says `trip: {{per: {name}}}`",)
