"""Fields of an event out of a text without types: blanks around them are how the text is laid out, and part of no name."""

from dataclasses import replace

from desireline.events.shard import literal
from desireline.events.sources.roles import Roles
from desireline.events.sources.table import Table

_BLANKS = (" ", "\t", "\u00a0")


def with_plain_fields(table: Table, roles: Roles) -> Table:
    """The table with the blanks around fields of the event taken off, and with what it doubts of rows, now that the time is known."""
    names = roles.taken | ({roles.lifecycle} if roles.lifecycle else set())
    fields = [column for column in table.columns if column.type == "VARCHAR" and column.name in names]
    plain = replace(
        table,
        columns=tuple(replace(column, read=_trimmed(column.sql)) if column in fields else column for column in table.columns),
        trimmed=f"coalesce({' OR '.join(_has_blanks(column.sql) for column in fields) or 'false'}, false)",
    )
    return plain if table.doubt is None else replace(plain, fault=f"coalesce(fault, {table.doubt(plain.column(roles.time))})")


def _trimmed(field: str) -> str:
    return f"CASE WHEN {_has_blanks(field)} THEN nullif(trim({field}, {literal(''.join(_BLANKS))}), '') ELSE {field} END"


def _has_blanks(field: str) -> str:
    """Whether a field begins or ends with a blank. Most do not, which is quickly seen."""
    return " OR ".join(f"{each}({field}, {literal(blank)})" for blank in _BLANKS for each in ("starts_with", "ends_with"))
