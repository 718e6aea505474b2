"""Connections on which shards are read, and what is said where one cannot be."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

from desireline.diagnostics import DesirelineError, Diagnostic, Fix
from desireline.events.shard import EventShard

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def connect() -> DuckDBPyConnection:
    """A connection for one thread, with names of its own."""
    return _database().cursor()


@cache
def _database() -> DuckDBPyConnection:
    """In memory and empty: what connections make known is theirs alone, and goes with them. Rows come in order, times are UTC.

    Shards side by side take the cores, so each query runs on its caller's thread alone.
    """
    import duckdb

    database = duckdb.connect(config={"threads": 1})
    database.execute("SET GLOBAL TimeZone = 'UTC'")
    return database


@contextmanager
def reading_problems(shard: EventShard) -> Iterator[None]:
    """Say which shard could not be read."""
    import duckdb

    try:
        yield
    except duckdb.Error as error:
        # A broken Parquet file is told as an error of no kind of its own.
        if type(error) not in {duckdb.Error, duckdb.IOException, duckdb.InvalidInputException, duckdb.OutOfMemoryException}:
            raise
        raise DesirelineError(
            Diagnostic(
                code="R101",
                headline=f"shard {shard.number} of the lake cannot be read: {str(error).splitlines()[0]}",
                why="the customers whose events are in it would be missing from every count",
                fix=Fix("import the events into a new lake"),
            )
        ) from error
