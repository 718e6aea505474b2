"""The events of one shard that count as of a moment, opened on a DuckDB connection."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from desireline.conditions import SQL_TYPES, Condition, Name, ValueType, sql_read, sql_text_of
from desireline.events import EventLake, EventShard, property_column, property_sql
from desireline.events.shard import literal
from desireline.model import LAST_US

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True, slots=True)
class Source:
    """What counts of a lake as of a moment.

    later        whether the lake holds later events, which do not count
    customer_of  identity -> customer as of that moment, where the lake's own column `customer` knows more than was known then; else None
    """

    lake: EventLake
    as_of_us: int
    later: bool
    customer_of: Mapping[str, str] | None

    @staticmethod
    def of(lake: EventLake, as_of_us: int) -> Source:
        """What counts of a lake as of a moment."""
        latest_us = lake.latest_us(LAST_US)
        return Source(lake, as_of_us, latest_us is not None and latest_us > as_of_us, lake.identities_as_of(as_of_us))


@dataclass(frozen=True)
class OpenShard:
    """One shard on one connection: SQL for its rows and for what can be said of a row."""

    con: DuckDBPyConnection
    source: Source
    shard: EventShard

    @cached_property
    def rows(self) -> str:
        """What can follow FROM: the rows that count, ordered by (customer, time, id, source)."""
        rows = self.shard.source_sql(self.con)
        if self.source.customer_of is not None:
            rows = self._renamed(rows, self.source.customer_of)
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

    def _renamed(self, rows: str, customer_of: Mapping[str, str]) -> str:
        """The rows as they are where the customers bear the names of an earlier moment."""
        known_as = {"was": np.array(list(customer_of), dtype=object), "known_as": np.array(list(customer_of.values()), dtype=object)}
        self.con.register("desireline_known_as", known_as)
        joined = f"{rows} LEFT JOIN desireline_known_as ON identity = CAST(was AS VARCHAR)"
        named = f"SELECT * EXCLUDE (was, known_as) REPLACE (coalesce(CAST(known_as AS VARCHAR), identity) AS customer) FROM {joined}"
        numbers = "CAST(dense_rank() OVER (ORDER BY customer) - 1 AS INTEGER) AS customer_no"
        order = f"customer, time, id, {text_sql(self.source.lake.sources, 'source')}"
        return f"(SELECT * REPLACE ({numbers}) FROM ({named}) ORDER BY {order})"


def text_sql(texts: Sequence[str], code: str, enum: bool = False) -> str:
    """The text that a code stands for. `enum`: as an ENUM, for Parquet, where it is text again but no text had to be compared."""
    listed = ", ".join(map(literal, texts))
    if not listed:
        return "CAST(NULL AS VARCHAR)"
    of = f"ENUM({listed})" if enum and len(set(texts)) == len(texts) else "VARCHAR"
    return f"CAST([{listed}] AS {of}[])[{code} + 1]"
