"""A lake without files: a list of events, ready for replay. For tests, simulations and notebooks."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Any

from desireline.events.placing import shard_of
from desireline.events.properties import MOST_COLUMNS, SQL_TYPES, column_names, stored_as, text_form
from desireline.events.shard import PROPERTIES, StoredColumn, quoted
from desireline.model import Event, Identities, claims_of, identification_of, resolve, roots_of, telling

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection
    from numpy.typing import NDArray

_view_numbers = count()


@dataclass(frozen=True)
class MemoryShard:
    """Some customers' events as columns in memory. See `desireline.events.shard` for what the columns mean."""

    number: int
    rows: int
    property_columns: Mapping[str, StoredColumn]
    overflows: bool
    columns: Mapping[str, NDArray[Any]] = field(repr=False)
    select: str = field(repr=False)
    view: str = field(default_factory=lambda: f"desireline_shard_{next(_view_numbers)}")

    @property
    def last_us(self) -> None:
        """Nobody asks for it of what is in no file."""

    @property
    def mark(self) -> None:
        """It is in no file."""

    def source_sql(self, con: DuckDBPyConnection) -> str:
        """Register the columns with `con`, and give a subquery over them."""
        con.register(self.view, dict(self.columns))
        return f"({self.select} FROM {quoted(self.view)})"


class MemoryLake:
    """A lake from a list of events in order of arrival: each (source, id) is taken once, identities are joined.

    events   in order of arrival
    aliases  pairs of known identities that are the same customer
    shards   a power of two
    """

    def __init__(self, events: Iterable[Event], aliases: Iterable[tuple[str, str]] = (), shards: int = 1) -> None:
        if shards < 1 or shards & (shards - 1):
            raise ValueError(f"the number of shards is a power of two, not {shards}")
        arrived: dict[tuple[str, str], Event] = {}
        for event in events:
            arrived.setdefault((event.source, event.id), event)
        taken = list(arrived.values())
        self.rows = len(taken)
        self.names: Sequence[str] = sorted({event.name for event in taken})
        self.channels: Sequence[str] = sorted({event.channel for event in taken if event.channel is not None})
        self.sources: Sequence[str] = sorted({event.source for event in taken})
        self._identifications = telling(found for event in taken if (found := identification_of(event)) is not None)
        self._aliases = list(aliases)
        self._times = sorted(event.time_us for event in taken)
        self.shards: Sequence[MemoryShard] = self._divide(taken, shards)

    @property
    def first_us(self) -> int | None:
        """The earliest event's time; None where there is none."""
        return min(self._times, default=None)

    def latest_us(self, clock_us: int) -> int | None:
        """The latest event's time that is not later than the clock; None where there is none."""
        return max((time_us for time_us in self._times if time_us <= clock_us), default=None)

    def identities_as_of(self, as_of_us: int) -> Mapping[str, str] | None:
        """Identity -> customer as of a moment; None where the column `customer` says it rightly."""
        if all(found.time_us <= as_of_us for found in self._identifications):
            return None
        return resolve(self._identifications, self._aliases, as_of_us).customer_of

    def identities(self) -> Identities:
        """Who is whom by all identifications and aliases, and what was not followed."""
        return resolve(self._identifications, self._aliases, None)

    def _divide(self, taken: list[Event], shards: int) -> list[MemoryShard]:
        customer_of = self.identities().customer_of
        roots = roots_of([*claims_of(self._identifications), *self._aliases])
        ordered = sorted(taken, key=lambda event: (customer_of.get(event.customer, event.customer), *event.order))
        parts: dict[int, list[Event]] = {}
        for event in ordered:
            parts.setdefault(shard_of(roots.get(event.customer, event.customer), shards), []).append(event)
        properties = list(dict.fromkeys(name for event in taken for name in event.properties))
        columns = column_names(properties[:MOST_COLUMNS])
        return [self._shard(number, parts[number], customer_of, columns) for number in sorted(parts)]

    def _shard(self, number: int, events: list[Event], customer_of: Mapping[str, str], columns: Mapping[str, str]) -> MemoryShard:
        customers = [customer_of.get(event.customer, event.customer) for event in events]
        numbers = {customer: index for index, customer in enumerate(dict.fromkeys(customers))}
        fields: dict[str, tuple[list[Any], str]] = {
            "customer": (customers, "VARCHAR"),
            "customer_no": ([numbers[customer] for customer in customers], "INTEGER"),
            "identity": ([event.customer for event in events], "VARCHAR"),
            "time": ([event.time_us for event in events], "BIGINT"),
            "id": ([event.id for event in events], "VARCHAR"),
            "source": (_codes([event.source for event in events], self.sources), "INTEGER"),
            "name": (_codes([event.name for event in events], self.names), "INTEGER"),
            "channel": (_codes([event.channel for event in events], self.channels), "INTEGER"),
            "person": ([event.person for event in events], "VARCHAR"),
            PROPERTIES: ([_overflow(event, columns) for event in events], "VARCHAR"),
        }
        found: dict[str, StoredColumn] = {}
        for name, column in columns.items():
            values = [event.properties.get(name) for event in events]
            if any(value is not None for value in values):
                found[name] = StoredColumn(column, stored := stored_as(values))
                fields[column] = (values if stored != "text" else [text_form(value) for value in values], SQL_TYPES[stored])
        overflows = any(value is not None for value in fields[PROPERTIES][0])
        arrays = {column: column_array(values, sql_type) for column, (values, sql_type) in fields.items()}
        return MemoryShard(number, len(events), found, overflows, arrays, _select(fields))


def _codes(values: list[str] | list[str | None], listed: Sequence[str]) -> list[int | None]:
    code = {text: index for index, text in enumerate(listed)}
    return [None if value is None else code[value] for value in values]


def _overflow(event: Event, columns: Mapping[str, str]) -> str | None:
    kept = {name: value for name, value in event.properties.items() if name not in columns}
    rest = {name: text_form(value) if isinstance(value, float) else value for name, value in kept.items() if value is not None}
    return json.dumps(rest, ensure_ascii=False) if rest else None


def column_array(values: list[Any], sql_type: str) -> NDArray[Any]:
    """Values of an SQL type, None for null, as DuckDB reads them."""
    import numpy as np

    if sql_type == "VARCHAR":
        return np.array(values, dtype=object)
    dtype = {"INTEGER": np.int32, "BIGINT": np.int64, "DOUBLE": np.float64, "BOOLEAN": np.bool_}[sql_type]
    missing = [value is None for value in values]
    plain: NDArray[Any] = np.array([0 if value is None else value for value in values], dtype=dtype)
    return np.ma.masked_array(plain, mask=missing) if any(missing) else plain


def _select(fields: Mapping[str, tuple[list[Any], str]]) -> str:
    listed = (
        "make_timestamptz(time) AS time" if column == "time" else f"CAST({quoted(column)} AS {sql_type}) AS {quoted(column)}"
        for column, (_, sql_type) in fields.items()
    )
    return "SELECT " + ", ".join(listed)
