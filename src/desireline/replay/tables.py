"""The tables of a replay, as SQL over the arrays of one shard and the texts of its events.

trips     trip BIGINT, customer, key, started, ended, how, again BOOLEAN, visits INTEGER
visits    trip BIGINT, seq INTEGER, event, step, channel, entered, left, done, move
promises  trip BIGINT, seq INTEGER, step, promise, due, state
asides    trip BIGINT, event, kind, id: the events of scores and aftercare

Times are TIMESTAMPTZ (UTC, microseconds), all else is VARCHAR.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from desireline.model import GONE_QUIET, MOVES, OPEN, PROMISE_STATES
from desireline.replay.arrays import NEVER, Integers
from desireline.replay.plan import KIND_NAMES
from desireline.replay.shard import Rules, ShardJourneys
from desireline.replay.source import OpenShard, text_sql

TableName = Literal["trips", "visits", "promises", "asides"]
TABLES: tuple[TableName, ...] = ("trips", "visits", "promises", "asides")
_COLUMNS: Mapping[TableName, str] = {
    "trips": "trip BIGINT, customer, key, started TIMESTAMPTZ, ended TIMESTAMPTZ, how, again BOOLEAN, visits INTEGER",
    "visits": 'trip BIGINT, seq INTEGER, event, step, channel, entered TIMESTAMPTZ, "left" TIMESTAMPTZ, done TIMESTAMPTZ, move',
    "promises": "trip BIGINT, seq INTEGER, step, promise, due TIMESTAMPTZ, state",
    "asides": "trip BIGINT, event, kind, id",
}


def empty_sql(table: TableName) -> str:
    """A query for a table without rows."""
    columns = (column.split() for column in _COLUMNS[table].split(", "))
    listed = ", ".join(f"CAST(NULL AS {(kind or ['VARCHAR'])[0]}) AS {name}" for name, *kind in columns)
    return f"SELECT {listed} WHERE false"


@dataclass(frozen=True)
class ShardTables:
    """The four tables of one shard.

    first_trip  the number of its first trip
    enums       texts with few values are ENUM, not VARCHAR: for Parquet, where they are texts again
    """

    opened: OpenShard
    rules: Rules
    journeys: ShardJourneys
    first_trip: int
    enums: bool = False

    def sql(self, table: TableName) -> str:
        """A query for a table, on the connection on which the shard is open. Makes arrays known there."""
        return {"trips": self._trips, "visits": self._visits, "promises": self._promises, "asides": self._asides}[table]()

    def _trips(self) -> str:
        found = self.journeys
        first = found.offset[:-1]
        columns: dict[str, NDArray[Any]] = {
            "trip": np.arange(found.trips) + self.first_trip,
            "started_us": found.entered_us[first],
            "ended_us": found.ended_us,
            "how_no": found.how,
            "again": found.again,
            "visits": np.diff(found.offset).astype(np.int32),
        }
        if found.key is not None:
            columns["key_row"] = found.key
        arrays = self.opened.known("trips", columns)
        rows = f"{self._at('customer', found.row[first], 'trip_rows')} POSITIONAL JOIN {arrays}"
        key, order = "CAST(NULL AS VARCHAR)", ""
        if found.key is not None:
            rows, key, order = f"{rows} LEFT JOIN {self._keys(found.key)} ON row = key_row", "key", "ORDER BY trip"
        how = self._text((*self.rules.plan.places, GONE_QUIET, OPEN), "how_no")
        return (
            f"SELECT trip, customer, {key} AS key, {_time('started_us')} AS started, {_time('ended_us')} AS ended, "
            f"{how} AS how, again, visits FROM {rows} {order}"
        )

    def _visits(self) -> str:
        found = self.journeys
        columns: dict[str, NDArray[Any]] = {
            "trip": np.repeat(np.arange(found.trips) + self.first_trip, np.diff(found.offset)),
            "seq": found.seq(),
            "place": found.place,
            "entered_us": found.entered_us,
            "left_us": found.left_us(),
            "move_no": found.move,
        }
        if found.done_us is not None:
            columns["done_us"] = found.done_us
        order = None if bool(np.all(found.row[1:] > found.row[:-1])) else np.argsort(found.row)
        if order is not None:
            columns = {name: values[order] for name, values in columns.items()}
        arrays = self.opened.known("visits", columns)
        events = self._at("id, channel", found.row if order is None else found.row[order], "visit_rows")
        done = "CAST(NULL AS TIMESTAMPTZ)" if found.done_us is None else _time("done_us")
        return (
            f"SELECT trip, seq, id AS event, {self._text(self.rules.plan.places, 'place')} AS step, "
            f"{self.opened.channel(self.enums)} AS channel, "
            f'{_time("entered_us")} AS entered, {_time("left_us")} AS "left", {done} AS done, {self._text(MOVES, "move_no")} AS move '
            f"FROM {events} POSITIONAL JOIN {arrays} {'' if order is None else 'ORDER BY trip, seq'}"
        )

    def _promises(self) -> str:
        found, made = self.journeys, self.journeys.promises
        trip = np.searchsorted(found.offset, made.visit, side="right") - 1
        columns: dict[str, NDArray[Any]] = {
            "trip": trip + self.first_trip,
            "seq": (made.visit - found.offset[trip]).astype(np.int32),
            "place": found.place[made.visit],
            "promise_no": made.promise,
            "due_us": made.due_us,
            "state_no": made.state,
        }
        arrays = self.opened.known("promises", columns)
        return (
            f"SELECT trip, seq, {self._text(self.rules.plan.places, 'place')} AS step, "
            f"{self._text(self.rules.pledges.ids, 'promise_no')} AS promise, {_time('due_us')} AS due, "
            f"{self._text(PROMISE_STATES, 'state_no')} AS state FROM {arrays}"
        )

    def _asides(self) -> str:
        found = self.journeys
        if not len(found.aside_row):
            return empty_sql("asides")
        order = np.argsort(found.aside_row)
        columns: dict[str, NDArray[Any]] = {
            "trip": found.aside_trip[order] + self.first_trip,
            "aside_row": found.aside_row[order],
            "target": found.aside_target[order],
        }
        arrays = self.opened.known("asides", columns)
        events = self._at("id AS event", found.aside_row[order], "aside_rows")
        kind = self._text([KIND_NAMES[kind] for kind, _ in self.rules.plan.targets], "target")
        id_ = self._text([id_ for _, id_ in self.rules.plan.targets], "target")
        return f"SELECT trip, event, {kind} AS kind, {id_} AS id FROM {events} POSITIONAL JOIN {arrays} ORDER BY trip, aside_row"

    def _at(self, columns: str, rows: Integers, name: str) -> str:
        """A subquery of columns of the events at some rows, ascending."""
        if len(rows) == self.journeys.events:
            return f"(SELECT {columns} FROM {self.opened.rows})"
        wanted = np.zeros(self.journeys.events, dtype=np.bool_)
        wanted[rows] = True
        return f"(SELECT {columns} FROM {self.opened.rows} POSITIONAL JOIN {self.opened.known(name, {'wanted': wanted})} WHERE wanted)"

    def _keys(self, key: Integers) -> str:
        """A subquery of the numbers of rows that carry a key of some trip, and their keys."""
        wanted = np.zeros(self.journeys.events, dtype=np.bool_)
        wanted[key[key >= 0]] = True
        arrays = self.opened.known("key_rows", {"keyed": wanted})
        per = self.rules.plan.map.trip.per
        assert per is not None
        text = self.opened.key(per, self.rules.plan.map.fields[per])
        return f"(SELECT row, {text} AS key FROM {self.opened.numbered} POSITIONAL JOIN {arrays} WHERE keyed)"

    def _text(self, texts: Sequence[str], code: str) -> str:
        return text_sql(texts, code, self.enums)


def _time(column: str) -> str:
    """A time of an array, null where it is `NEVER`."""
    return f"make_timestamptz(nullif({column}, {NEVER}))"
