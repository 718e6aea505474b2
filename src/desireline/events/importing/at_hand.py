"""Events as objects, as a source of an import: nothing of them is guessed, trimmed or read as another type."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from desireline.events.importing.workshop import Workshop
from desireline.events.memory import column_array
from desireline.events.properties import SQL_TYPES, stored_as, text_form
from desireline.events.shard import Stored, quoted
from desireline.events.sources import PropertyColumn, SourceRows
from desireline.model import Event

if TYPE_CHECKING:
    from numpy.typing import NDArray

_TABLE = "events_at_hand"


def rows_of(events: Sequence[Event], shop: Workshop) -> SourceRows:
    """The events as rows, in their order."""
    fields: dict[str, tuple[list[Any], str]] = {
        "position": (list(range(len(events))), "BIGINT"),
        "id": ([event.id for event in events], "VARCHAR"),
        "time_us": ([event.time_us for event in events], "BIGINT"),
        "customer": ([event.customer for event in events], "VARCHAR"),
        "name": ([event.name for event in events], "VARCHAR"),
        "channel": ([event.channel for event in events], "VARCHAR"),
        "person": ([event.person for event in events], "VARCHAR"),
        "source": ([event.source for event in events], "VARCHAR"),
    }
    properties = []
    for number, name in enumerate(dict.fromkeys(name for event in events for name in event.properties)):
        values = [event.properties.get(name) for event in events]
        if any(value is not None for value in values):
            stored: Stored = stored_as(values)
            properties.append(PropertyColumn(name, f"property_{number}", stored))
            fields[f"property_{number}"] = (values if stored != "text" else [text_form(v) for v in values], SQL_TYPES[stored])
    arrays: dict[str, NDArray[Any]] = {column: column_array(values, sql_type) for column, (values, sql_type) in fields.items()}
    shop.con.register("arrays_at_hand", arrays)
    typed = ", ".join(f"CAST({quoted(column)} AS {sql_type}) AS {quoted(column)}" for column, (_, sql_type) in fields.items())
    none = "CAST(NULL AS VARCHAR) AS bad, CAST(0 AS UTINYINT) AS remark, CAST(0 AS BIGINT) AS lost, CAST(NULL AS VARCHAR) AS raw"
    shop.run(f"CREATE TABLE {_TABLE} AS SELECT {typed}, position + 1 AS line, {none} FROM arrays_at_hand")
    shop.con.unregister("arrays_at_hand")
    return SourceRows(f"SELECT * FROM {_TABLE}", tuple(properties), len(events), "", rereadable=True, exact=True)
