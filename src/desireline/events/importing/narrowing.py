"""Text columns that hold nothing but numbers, or nothing but booleans: stored as such, they are smaller, and quicker to compare."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from desireline.events.properties import INT64, SQL_TYPES
from desireline.events.shard import Stored, quoted

_SAMPLE = 1000
_INTEGER = re.compile(r"-?\d{1,19}", re.ASCII)
_NUMBER = re.compile(r"-?\d+(\.\d+)?(e[+-]\d+)?", re.ASCII)


def narrowed(types: Mapping[str, Stored], parts: Sequence[str], read: Callable[[int, str], list[tuple[Any, ...]]]) -> dict[str, Stored]:
    """The text columns of some SELECTs whose every value is the canonical text of an integer, a number or a boolean, and which of these.

    Nothing is lost by storing them so: the text is what the value is written as. `read` runs a query over the part of that index.
    A first look at few rows leaves out most columns; then all rows are looked at.
    """
    columns = [column for column, kind in types.items() if kind == "text"]
    listed = ", ".join(map(quoted, columns))
    samples = [read(number, f"SELECT {listed} FROM ({part}) LIMIT {_SAMPLE}") for number, part in enumerate(parts)] if columns else []
    likely = {column: kind for place, column in enumerate(columns) if (kind := _kind_of(row[place] for rows in samples for row in rows))}
    for number, part in enumerate(parts if likely else ()):
        tests = ", ".join(f"coalesce(bool_and({_fits(quoted(column), kind)}), true)" for column, kind in likely.items())
        found = read(number, f"SELECT {tests} FROM ({part})")[0]
        likely = {column: kind for (column, kind), fits in zip(likely.items(), found, strict=True) if fits}
        if not likely:
            break
    return likely


def narrowed_sql(kinds: Mapping[str, Stored]) -> str:
    """What follows SELECT to have the columns so."""
    casts = ", ".join(f"TRY_CAST({quoted(column)} AS {SQL_TYPES[kind]}) AS {quoted(column)}" for column, kind in kinds.items())
    return f"* REPLACE ({casts})" if casts else "*"


def _kind_of(values: Iterable[str | None]) -> Stored | None:
    texts = [text for text in values if text is not None]
    if texts and all(_INTEGER.fullmatch(text) and str(int(text)) == text and int(text) in INT64 for text in texts):
        return "integer"
    if texts and all(text in ("true", "false") for text in texts):
        return "boolean"
    return "number" if texts and all(_NUMBER.fullmatch(text) and repr(float(text)) == text for text in texts) else None


def _fits(text_sql: str, kind: Stored) -> str:
    """Whether a text is canonical; null where it is null."""
    value = f"TRY_CAST({text_sql} AS {SQL_TYPES[kind]})"
    same = f"coalesce(CAST({value} AS VARCHAR), '') = {text_sql}"
    return f"({same} AND isfinite({value}))" if kind == "number" else f"({same})"
