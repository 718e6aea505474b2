"""The events of one shard that count as of a moment, opened on a DuckDB connection."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import count
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from desireline.conditions import SQL_TYPES, Condition, Name, ValueType, sql_read, sql_text_of
from desireline.events import EventLake, EventShard, property_column, property_sql
from desireline.events.shard import literal
from desireline.model import LAST_US

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


_numbers = count()


@dataclass(frozen=True, slots=True)
class Source:
    """What counts of a lake as of a moment.

    number    its own, for the names of what it makes known on connections
    later     whether the lake holds later events, which do not count
    known_as  identities (`was`) and their customers as of that moment (`known_as`), where the lake's own column `customer` knows more
              than was known then; else None
    """

    number: int
    lake: EventLake
    as_of_us: int
    later: bool
    known_as: Mapping[str, NDArray[Any]] | None

    @staticmethod
    def of(lake: EventLake, as_of_us: int) -> Source:
        """What counts of a lake as of a moment."""
        latest_us = lake.latest_us(LAST_US)
        later = latest_us is not None and latest_us > as_of_us
        return Source(next(_numbers), lake, as_of_us, later, _known_as(lake.identities_as_of(as_of_us)))


class _Known(dict[str, NDArray[Any]]):
    """Columns made known on a connection. They hold the source: what stands for a log file stays as long as a query on it."""

    def __init__(self, columns: Mapping[str, NDArray[Any]], source: Source) -> None:
        super().__init__(columns)
        self.source = source


@dataclass(frozen=True)
class OpenShard:
    """One shard on one connection: SQL for its rows and for what can be said of a row.

    connect  gives that connection: made when it is asked for first, since what is kept of a shard is looked at without one
    """

    connect: Callable[[], DuckDBPyConnection]
    source: Source
    shard: EventShard

    @property
    def con(self) -> DuckDBPyConnection:
        """The connection."""
        return self.connect()

    def whole(self) -> OpenShard:
        """The same with all of its events, whenever they were: rows are numbered among all of them."""
        return replace(self, source=replace(self.source, later=False, known_as=None))

    @cached_property
    def rows(self) -> str:
        """What can follow FROM: the rows that count, ordered by (customer, time, id, source)."""
        rows = self.shard.source_sql(self.con)
        if self.source.known_as is not None:
            rows = self._renamed(rows, self.source.known_as)
        return f"(FROM {rows} WHERE epoch_us(time) <= {self.source.as_of_us})" if self.source.later else rows

    @property
    def numbered(self) -> str:
        """The rows with their number, from 0, as `row`."""
        return f"(SELECT *, row_number() OVER () - 1 AS row FROM {self.rows})"

    def channel(self, enum: bool = False) -> str:
        """The channel, as text (see `text_sql`)."""
        return text_sql(self.source.lake.channels, "channel", enum)

    def field(self, name: str, value_type: ValueType) -> str:
        """A property, read as its declared type."""
        column = property_column(self.shard, name)
        if column is None:
            return f"CAST(NULL AS {SQL_TYPES[value_type.kind]})"
        return sql_read(value_type, property_sql(name, column), "text" if column.stored == "json" else column.stored)

    def key(self, name: str, value_type: ValueType) -> str:
        """The key that the event itself carries, as text."""
        return sql_text_of(self.field(name, value_type))

    def condition(self, condition: Condition, traits: Mapping[str, str]) -> str:
        """A condition on the event. `traits`: the column that holds each trait as of the event."""

        def column_of(name: Name) -> str:
            if name.kind == "channel":
                return self.channel()
            return traits[name.id] if name.kind == "trait" else self.field(name.id, name.type)

        return condition.sql(column_of)

    def known(self, name: str, columns: Mapping[str, NDArray[Any]]) -> str:
        """Make columns known on the connection, until it is closed, under a name that no other shard and no other replay has."""
        view = f"desireline_{self.source.number}_{self.shard.number}_{name}"
        self.con.register(view, _Known(columns, self.source))
        return view

    def _renamed(self, rows: str, known_as: Mapping[str, NDArray[Any]]) -> str:
        """The rows as they are where the customers bear the names of an earlier moment."""
        joined = f"{rows} LEFT JOIN {self.known('known_as', known_as)} ON identity = CAST(was AS VARCHAR)"
        named = f"SELECT * EXCLUDE (was, known_as) REPLACE (coalesce(CAST(known_as AS VARCHAR), identity) AS customer) FROM {joined}"
        numbers = "CAST(dense_rank() OVER (ORDER BY customer) - 1 AS INTEGER) AS customer_no"
        order = f"customer, time, id, {text_sql(self.source.lake.sources, 'source')}"
        return f"(SELECT * REPLACE ({numbers}) FROM ({named}) ORDER BY {order})"


def _known_as(customer_of: Mapping[str, str] | None) -> Mapping[str, NDArray[Any]] | None:
    if customer_of is None:
        return None
    return {"was": np.array(list(customer_of), dtype=object), "known_as": np.array(list(customer_of.values()), dtype=object)}


def text_sql(texts: Sequence[str], code: str, enum: bool = False) -> str:
    """The text that a code stands for. `enum`: as an ENUM, for Parquet, where it is text again but no text had to be compared."""
    listed = ", ".join(map(literal, texts))
    if not listed:
        return "CAST(NULL AS VARCHAR)"
    of = f"ENUM({listed})" if enum and len(set(texts)) == len(texts) else "VARCHAR"
    return f"CAST([{listed}] AS {of}[])[{code} + 1]"
