"""What a lake of events is to those who read it: shards of rows in order, and the lists that their codes point into.

Columns of a shard, whatever it is stored in:

customer     VARCHAR      whom the event belongs to, joined by all identifications and aliases of the lake
customer_no  INTEGER      0, 1, 2 … for the customers of the shard in order of their names
identity     VARCHAR      whom the source named
time         TIMESTAMPTZ  microseconds
id           VARCHAR      unique within its source
source       INTEGER      index in the lake's `sources`
name         INTEGER      index in the lake's `names`
channel      INTEGER      index in the lake's `channels`, or null
person       VARCHAR      or null
p_…                       one column per property, see `EventShard.property_columns`
properties   VARCHAR      a JSON object of the properties without a column of their own, or null

Rows are ordered by (customer, time, id, name of the source), texts by code point. All identities that any identification or alias
of the lake joins are in one shard, whatever moment is asked about.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Stored = Literal["text", "integer", "number", "boolean", "json"]
_FEW = 64
PROPERTIES = "properties"
"""The column that holds, as a JSON object, what has no column of its own."""


@dataclass(frozen=True, slots=True)
class StoredColumn:
    """Where a property is: its column, and as what (VARCHAR, BIGINT, DOUBLE, BOOLEAN). `json`: an entry of the column's JSON object."""

    column: str
    stored: Stored


class EventShard(Protocol):
    """The events of some customers, all of them of each."""

    @property
    def number(self) -> int:
        """Its place in the lake, from 0."""

    @property
    def rows(self) -> int:
        """How many events it holds."""

    @property
    def property_columns(self) -> Mapping[str, StoredColumn]:
        """Property name -> its column, for the properties that have one and a value in this shard. Look up with `property_column`."""

    @property
    def overflows(self) -> bool:
        """Whether some event has properties without a column of their own, in the column `properties`."""

    @property
    def last_us(self) -> int | None:
        """The time of its latest event, UTC microseconds; None where it is not kept in a file."""

    @property
    def mark(self) -> str | None:
        """A name that no other content of a shard of this lake has, now or later; None where it is not kept in a file."""

    def source_sql(self, con: DuckDBPyConnection) -> str:
        """What can follow FROM in a query on `con`: the rows, in order, with the columns above. May make the rows known to `con` first."""


class EventLake(Protocol):
    """Events by shard, ready to be read. Codes in the shards are indexes into `names`, `channels` and `sources`."""

    @property
    def names(self) -> Sequence[str]:
        """The names of events."""

    @property
    def channels(self) -> Sequence[str]:
        """The channels."""

    @property
    def sources(self) -> Sequence[str]:
        """The names of the sources."""

    @property
    def rows(self) -> int:
        """How many events there are."""

    @property
    def shards(self) -> Sequence[EventShard]:
        """The shards that hold events, by number."""

    @property
    def first_us(self) -> int | None:
        """The earliest event's time; None where there is none."""

    def latest_us(self, clock_us: int) -> int | None:
        """The latest event's time that is not later than the clock; None where there is none."""

    def identities_as_of(self, as_of_us: int) -> Mapping[str, str] | None:
        """Identity -> customer as of a moment, for each identity whose customer bears another name.

        None: the column `customer` says it rightly for that moment, because no identification is later.
        """


def moment_asked(lake: EventLake, as_of_us: int | None, now_us: int) -> int:
    """The moment to answer for, where none may be given: then the latest event's time that is not in the future; without one, now."""
    if as_of_us is not None:
        return as_of_us
    latest_us = lake.latest_us(now_us)
    return now_us if latest_us is None else latest_us


def property_column(shard: EventShard, name: str) -> StoredColumn | None:
    """Where a property is in a shard; None where it is null throughout."""
    return shard.property_columns.get(name) or (StoredColumn(PROPERTIES, "json") if shard.overflows else None)


def property_sql(name: str, stored: StoredColumn) -> str:
    """The SQL of a property's value: of its column, or its text out of the JSON object (objects and arrays are null)."""
    column = quoted(stored.column)
    if stored.stored != "json":
        return column
    pointer = literal("/" + name.replace("~", "~0").replace("/", "~1"))
    return f"CASE WHEN json_type({column}, {pointer}) NOT IN ('OBJECT', 'ARRAY') THEN json_extract_string({column}, {pointer}) END"


def quoted(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as an SQL string literal."""
    return "'" + text.replace("'", "''") + "'"


def among_sql(column: str, values: Sequence[str]) -> tuple[str, list[Any]]:
    """A filter of a text column, and the values for its question marks.

    Few values are written one by one: only so does DuckDB see which parts of a file hold none of them.
    """
    if len(values) <= _FEW:
        return f"{column} IN ({', '.join('?' * len(values))})", list(values)
    return f"{column} IN (SELECT unnest(CAST(? AS VARCHAR[])))", [list(values)]


def file_sql(path: Path) -> str:
    """A path as DuckDB reads it, with nothing in it taken for a pattern."""
    return literal("".join(f"[{c}]" if c in "*?[" else c for c in str(path)))
