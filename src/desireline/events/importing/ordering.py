"""All rows that are to be written, in the order in which they will lie in their shards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desireline.events.importing.batch import Batch
from desireline.events.importing.codes import CODED_ROWS, Codes
from desireline.events.importing.columns import cast_sql
from desireline.events.importing.duplicates import NEW_ROWS, all_placed
from desireline.events.importing.few_values import as_few_sql, few_valued
from desireline.events.importing.joining import IDENTITIES
from desireline.events.importing.workshop import Workshop
from desireline.events.lake import FileShard
from desireline.events.placing import shard_sql
from desireline.events.properties import SQL_TYPES, unified
from desireline.events.shard import PROPERTIES, Stored, file_sql, quoted

ORDERED = "ordered"
"""Table in the order of shards: rank, customer, identity, time_us, id or position, source, name, channel, person, properties, p_…"""
RANKS = "ranks"
"""Table of identity, customer, shard, rank (of the customer, over all shards)."""
PLACES = "places"
"""Table of identity, customer, shard."""


@dataclass(frozen=True)
class ShardRange:
    """A shard's part of the ordered rows: those of customers ranked `first` to `last`, both in."""

    number: int
    first: int
    last: int


@dataclass(frozen=True)
class Ordered:
    """The ordered rows.

    types    their property columns
    absent   columns that are left out because they are null throughout
    placed   ids are left out, they are made of the place in the source
    joined   some identities bear another name than their customer; else `identity` is left out
    """

    ranges: tuple[ShardRange, ...]
    types: Mapping[str, Stored]
    absent: frozenset[str]
    placed: bool
    joined: bool


def shards_of_batch(shards: int, shop: Workshop) -> set[int]:
    """Find the identities of the new events, each with its customer and shard. Gives the shards."""
    _find_places(f"SELECT DISTINCT identity FROM {CODED_ROWS}", shards, shop)
    return {row[0] for row in shop.run(f"SELECT DISTINCT shard FROM {PLACES}")}


def order(shop: Workshop, *, batch: Batch | None, held: Sequence[FileShard], codes: Codes, shards: int, rows: int) -> Ordered:
    """Order the new events and those of the shards that are to be written anew by (shard, customer, time, id, source)."""
    types = _types(batch, held)
    parts = [_held_sql(shard, types) for shard in held]
    if batch is not None:
        parts.append(_batch_sql(batch, types))
    if held:
        shop.run(f"DROP TABLE IF EXISTS {PLACES}")
        each = " UNION ALL ".join(f"SELECT identity FROM ({part})" for part in parts)
        _find_places(f"SELECT DISTINCT identity FROM ({each})", shards, shop)
    joined = bool(shop.one(f"SELECT count(*) FROM {IDENTITIES}"))
    _rank(shop)
    alone = batch if not held else None
    placed = alone is not None and all_placed(alone) and len(alone.sources) == 1 and "\0" not in alone.sources[0]
    absent = alone.absent if alone is not None else frozenset()
    few = few_valued((c for c, kind in types.items() if kind == "text"), NEW_ROWS, rows, shop) if alone is not None else {}
    within = "position" if placed else "id"
    there = [column for column in ("channel", "person", PROPERTIES) if column not in absent]
    columns = ", ".join([*(["identity"] if joined else []), within, "source", "name", *there, *map(quoted, types)])
    by = ", ".join(["rank", "time_us", within, *([codes.source_rank_sql()] if len(codes.sources) > 1 else [])])
    with shop.counting("ordering", rows):
        shop.run(
            f"CREATE TABLE {ORDERED} AS SELECT rank, customer, time_us, {columns} "
            f"FROM (SELECT {as_few_sql(few)} FROM ({' UNION ALL '.join(parts)})) JOIN {RANKS} USING (identity) ORDER BY {by}"
        )
    _check_that_all_are_there(rows, shop)
    bounds = shop.run(f"SELECT shard, min(rank), max(rank) FROM {RANKS} GROUP BY shard ORDER BY shard")
    return Ordered(tuple(ShardRange(*bound) for bound in bounds), types, absent, placed, joined)


def _check_that_all_are_there(rows: int, shop: Workshop) -> None:
    """A join that lost or doubled events must never come to count."""
    ordered = shop.one(f"SELECT count(*) FROM {ORDERED}")
    if ordered != rows:
        raise AssertionError(f"{rows} events were to be ordered, {ordered} were")


def _find_places(identities_sql: str, shards: int, shop: Workshop) -> None:
    shop.run(
        f"CREATE TABLE {PLACES} AS SELECT identity, coalesce(j.customer, identity) AS customer, "
        f"coalesce(j.shard, {shard_sql('identity', shards)}) AS shard "
        f"FROM ({identities_sql}) LEFT JOIN {IDENTITIES} AS j USING (identity)"
    )


def _rank(shop: Workshop) -> None:
    """Number the customers in the order in which their events will lie."""
    rank = "CAST(dense_rank() OVER (ORDER BY shard, customer) - 1 AS INTEGER)"
    shop.run(f"CREATE TABLE {RANKS} AS SELECT identity, customer, shard, {rank} AS rank FROM {PLACES}")


def _types(batch: Batch | None, held: Sequence[FileShard]) -> dict[str, Stored]:
    kinds: dict[str, list[Stored]] = {}
    for types in [*(shard.entry.columns for shard in held), *([batch.columns.types] if batch is not None else [])]:
        for column, kind in types.items():
            kinds.setdefault(column, []).append(kind)
    return {column: unified(found) for column, found in kinds.items()}


def _held_sql(shard: FileShard, types: Mapping[str, Stored]) -> str:
    fixed = "identity, epoch_us(time) AS time_us, CAST(NULL AS BIGINT) AS position, id, source, name, channel, person, " + PROPERTIES
    return f"SELECT {fixed}{_cast_all(types, shard.entry.columns)} FROM read_parquet({file_sql(shard.path)})"


def _batch_sql(batch: Batch, types: Mapping[str, Stored]) -> str:
    fixed = "identity, time_us, position, id, source, name, channel, person, " + PROPERTIES
    return f"SELECT {fixed}{_cast_all(types, batch.columns.types)} FROM {CODED_ROWS}"


def _cast_all(wanted: Mapping[str, Stored], there: Mapping[str, Stored]) -> str:
    values = (
        f"{cast_sql(quoted(column), there[column], kind) if column in there else f'CAST(NULL AS {SQL_TYPES[kind]})'} AS {quoted(column)}"
        for column, kind in wanted.items()
    )
    return "".join(f", {value}" for value in values)
