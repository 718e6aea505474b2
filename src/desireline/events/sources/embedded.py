"""A column `properties` that holds JSON objects as text, or maps: its keys become columns of their own."""

from dataclasses import replace

from desireline.events.sources.json_columns import keys_at, types_at
from desireline.events.sources.json_paths import as_columns, taken
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
    paths = [(key,) for key in keys.names]
    types = [type_of or "VARCHAR" for type_of in types_at(paths, doc, rows, query)]
    names = set(table.names)
    made = tuple(
        Column(f"{_PROPERTIES}.{key}" if key in names else key, f"e{place}", type_of, key)
        for place, (key, type_of) in enumerate(zip(keys.names, types, strict=True))
    )
    kept = tuple(c for c in table.columns if c is not column)
    return replace(table, sql=_select(rows, doc, paths, made), columns=(*kept, *made))


def _select(rows: str, doc: str, paths: list[tuple[str]], made: tuple[Column, ...]) -> str:
    got = taken(doc, paths, [column.type for column in made])
    return f"SELECT *{as_columns(got, made)} FROM (SELECT {', '.join(('*', *got.columns))} FROM {rows}) AS source_embedded"


def _all_objects(doc: str, rows: str, query: Query) -> bool:
    objects = f"starts_with(trim({doc}), '{{') AND json_valid({doc})"
    (every, some), *_ = query(f"SELECT bool_and({objects}), count({doc}) > 0 FROM {rows} WHERE {doc} <> ''")
    return bool(every and some)
