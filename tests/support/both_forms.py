"""Evaluates a condition in DuckDB and in Python at once, and gives what both say."""

from collections.abc import Mapping, Sequence

import duckdb

from desireline.conditions import SQL_TYPES, Condition, Name, Value


def in_both(condition: Condition, values: Mapping[str, Value | None]) -> bool | None:
    """The result for typed values by name (a fact with an argument as `visits(call)`). Fails where the forms differ."""
    given = [values[called(name)] for name in condition.inputs]
    python = condition.evaluate(*given)
    columns = [f"CAST(${n + 1} AS {SQL_TYPES[name.type.kind]}) AS c{n}" for n, name in enumerate(condition.inputs)]
    source = f"(SELECT {', '.join([*columns, '1 AS one'])})"
    query = f"SELECT {condition.sql(lambda name: f'c{condition.inputs.index(name)}')} FROM {source}"
    with duckdb.connect() as connection:
        row: Sequence[bool | None] | None = connection.execute(query, given).fetchone()
    assert row == (python,), f"DuckDB says {row}, Python {python}: {condition.canonical}"
    return python


def called(name: Name) -> str:
    """How the tests write a name."""
    return name.id if name.argument is None else f"{name.id}({name.argument})"
