"""Parquet: typed columns, read in parallel; the place of a row is its number in the file."""

from pathlib import Path

import duckdb

from desireline.events.shard import literal, quoted
from desireline.events.sources.expanding import magic
from desireline.events.sources.lakes import refuse_shard
from desireline.events.sources.options import SourceOptions
from desireline.events.sources.paths import readable
from desireline.events.sources.refusals import refusal
from desireline.events.sources.table import Column, Query, Table, said_columns

_NUMBER = "file_row_number"
_RAW_COLUMNS = 64
_BINARY = ("BLOB", "BIT")


def read_parquet(path: Path, options: SourceOptions, query: Query, scratch: Path) -> Table:
    """The table of a Parquet file. The fields of a struct column `properties` become columns; options may name fields of structs with dots.

    Raises DesirelineError: E101, E103, E119 where it is no Parquet file or its footer is damaged, E126 a file of a lake.
    """
    magic(path)
    return parquet_table(readable(path, scratch), options, query, shown=path.name)


def parquet_table(path: Path, options: SourceOptions, query: Query, *, shown: str) -> Table:
    """As `read_parquet`, for a file that is known to be there. `shown` names it in errors."""
    read = f"read_parquet({literal(str(path))})"
    try:
        columns = _columns(read, options, query)
        count = query(f"SELECT sum(num_rows) FROM parquet_file_metadata({literal(str(path))})")[0][0]
    except duckdb.Error as error:
        raise refusal(
            "E119",
            f"{shown} cannot be read as Parquet: {str(error).splitlines()[0][:200]}",
            why="there are no events to read",
            fix="write the file again; it may have broken off before its end",
        ) from error
    values = "".join(f", {sql} AS {column.column}" for column, sql in columns)
    made = tuple(column for column, _ in columns)
    refuse_shard(made, shown)
    number, rows = f"({_NUMBER} + 1)", f"read_parquet({literal(str(path))}, {_NUMBER}=true)"
    if any(column.name == _NUMBER for column in made):
        number, rows = "row_number() OVER ()", read  # counts on one thread
    return Table(
        sql=f"SELECT {number} - 1 AS position, {number} AS line, CAST(NULL AS VARCHAR) AS fault{values} FROM {rows}",
        columns=made,
        raw=row_as_json(made),
        rows_estimate=int(str(count)),
    )


def row_as_json(columns: tuple[Column, ...]) -> str:
    """An expression: the row as a JSON object of its columns, the first of them at least."""
    fields = [f"{literal(column.name)}, {column.sql}" for column in columns if column.becomes is not None and column.type not in _BINARY]
    return f"CAST(json_object({', '.join(fields[:_RAW_COLUMNS])}) AS VARCHAR)"


def _columns(read: str, options: SourceOptions, query: Query) -> list[tuple[Column, str]]:
    """Columns with the expressions that give them."""
    found: list[tuple[str, str, str, str | None]] = []
    for name, type_of in _described(f"SELECT * FROM {read}", query):
        if name == "properties" and type_of.startswith("STRUCT("):
            inner = _described(f"SELECT {quoted(name)}.* FROM {read}", query)
            found += [(each, f"{quoted(name)}[{literal(each)}]", kind, each) for each, kind in inner]
        else:
            found.append((name, quoted(name), type_of, name))
    names = {name for name, *_ in found}
    for said in said_columns(options):
        if said not in names and "." in said:
            found += _inside(said, read, query)
    return [(Column(name, f"c{place}", type_of, becomes), sql) for place, (name, sql, type_of, becomes) in enumerate(found)]


def _inside(said: str, read: str, query: Query) -> list[tuple[str, str, str, str | None]]:
    """A field within a struct, named with dots; nothing where there is none."""
    first, *rest = said.split(".")
    sql = quoted(first) + "".join(f"[{literal(part)}]" for part in rest)
    try:
        return [(said, sql, _described(f"SELECT {sql} FROM {read}", query)[0][1], None)]
    except duckdb.Error:
        return []


def _described(select: str, query: Query) -> list[tuple[str, str]]:
    return [(str(row[0]), str(row[1])) for row in query(f"DESCRIBE {select}")]
