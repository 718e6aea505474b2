"""The result of a replay in memory: its tables on ask, in whatever form the asker uses."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from desireline.events import connect
from desireline.model import Journeys, Map
from desireline.replay.driver import Run
from desireline.replay.listing import journeys_listed
from desireline.replay.shard import ShardJourneys
from desireline.replay.summary import Summary
from desireline.replay.tables import TABLES, ShardTables, TableName, empty_sql

if TYPE_CHECKING:
    import pandas  # type: ignore[import-untyped]  # pandas carries no types
    import polars
    from duckdb import DuckDBPyConnection, DuckDBPyRelation


class Replay:
    """What a lake's events come to on a map, as of a moment. Made by `replay`.

    The arrays of each shard are held as they are; texts (ids, channels, customers) stay in the lake until a table is asked for.
    """

    def __init__(self, run: Run, shards: Sequence[ShardJourneys]) -> None:
        self._run = run
        self._shards = tuple(shards)

    @property
    def map(self) -> Map:
        """The map; `map.version` names what the measures of this replay hold for."""
        return self._run.rules.plan.map

    @property
    def as_of_us(self) -> int:
        """The moment for which it is answered, UTC microseconds."""
        return self._run.source.as_of_us

    @property
    def shards(self) -> Sequence[ShardJourneys]:
        """The arrays of each shard, in the order of the lake's shards."""
        return self._shards

    @cached_property
    def summary(self) -> Summary:
        """What it comes to in numbers: how trips ended, how visits were come to, promises, waits, and what touched no trip."""
        return self._run.summary([self._run.tally(journeys) for journeys in self._shards])

    @property
    def trips(self) -> Table:
        """trip BIGINT, customer, key, started, ended, how (an outcome's id, `gone_quiet` or `open`), again BOOLEAN, visits INTEGER."""
        return Table(self, "trips")

    @property
    def visits(self) -> Table:
        """trip BIGINT, seq INTEGER (from 0), event, step, channel, entered, left, done, move."""
        return Table(self, "visits")

    @property
    def promises(self) -> Table:
        """trip BIGINT, seq INTEGER (the visit that made it), step, promise, due, state (kept, void, broken or pending)."""
        return Table(self, "promises")

    @property
    def asides(self) -> Table:
        """trip BIGINT, event, kind (score or aftercare), id (of the score or step): events that belong to a trip without being visits."""
        return Table(self, "asides")

    def journeys(self) -> Journeys:
        """All of it as objects, trips of all shards numbered anew by (customer, opening). For small results."""
        return journeys_listed(self._tables_on(connect()), self.summary)

    def relation(self, table: TableName, con: DuckDBPyConnection | None = None) -> DuckDBPyRelation:
        """A table in DuckDB, on a connection of the caller's or on one of its own, in order of shards and trips.

        What it reads stays known on that connection, under names that no other replay has, until the connection is closed.
        """
        con = connect() if con is None else con
        parts = [tables.sql(table) for tables in self._tables_on(con)]
        return con.sql(" UNION ALL ".join(f"({part})" for part in parts) or empty_sql(table))

    def _tables_on(self, con: DuckDBPyConnection) -> list[ShardTables]:
        """The tables of each shard, as queries on a connection."""
        run = self._run
        shards = zip(run.source.lake.shards, self._shards, run.first_trips, strict=True)
        return [ShardTables(run.open(con, shard), run.rules, journeys, first_trip) for shard, journeys, first_trip in shards]


class Table:
    """One table of a replay. Times are UTC, in microseconds."""

    def __init__(self, replay: Replay, name: TableName) -> None:
        if name not in TABLES:
            raise ValueError(f"a replay has the tables {', '.join(TABLES)}, not {name}")
        self.name: TableName = name
        self._replay = replay

    def relation(self, con: DuckDBPyConnection | None = None) -> DuckDBPyRelation:
        """The table in DuckDB, on a connection of the caller's or on one of its own, in order of shards and trips."""
        return self._replay.relation(self.name, con)

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """The table as an Arrow stream, by the Arrow capsule interface: `pyarrow.table(…)`, `polars.DataFrame(…)`."""
        return self.relation().__arrow_c_stream__(requested_schema)

    def pandas(self) -> pandas.DataFrame:
        """The table as a pandas data frame (pandas and pyarrow must be installed)."""
        import pyarrow  # type: ignore[import-untyped]  # pyarrow carries no types

        return pyarrow.table(self).to_pandas()

    def polars(self) -> polars.DataFrame:
        """The table as a Polars data frame (Polars must be installed)."""
        import polars

        return polars.DataFrame(self)
