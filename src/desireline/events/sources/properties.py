"""Columns of a source as properties of its events: names, types, and the expressions that give them."""

from dataclasses import dataclass

from desireline.events.shard import Stored
from desireline.events.sources.options import SourceOptions
from desireline.events.sources.refusals import refusal
from desireline.events.sources.roles import Roles, property_name
from desireline.events.sources.rows import PropertyColumn
from desireline.events.sources.table import Column, Table, unique

MOST_PROPERTIES = 4096
_WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER")
_EXACT_DIGITS, _INT64_DIGITS = 15, 18
_NAIVE_FORM, _ZONED_FORM = "%Y-%m-%dT%H:%M:%S.%f", "%Y-%m-%dT%H:%M:%S.%fZ"


@dataclass(frozen=True, slots=True)
class Property:
    """A property to be: its name in maps and the column it comes from."""

    name: str
    column: Column


@dataclass(frozen=True, slots=True)
class Shown:
    """A property as `SourceRows` has it, and the expression that gives it."""

    made: PropertyColumn
    sql: str


def properties_of(table: Table, roles: Roles, options: SourceOptions) -> list[Property]:
    """The properties: all columns that are no field of the event, or those that the options list; the key in any case.

    Raises DesirelineError (E121) where there are more than `MOST_PROPERTIES`.
    """
    key = table.column(roles.key) if roles.key else None
    if options.properties is not None:
        chosen = [(name, table.column(column)) for name, column in roles.properties.items()]
    else:
        kept = (column for column in table.columns if column.name not in roles.taken and column != key)
        chosen = [(column.becomes, column) for column in kept if column.becomes is not None]
    if key and all(column != key for _, column in chosen):
        chosen.append((property_name(key.name), key))
    if len(chosen) > MOST_PROPERTIES:
        raise refusal(
            "E121",
            f"the events have {len(chosen):,} properties; at most {MOST_PROPERTIES:,} can be read",
            why="a journey is told by what happened, not by thousands of values for each event",
            fix="list the columns that matter under `properties` of a mapping file",
        )
    names = unique([name for name, _ in chosen])
    return [Property(name, column) for name, (_, column) in zip(names, chosen, strict=True)]


def property_sql(column: Column) -> tuple[str, Stored] | None:
    """A column as a property: its expression, and as what it is stored. None where it is binary, which no condition can read."""
    sql, kind = column.sql, column.type
    if kind in _WHOLE:
        return f"CAST({sql} AS BIGINT)", "integer"
    if kind in ("FLOAT", "DOUBLE"):
        return f"CAST({sql} AS DOUBLE)", "number"
    if kind.startswith("DECIMAL("):
        return _decimal(sql, kind)
    if kind == "BOOLEAN":
        return sql, "boolean"
    if kind == "JSON":
        return f"CAST({sql} AS VARCHAR)", "json"
    if kind.startswith(("STRUCT", "MAP", "UNION", "VARIANT")) or kind.endswith("]"):
        return f"CAST(to_json({sql}) AS VARCHAR)", "json"
    if kind == "TIMESTAMP WITH TIME ZONE":
        return f"strftime(timezone('UTC', {sql}), '{_ZONED_FORM}')", "text"
    if kind.startswith("TIMESTAMP"):
        return f"strftime({sql}, '{_NAIVE_FORM}')", "text"
    if kind in ("BLOB", "BIT") or kind.startswith("GEOMETRY"):
        return None
    return f"CAST({sql} AS VARCHAR)", "text"


def _decimal(sql: str, kind: str) -> tuple[str, Stored]:
    """Exactly: as an integer or a float64 where its digits fit, else as text."""
    width, scale = (int(part) for part in kind.removeprefix("DECIMAL(").removesuffix(")").split(","))
    if scale == 0 and width <= _INT64_DIGITS:
        return f"CAST({sql} AS BIGINT)", "integer"
    if width <= _EXACT_DIGITS:
        return f"CAST({sql} AS DOUBLE)", "number"
    return f"CAST({sql} AS VARCHAR)", "text"


def shown_properties(properties: list[Property]) -> tuple[tuple[Shown, ...], tuple[str, ...]]:
    """The properties as columns `p_0`, `p_1` …, and notes on those that are left out."""
    shown: list[Shown] = []
    left: list[str] = []
    for each in properties:
        made = property_sql(each.column)
        if made is None:
            left.append(f"`{each.column.name}` is binary and was left out")
        else:
            shown.append(Shown(PropertyColumn(each.name, f"p_{len(shown)}", made[1]), made[0]))
    return tuple(shown), tuple(left)
