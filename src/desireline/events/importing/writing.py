"""Shards as files."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desireline.events.importing.batch import PLACE_SQL
from desireline.events.importing.ordering import ORDERED, Ordered, ShardRange
from desireline.events.importing.workshop import Workshop
from desireline.events.manifest import ShardEntry
from desireline.events.shard import PROPERTIES, Stored, literal, quoted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FOLDER = "shards"


@dataclass(frozen=True)
class _Task:
    """What is the same for all shards."""

    lake: Path
    commit: str
    ordered: Ordered
    source: str
    durable: bool


def write_shards(shop: Workshop, ordered: Ordered, *, lake: Path, commit: str, source: str, durable: bool) -> list[ShardEntry]:
    """Write the ordered rows, one file per shard. `source`: of the events whose ids are made of their place."""
    (lake / FOLDER).mkdir(exist_ok=True)
    task = _Task(lake, commit, ordered, source, durable)
    written = []
    for entry in shop.side_by_side(partial(_write, task, shop), list(ordered.ranges)):
        written.append(entry)
        shop.tell("writing", len(written), len(ordered.ranges))
    return written


def _write(task: _Task, shop: Workshop, con: DuckDBPyConnection, part: ShardRange) -> ShardEntry:
    rows = f"FROM {ORDERED} WHERE rank BETWEEN {part.first} AND {part.last}"
    facts = _facts(task.ordered, shop.run(_facts_sql(task.ordered, rows), con)[0])
    file = f"{FOLDER}/{part.number:04}-{task.commit}.parquet"
    shop.run(
        f"COPY (SELECT {_columns(task, part, facts.types)} {rows}) TO {literal(str(task.lake / file))} "
        "(FORMAT parquet, PARQUET_VERSION v2, COMPRESSION snappy)",
        con,
    )
    return ShardEntry(
        number=part.number,
        file=file,
        bytes=_settled(task.lake / file, task.durable),
        rows=facts.rows,
        customers=part.last - part.first + 1,
        first_us=facts.first_us,
        last_us=facts.last_us,
        columns=facts.types,
        overflows=facts.overflows,
        sources=facts.sources,
    )


@dataclass(frozen=True)
class _Facts:
    """What is known of a shard's rows. `types`: the property columns that hold a value, and as what they are written."""

    rows: int
    first_us: int
    last_us: int
    overflows: bool
    sources: tuple[int, ...]
    types: dict[str, Stored]


def _facts_sql(ordered: Ordered, rows: str) -> str:
    overflows = "0" if PROPERTIES in ordered.absent else f"count({PROPERTIES})"
    counts = (f"count({quoted(column)})" for column in ordered.types)
    return f"SELECT {', '.join(('count(*)', 'min(time_us)', 'max(time_us)', overflows, 'list(DISTINCT source)', *counts))} {rows}"


def _facts(ordered: Ordered, found: Sequence[Any]) -> _Facts:
    rows, first_us, last_us, overflows, sources, *counts = found
    types = {column: kind for (column, kind), held in zip(ordered.types.items(), counts, strict=True) if held}
    return _Facts(rows, first_us, last_us, overflows > 0, tuple(sorted(sources)), types)


def _columns(task: _Task, part: ShardRange, types: Iterable[str]) -> str:
    ordered = task.ordered
    columns = {
        "customer": "customer",
        "customer_no": f"rank - {part.first}",
        "identity": "identity" if ordered.joined else "customer",
        "time": "make_timestamptz(time_us)",
        "id": f"{literal(task.source + '-')} || {PLACE_SQL}" if ordered.placed else "id",
        "source": "source",
        "name": "name",
        "channel": "channel" if "channel" not in ordered.absent else "CAST(NULL AS INTEGER)",
        "person": "person" if "person" not in ordered.absent else "CAST(NULL AS VARCHAR)",
        PROPERTIES: PROPERTIES if PROPERTIES not in ordered.absent else "CAST(NULL AS VARCHAR)",
    }
    columns |= {column: quoted(column) for column in types}
    return ", ".join(f"{value} AS {quoted(column)}" for column, value in columns.items())


def _settled(file: Path, durable: bool) -> int:
    """The size of a file, once it is on disk."""
    with file.open("rb") as written:
        if durable:
            os.fsync(written.fileno())
        return os.fstat(written.fileno()).st_size
