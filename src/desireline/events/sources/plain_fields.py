"""Fields of an event out of a text without types: blanks around them are how the text is laid out, and part of no name."""

from dataclasses import replace

from desireline.events.shard import literal
from desireline.events.sources.roles import Roles
from desireline.events.sources.table import Table

_BLANKS = (" ", "\t", "\u00a0")


def with_plain_fields(table: Table, roles: Roles) -> Table:
    """The table with the blanks around fields of the event taken off, and with what it doubts of rows, now that the time is known."""
    names = roles.taken | ({roles.lifecycle} if roles.lifecycle else set())
    fields = [column.sql for column in table.columns if column.type == "VARCHAR" and column.name in names]
    if not fields:
        return table
    fault = "fault" if table.doubt is None else f"coalesce(fault, {table.doubt(table.column(roles.time))})"
    trimmed = (f"nullif(trim({field}, {literal(''.join(_BLANKS))}), '')" for field in fields)
    replaced = ", ".join(f"CASE WHEN blanks THEN {sql} ELSE {field} END AS {field}" for field, sql in zip(fields, trimmed, strict=True))
    # Most rows have none, which is quickly seen.
    ends = (f"{each}({field}, {literal(blank)})" for field in fields for blank in _BLANKS for each in ("starts_with", "ends_with"))
    rows = f"SELECT *, coalesce({' OR '.join(ends)}, false) AS blanks FROM ({table.sql}) AS plain_table"
    sql = f"SELECT * REPLACE ({fault} AS fault, {replaced}) FROM ({rows}) AS plain_rows"
    return replace(table, sql=sql, trimmed="blanks")
