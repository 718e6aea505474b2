"""The readings of `types.py` as DuckDB expressions: from a column as it is stored to the declared type."""

from typing import Literal

from desireline.conditions.types import (
    FALSE_TEXTS,
    FIRST_TIME_US,
    INTEGER_PATTERN,
    LAST_TIME_US,
    NUMBER_PATTERN,
    TIME_PATTERN,
    TRUE_TEXTS,
    Kind,
    ValueType,
)

Stored = Literal["text", "integer", "number", "boolean"]
"""How a property's column is stored: VARCHAR, BIGINT, DOUBLE or BOOLEAN."""
SQL_TYPES: dict[Kind, str] = {
    "text": "VARCHAR",
    "one_of": "VARCHAR",
    "number": "DOUBLE",
    "integer": "BIGINT",
    "boolean": "BOOLEAN",
    "time": "BIGINT",
    "duration": "BIGINT",
}
"""The DuckDB type of a typed value; times and durations are whole microseconds."""


def sql_read(value_type: ValueType, column_sql: str, stored: Stored) -> str:
    """A DuckDB expression that gives what `ValueType.read` gives: NULL where the stored value cannot be read as the type.

    The column's expression may be repeated in it.
    """
    match value_type.kind:
        case "text" | "one_of":
            return _text(column_sql, stored)
        case "number":
            return _number(column_sql, stored)
        case "integer" | "duration":
            return _integer(column_sql, stored)
        case "boolean":
            return _boolean(column_sql, stored)
        case "time":
            return _time_us(column_sql) if stored == "text" else "CAST(NULL AS BIGINT)"


def sql_text_of(typed_sql: str) -> str:
    """A DuckDB expression for `text_of` of a typed value."""
    return f"CAST({typed_sql} AS VARCHAR)"


def sql_text(text: str) -> str:
    """A DuckDB literal of a text (without NUL)."""
    return "'" + text.replace("'", "''") + "'"


def _text(column: str, stored: Stored) -> str:
    if stored == "text":
        return column
    if stored == "number":
        return f"CASE WHEN isfinite({column}) THEN {sql_text_of(column)} END"
    return sql_text_of(column)


def _number(column: str, stored: Stored) -> str:
    if stored == "boolean":
        return "CAST(NULL AS DOUBLE)"
    if stored == "integer":
        return f"CAST({column} AS DOUBLE)"
    if stored == "number":
        return f"CASE WHEN isfinite({column}) THEN {column} END"
    number = f"TRY_CAST({column} AS DOUBLE)"
    return f"CASE WHEN {_matches(column, NUMBER_PATTERN)} AND isfinite({number}) THEN {number} END"


def _integer(column: str, stored: Stored) -> str:
    if stored == "boolean":
        return "CAST(NULL AS BIGINT)"
    if stored == "integer":
        return column
    if stored == "number":
        return _integral(column)
    return (
        f"CASE WHEN {_matches(column, INTEGER_PATTERN)} THEN TRY_CAST({column} AS BIGINT) "
        f"WHEN {_matches(column, NUMBER_PATTERN)} THEN {_integral(f'TRY_CAST({column} AS DOUBLE)')} END"
    )


def _integral(number: str) -> str:
    inside = f"{number} >= -9223372036854775808e0 AND {number} < 9223372036854775808e0"
    return f"CASE WHEN {inside} AND {number} = trunc({number}) THEN TRY_CAST({number} AS BIGINT) END"


def _boolean(column: str, stored: Stored) -> str:
    if stored == "boolean":
        return column
    if stored == "text":
        true, false = (", ".join(map(sql_text, texts)) for texts in (TRUE_TEXTS, FALSE_TEXTS))
        return f"CASE WHEN {column} IN ({true}) THEN true WHEN {column} IN ({false}) THEN false END"
    return f"CASE WHEN {column} = 1 THEN true WHEN {column} = 0 THEN false END"


def _time_us(column: str) -> str:
    """The offset is in the text, so the session's time zone has no part in it. DuckDB knows a year 0, Python's calendar does not."""
    time_us = f"epoch_us(TRY_CAST({column} AS TIMESTAMPTZ))"
    readable = f"{_matches(column, TIME_PATTERN)} AND NOT starts_with({column}, '0000')"
    return f"CASE WHEN {readable} AND {time_us} BETWEEN {FIRST_TIME_US} AND {LAST_TIME_US} THEN {time_us} END"


def _matches(column: str, pattern: str) -> str:
    return f"regexp_full_match({column}, {sql_text(pattern)})"
