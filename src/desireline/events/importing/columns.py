"""Which column of the lake each property of a batch goes to, and as what."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from desireline.events.properties import MOST_COLUMNS, SQL_TYPES, column_names, unified
from desireline.events.shard import PROPERTIES, Stored, literal, quoted
from desireline.events.sources import PropertyColumn, SourceRows
from desireline.model import WAS


@dataclass(frozen=True)
class Columns:
    """`column_of`: property -> column, for all of the lake and the batch. `types`: what each column of the batch is."""

    column_of: Mapping[str, str]
    types: Mapping[str, Stored]


def planned(known: Mapping[str, str], sources: Sequence[SourceRows]) -> Columns:
    """Give columns to the properties of some sources: those that the lake has given already, then new ones, as long as there are any."""
    met = dict.fromkeys(column.name for source in sources for column in source.properties)
    room = max(0, MOST_COLUMNS - len(known))
    fresh = [name for place, name in enumerate(name for name in met if name not in known) if place < room or name == WAS]
    column_of = {**known, **column_names(fresh, taken=known.values())}
    kinds: dict[str, list[Stored]] = {}
    for source in sources:
        for column in source.properties:
            if column.name in column_of:
                kinds.setdefault(column_of[column.name], []).append(column.stored)
    return Columns(column_of, {column: unified(found) for column, found in kinds.items()})


def conformed_sql(number: int, source: SourceRows, columns: Columns) -> str:
    """The rows of a source with the columns that all sources of a batch share."""
    own = {columns.column_of[found.name]: found for found in source.properties if found.name in columns.column_of}
    properties = (
        f"{_as_column(own[column], kind) if column in own else f'CAST(NULL AS {SQL_TYPES[kind]})'} AS {quoted(column)}"
        for column, kind in columns.types.items()
    )
    fixed = (
        f"CAST({number} AS INTEGER) AS file, position, line, id, time_us, customer AS identity, name, channel, person, source",
        "bad, remark, lost, raw",
        f"{_rest(source.properties, columns.column_of)} AS {PROPERTIES}",
    )
    return f"SELECT {', '.join((*fixed, *properties))} FROM ({source.sql})"


def cast_sql(value_sql: str, kind: Stored, wanted: Stored) -> str:
    """A value of one type as one of another that can hold it (any type, or text)."""
    if kind == wanted:
        return value_sql
    if kind == "number":
        return f"CASE WHEN isfinite({value_sql}) THEN CAST({value_sql} AS VARCHAR) END"
    return f"CAST({value_sql} AS VARCHAR)"


def _as_column(found: PropertyColumn, wanted: Stored) -> str:
    value = quoted(found.column)
    if found.stored == "json":
        return f"CASE WHEN json_type({value}) NOT IN ('OBJECT', 'ARRAY') THEN json_extract_string({value}, '$') END"
    return cast_sql(value, found.stored, wanted)


def _rest(properties: Iterable[PropertyColumn], column_of: Mapping[str, str]) -> str:
    """A JSON object of the properties without a column, and of those that are objects or arrays; null where there is none."""
    entries = []
    for found in properties:
        value = quoted(found.column)
        head = literal(json.dumps(found.name, ensure_ascii=False) + ": ")
        if found.stored == "json":
            there = f"json_type({value}) IN ('OBJECT', 'ARRAY')" if found.name in column_of else f"json_type({value}) <> 'NULL'"
            entries.append(f"CASE WHEN {there} THEN {head} || {value} END")
        elif found.name not in column_of:
            shown = cast_sql(value, found.stored, "text") if found.stored == "number" else value
            entries.append(f"{head} || CAST(to_json({shown}) AS VARCHAR)")
    if not entries:
        return "CAST(NULL AS VARCHAR)"
    return f"'{{' || nullif(concat_ws(', ', {', '.join(entries)}), '') || '}}'"
