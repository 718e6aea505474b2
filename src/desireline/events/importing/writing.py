"""Shards as files."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desireline.events.importing.batch import PLACE_SQL
from desireline.events.importing.ordering import ORDERED, Ordered, ShardRange
from desireline.events.importing.workshop import Workshop
from desireline.events.manifest import ShardEntry
from desireline.events.properties import INT64, SQL_TYPES
from desireline.events.shard import PROPERTIES, Stored, literal, quoted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FOLDER = "shards"
_SAMPLE = 1000
_INTEGER = re.compile(r"-?\d{1,19}", re.ASCII)
_NUMBER = re.compile(r"-?\d+(\.\d+)?(e[+-]\d+)?", re.ASCII)


@dataclass(frozen=True)
class _Task:
    """What is the same for all shards. `narrow`: text columns that may hold nothing but the texts of integers or numbers."""

    lake: Path
    commit: str
    ordered: Ordered
    source: str
    narrow: Mapping[str, Stored]
    durable: bool


def write_shards(shop: Workshop, ordered: Ordered, *, lake: Path, commit: str, source: str, durable: bool) -> list[ShardEntry]:
    """Write the ordered rows, one file per shard. `source`: of the events whose ids are made of their place."""
    (lake / FOLDER).mkdir(exist_ok=True)
    task = _Task(lake, commit, ordered, source, _sampled(ordered, shop), durable)
    written = []
    for entry in shop.side_by_side(partial(_write, task, shop), list(ordered.ranges)):
        written.append(entry)
        shop.tell("writing", len(written), len(ordered.ranges))
    return written


def _write(task: _Task, shop: Workshop, con: DuckDBPyConnection, part: ShardRange) -> ShardEntry:
    rows = f"FROM {ORDERED} WHERE rank BETWEEN {part.first} AND {part.last}"
    facts = _facts(task.ordered, task.narrow, shop.run(_facts_sql(task.ordered, task.narrow, rows), con)[0])
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


def _facts_sql(ordered: Ordered, narrow: Mapping[str, Stored], rows: str) -> str:
    overflows = "0" if PROPERTIES in ordered.absent else f"count({PROPERTIES})"
    fits = (f"count(*) FILTER ({quoted(c)} = {_there_and_back(quoted(c), kind)})" for c, kind in narrow.items())
    counts = (f"count({quoted(column)})" for column in ordered.types)
    listed = ", ".join(("count(*)", "min(time_us)", "max(time_us)", overflows, "list(DISTINCT source)", *counts, *fits))
    return f"SELECT {listed} {rows}"


def _facts(ordered: Ordered, narrow: Mapping[str, Stored], found: Sequence[Any]) -> _Facts:
    rows, first_us, last_us, overflows, sources, *counts = found
    held = dict(zip(ordered.types, counts, strict=False))
    fit = dict(zip(narrow, counts[len(held) :], strict=True))
    types = {c: narrow[c] if c in narrow and fit[c] == held[c] else kind for c, kind in ordered.types.items() if held[c]}
    return _Facts(rows, first_us, last_us, overflows > 0, tuple(sorted(sources)), types)


def _columns(task: _Task, part: ShardRange, types: Mapping[str, Stored]) -> str:
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
    for column, kind in types.items():
        there = quoted(column)
        columns[column] = there if kind == ordered.types[column] else f"CAST({there} AS {SQL_TYPES[kind]})"
    return ", ".join(f"{value} AS {quoted(column)}" for column, value in columns.items())


def _sampled(ordered: Ordered, shop: Workshop) -> dict[str, Stored]:
    """The text columns whose first values are all the canonical texts of integers, or of numbers."""
    found: dict[str, Stored] = {}
    for column in (column for column, kind in ordered.types.items() if kind == "text"):
        texts = shop.run(f"SELECT {quoted(column)} FROM {ORDERED} WHERE {quoted(column)} IS NOT NULL LIMIT {_SAMPLE}")
        if kind := _kind_of([text for (text,) in texts]):
            found[column] = kind
    return found


def _kind_of(texts: list[str]) -> Stored | None:
    if texts and all(_INTEGER.fullmatch(text) and str(int(text)) == text and int(text) in INT64 for text in texts):
        return "integer"
    return "number" if texts and all(_NUMBER.fullmatch(text) and repr(float(text)) == text for text in texts) else None


def _there_and_back(text_sql: str, kind: Stored) -> str:
    value = f"TRY_CAST({text_sql} AS {SQL_TYPES[kind]})"
    return f"CASE WHEN isfinite({value}) THEN CAST({value} AS VARCHAR) END" if kind == "number" else f"CAST({value} AS VARCHAR)"


def _settled(file: Path, durable: bool) -> int:
    """The size of a file, once it is on disk."""
    with file.open("rb") as written:
        if durable:
            os.fsync(written.fileno())
        return os.fstat(written.fileno()).st_size
