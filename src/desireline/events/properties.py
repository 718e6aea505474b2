"""Properties as columns: their names, their types, and the text of a value."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from desireline.conditions import ValueType
from desireline.events.shard import Stored
from desireline.model import PropertyValue

MOST_COLUMNS = 256
"""Properties with a column of their own in a lake; the rest are in the column `properties`."""
INT64 = range(-(2**63), 2**63)
SQL_TYPES: Mapping[Stored, str] = {"text": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN", "json": "VARCHAR"}
_TEXT = ValueType(kind="text")


def text_form(value: PropertyValue) -> str | None:
    """The text that stands for a value where values of several types share a column: `true`, `12`, `0.5`, `1e+22`."""
    text = _TEXT.read(value)
    return text if isinstance(text, str) else None


def stored_as(values: Iterable[PropertyValue]) -> Stored:
    """The narrowest column type that keeps every value as it came."""
    kinds: set[Stored] = {_kind(value) for value in values if value is not None}
    return kinds.pop() if len(kinds) == 1 else "text"


def _kind(value: PropertyValue) -> Stored:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "integer" if value in INT64 else "text"
    if isinstance(value, float):
        return "number" if math.isfinite(value) else "text"
    return "text"


def unified(kinds: Iterable[Stored]) -> Stored:
    """The type of a column that takes in columns of these types: their own if it is one, else text."""
    found = {"text" if kind == "json" else kind for kind in kinds}
    return found.pop() if len(found) == 1 else "text"


def column_names(properties: Sequence[str], taken: Iterable[str] = ()) -> dict[str, str]:
    """Property name -> column name, `p_` and the name; made unique where names differ only in case, which SQL does not tell apart."""
    used = {name.casefold() for name in taken}
    columns: dict[str, str] = {}
    for name in properties:
        wanted = column = "p_" + name.replace("\0", "\ufffd")
        count = 1
        while column.casefold() in used:
            count += 1
            column = f"{wanted}_{count}"
        used.add(column.casefold())
        columns[name] = column
    return columns
