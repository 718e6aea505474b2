"""Fields of an event out of JSON columns, value by value: one object among the texts of a column spoils its own row and no other."""

from dataclasses import replace

from desireline.events.shard import literal
from desireline.events.sources.roles import Roles
from desireline.events.sources.table import Column, Table

_JSON = "JSON"


def with_text_roles(table: Table, roles: Roles) -> Table:
    """The table with every JSON column that is a field of the event as text.

    Strings come without quotes, numbers and booleans as their text. A row with an object or a list there has a fault.
    """
    names = roles.taken | ({roles.lifecycle} if roles.lifecycle else set())
    nested = [column for column in table.columns if column.type == _JSON and column.name in names]
    if not nested:
        return table
    faults = " ".join(
        f"WHEN {_is_nested(each)} THEN {literal(f'its `{each.name}` is an object or a list, not one value')}" for each in nested
    )
    texts = ", ".join(f"CASE WHEN NOT {_is_nested(each)} THEN json_extract_string({each.sql}, '$') END AS {each.sql}" for each in nested)
    return replace(
        table,
        sql=f"SELECT * REPLACE (coalesce(fault, CASE {faults} END) AS fault, {texts}) FROM ({table.sql}) AS nested_table",
        columns=tuple(replace(column, type="VARCHAR") if column in nested else column for column in table.columns),
    )


def _is_nested(column: Column) -> str:
    return f"(json_type({column.sql}) IN ('OBJECT', 'ARRAY'))"
