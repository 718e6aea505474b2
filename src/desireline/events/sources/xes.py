"""XES, the exchange format of process mining, by way of r4pm and a Parquet file in the scratch folder."""

from pathlib import Path
from typing import TYPE_CHECKING

from desireline.events.shard import quoted
from desireline.events.sources.options import SourceOptions
from desireline.events.sources.parquet import parquet_table
from desireline.events.sources.paths import fresh
from desireline.events.sources.refusals import listed, no_room, refusal
from desireline.events.sources.table import Column, Query, Table
from desireline.events.sources.xes_scan import XesText, scan_xes

if TYPE_CHECKING:
    import polars

_TIME = "time:timestamp"
_FIRST = ("case:concept:name", "concept:name", _TIME, "lifecycle:transition", "org:resource")


def read_xes(path: Path, options: SourceOptions, query: Query, scratch: Path) -> Table:
    """The table of an XES file, plain, gzip or zstd. Attributes of a case are columns `case:…`; times are UTC.

    Raises DesirelineError: those of `scan_xes`, E110 where some times state no offset, E117 where r4pm is missing, E119 no XES.
    """
    found = scan_xes(path, options.encoding, scratch)
    time_key = options.time or _TIME
    _consistent(path, time_key, found)
    frame = _frame(path, found.text.path, scratch, options.time_format)
    target = fresh(scratch, ".parquet")
    try:
        frame.select(_order(frame.columns)).write_parquet(target, compression="zstd", compression_level=1)
    except OSError as error:
        raise no_room(scratch, error) from error
    table = parquet_table(target, options, query, shown=path.name)
    return _mended(table, found, query)


def _consistent(path: Path, time_key: str, found: XesText) -> None:
    if found.naive[time_key] and found.stated[time_key]:
        raise refusal(
            "E110",
            f"{found.naive[time_key]:,} of the times in {path.name} state no offset from UTC, and {found.stated[time_key]:,} do",
            why="promises and opening hours would be hours off, and nobody would see it",
            fix="export the log with an offset in every time",
        )


def _frame(path: Path, plain: Path, scratch: Path, time_format: str | None) -> "polars.DataFrame":
    try:
        from r4pm.df import import_xes
    except ImportError as error:
        raise refusal(
            "E117",
            f"{path.name} is XES, and what reads XES is not installed",
            why="there are no events to read",
            fix="pip install 'desireline[xes]', or export the log as CSV",
        ) from error
    named = fresh(scratch, ".xes")
    named.symlink_to(plain.resolve())
    try:
        frame, _ = import_xes(str(named), time_format)
    except Exception as error:
        raise refusal(
            "E119",
            f"{path.name} cannot be read as XES: {str(error)[:200]}",
            why="there are no events to read",
            fix="check that it is an XES log: <log>, <trace>, <event>",
        ) from error
    if not frame.height:
        raise refusal(
            "E119",
            f"{path.name} has no events in it",
            why="an empty log says nothing of any customer; it is likelier that an export failed than that nothing happened",
            fix="check that it is an XES log: <log>, <trace>, <event>",
        )
    return frame


def _order(columns: list[str]) -> list[str]:
    """The parser gives columns in any order: those that everyone knows first, then by name."""
    return sorted(columns, key=lambda name: (_FIRST.index(name) if name in _FIRST else len(_FIRST), name))


def _mended(table: Table, found: XesText, query: Query) -> Table:
    """Times that stated their offset are UTC; what the parser cannot give as values is left out; mixed values are unwrapped."""
    columns, values = [], []
    for column in table.columns:
        key = column.name.removeprefix("case:")
        if key in found.nested or key in found.large:
            continue
        sql, type_of = column.sql, column.type
        if type_of == "TIMESTAMP" and not found.naive[key]:
            sql, type_of = f"timezone('UTC', {sql})", "TIMESTAMP WITH TIME ZONE"
        elif type_of == "VARCHAR" and _is_wrapped(column, table, query):
            sql = f"CASE WHEN json_valid({sql}) THEN json_extract_string({sql}, '$') ELSE {sql} END"
        columns.append(Column(column.name, column.column, type_of, column.becomes))
        values.append(f"{sql} AS {quoted(column.column)}")
    sql = f"SELECT position, line, fault, {', '.join(values)} FROM ({table.sql}) AS source_xes"
    return Table(sql, tuple(columns), table.raw, table.rows_estimate, notes=_notes(found))


def _is_wrapped(column: Column, table: Table, query: Query) -> bool:
    """Whether the parser wrote values of several types as JSON: texts in quotes beside numbers that are not."""
    quote = f"starts_with({column.sql}, '\"')"
    counts = query(f"SELECT bool_and(json_valid({column.sql})), bool_or({quote}), bool_or(NOT {quote}) FROM ({table.sql}) AS source_xes")[0]
    return all(counts)


def _notes(found: XesText) -> tuple[str, ...]:
    notes = []
    if found.nested:
        notes.append(f"lists were left out: {listed(sorted(found.nested))}")
    if found.large:
        notes.append(f"left out, because some of its integers do not fit 64 bits: {listed(sorted(found.large))}")
    return tuple(notes)
