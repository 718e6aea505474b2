"""One condition, one meaning: its DuckDB form and its Python form give the same for every row, and so do the readings they stand on."""

import math
from collections.abc import Sequence
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.campaign import examples
from support.conditions_generator import RAW, SCOPE, Column, columns, condition_texts
from support.loose_conditions import PLAIN_SCOPE, loose_texts, plain_rows

from desireline.conditions import (
    DECLARED_KINDS,
    SQL_TYPES,
    Condition,
    ConditionError,
    Name,
    ValueType,
    parse_condition,
    sql_read,
    sql_text_of,
    text_of,
)

STORED_TYPES = {"text": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN"}
ROWS = 8


@pytest.fixture(scope="module")
def duck():
    with duckdb.connect(config={"threads": 1}) as connection:
        yield connection


_SEVERAL, _INSIDE = st.integers(1, 3), st.booleans()


@st.composite
def conditions_with_rows(draw: Any) -> tuple[list[Condition], list[Column], bool]:
    """A few conditions, rows of raw values for their names, and whether the readings stand inside the condition or before it."""
    conditions = [parse_condition(draw(condition_texts()), SCOPE) for _ in range(draw(_SEVERAL))]
    names = list(dict.fromkeys(name for condition in conditions for name in condition.inputs))
    return conditions, draw(columns(names, ROWS)), draw(_INSIDE)


@examples(2_000, campaign=50_000)
@given(conditions_with_rows())
def test_both_forms_say_the_same(duck, case):
    conditions, table, inside = case
    assert in_duckdb(duck, conditions, table, inside) == in_python(conditions, table)


@examples(200, campaign=10_000)
@given(st.data())
@pytest.mark.parametrize("stored", STORED_TYPES)
def test_both_readings_say_the_same(duck, stored, data):
    raw = data.draw(st.lists(RAW[stored], min_size=1, max_size=30))
    types = [ValueType(kind=kind) for kind in DECLARED_KINDS]
    readings = [sql_read(t, "c", stored) for t in types]
    texts = [sql_text_of(reading) for reading in readings]
    rows = duck.execute(
        f"SELECT {', '.join([*readings, *texts])} FROM (SELECT unnest($1::{STORED_TYPES[stored]}[]) AS c)", [raw]
    ).fetchall()
    for value, row in zip(raw, rows, strict=True):
        read = [t.read(value) for t in types]
        assert [exactly(v) for v in row] == [exactly(v) for v in [*read, *(None if v is None else text_of(v) for v in read)]]


@examples(200, campaign=10_000)
@given(condition_texts())
def test_the_canonical_text_is_the_same_condition(text):
    condition = parse_condition(text, SCOPE)
    again = parse_condition(condition.canonical, SCOPE)
    assert (again, again.expression, again.inputs) == (condition, condition.expression, condition.inputs)
    assert again.canonical == condition.canonical


@examples(400, campaign=20_000)
@given(loose_texts(), st.lists(plain_rows(), min_size=4, max_size=4))
def test_duckdb_reads_the_words_the_same(duck, text, rows):
    try:
        condition = parse_condition(text, PLAIN_SCOPE)
    except ConditionError:
        return
    columns = [list(column) for column in zip(*rows, strict=True)]
    types = {"n": "DOUBLE", "m": "DOUBLE", "b": "BOOLEAN", "c": "BOOLEAN", "t": "VARCHAR"}
    unnested = (f"unnest(${n}::{column_type}[]) AS {name}" for n, (name, column_type) in enumerate(types.items(), start=1))
    source = f"(SELECT {', '.join(unnested)})"
    said = duck.execute(f"SELECT {text}, {condition.sql(lambda name: name.id)} FROM {source}", columns).fetchall()
    assert [own for own, _ in said] == [ours for _, ours in said]


WORDS = (
    *(
        "n",
        "t",
        "b",
        "fault",
        "nmae",
        "1",
        "2.5",
        ".5",
        "1e",
        "'a'",
        "'",
        '"',
        '"t"',
        "(",
        ")",
        ",",
        "and",
        "or",
        "not",
        "in",
        "between",
        "is",
    ),
    *(
        "null",
        "true",
        "like",
        "=",
        "==",
        "<>",
        "<",
        ">=",
        "+",
        "-",
        "*",
        "/",
        "--",
        "/*",
        "*/",
        ";",
        ".",
        "::",
        "$1",
        "?",
        "{{",
        "{%",
        "[",
        "#",
    ),
    *(
        "abs(",
        "coalesce(",
        "visits(",
        "interval",
        "timestamp",
        "date",
        "case",
        "select",
        "\\",
        "\0",
        "\ud800",
        "@",
        "$$",
        "E'",
        "\n",
        "is not",
    ),
)


@examples(400, campaign=20_000)
@given(st.lists(st.sampled_from(WORDS) | st.text(max_size=3), max_size=12), st.sampled_from([" ", ""]))
def test_any_text_is_a_condition_or_is_refused_with_places_in_it(words, between):
    text = between.join(words)
    outcome = condition_or_error(text)
    if isinstance(outcome, Condition):
        assert parse_condition(outcome.canonical, SCOPE) == outcome
    else:
        assert outcome.problems
        assert all(0 <= p.start <= p.end <= len(text) and p.headline and p.fix for p in outcome.problems)


def condition_or_error(text: str) -> Condition | ConditionError:
    try:
        return parse_condition(text, SCOPE)
    except ConditionError as error:
        return error


def exactly(value: object) -> object:
    """A value with its type and, for a float, its sign and last bit."""
    return value.hex() if isinstance(value, float) and math.isfinite(value) else (type(value), value)


def in_python(conditions: Sequence[Condition], table: Sequence[Column]) -> list[tuple[bool | None, ...]]:
    typed = {c.name: c.raw if c.stored is None else [c.name.type.read(raw) for raw in c.raw] for c in table}
    return [tuple(c.evaluate(*(typed[name][row] for name in c.inputs)) for c in conditions) for row in range(ROWS)]


def in_duckdb(
    duck: duckdb.DuckDBPyConnection, conditions: Sequence[Condition], table: Sequence[Column], inside: bool
) -> list[tuple[bool | None, ...]]:
    stored = ", ".join(f"unnest(${n + 1}::{column_type(c)}[]) AS c{n}" for n, c in enumerate(table))
    read = {c.name: f"c{n}" if c.stored is None else sql_read(c.name.type, f"c{n}", c.stored) for n, c in enumerate(table)}
    place = {c.name: f"r{n}" for n, c in enumerate(table)}
    source = f"(SELECT unnest(range({ROWS})) AS row, {stored})" if table else f"(SELECT unnest(range({ROWS})) AS row)"
    if not inside:
        source = f"(SELECT row, {', '.join(f'{read[name]} AS {place[name]}' for name in place) or 'row AS r'} FROM {source})"

    def column_of(name: Name) -> str:
        return read[name] if inside else place[name]

    query = f"SELECT {', '.join(c.sql(column_of) for c in conditions)} FROM {source} ORDER BY row"
    return duck.execute(query, [c.raw for c in table]).fetchall()


def column_type(column: Column) -> str:
    return SQL_TYPES[column.name.type.kind] if column.stored is None else STORED_TYPES[column.stored]
