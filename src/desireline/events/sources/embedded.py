"""A column `properties` that holds JSON objects as text, or maps: its keys become columns of their own."""

from desireline.events.sources.json_columns import keys_at, path_list, pointer_of, types_at
from desireline.events.sources.table import Column, Query, Table

_PROPERTIES = "properties"
_TEXT = ("VARCHAR", "JSON")


def with_embedded_properties(table: Table, query: Query) -> Table:
    """The table, with the keys of its column `properties` in place of that column, where it holds nothing but JSON objects or maps."""
    column = next((c for c in table.columns if c.name == _PROPERTIES), None)
    if column is None or not (column.type in _TEXT or column.type.startswith("MAP(VARCHAR,")):
        return table
    doc = f"CAST({column.sql} AS VARCHAR)" if column.type in _TEXT else f"CAST(to_json({column.sql}) AS VARCHAR)"
    rows = f"({table.sql}) AS source_table"
    if column.type in _TEXT and not _all_objects(doc, rows, query):
        return table
    (keys,) = keys_at([""], doc, rows, query)
    pointers = [pointer_of(key) for key in keys.names]
    types = types_at(pointers, doc, rows, query)
    names = set(table.names)
    made, values = [], []
    for place, (key, type_of) in enumerate(zip(keys.names, types, strict=True)):
        made.append(Column(f"{_PROPERTIES}.{key}" if key in names else key, f"e{place}", type_of or "VARCHAR", key))
        values.append(f", {_value(place + 1, type_of)} AS e{place}")
    lists = f"json_extract_string({doc}, {path_list(pointers)}) AS ev, json_extract({doc}, {path_list(pointers)}) AS ej"
    sql = f"SELECT *{''.join(values)} FROM (SELECT *, {lists} FROM {rows}) AS source_embedded" if made else table.sql
    kept = tuple(c for c in table.columns if c is not column)
    return Table(sql, (*kept, *made), table.raw, table.rows_estimate, table.guessed, table.notes)


def _all_objects(doc: str, rows: str, query: Query) -> bool:
    objects = f"starts_with(trim({doc}), '{{') AND json_valid({doc})"
    (every, some), *_ = query(f"SELECT bool_and({objects}), count({doc}) > 0 FROM {rows} WHERE {doc} <> ''")
    return bool(every and some)


def _value(place: int, type_of: str | None) -> str:
    if type_of == "JSON":
        return f"CAST(nullif(CAST(ej[{place}] AS VARCHAR), 'null') AS JSON)"
    return f"ev[{place}]" if type_of in (None, "VARCHAR") else f"TRY_CAST(ev[{place}] AS {type_of})"
