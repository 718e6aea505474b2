"""Events imported in parts, in any order and with what happens to come twice, are the events of a lake in memory."""

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
from hypothesis import given
from hypothesis import strategies as st
from support.campaign import examples
from support.importing import import_files

from desireline.events import EventLake, ImportOptions, Lake, MemoryLake, property_column, property_sql
from desireline.model import Event, format_instant

NAMES = ("a", "identify", "A", "é\0b")
CUSTOMERS = ("ann", "zoe", "anon", "was", "é😀", "a\0", "a\0b", "Ann", "10")
PROPERTIES = ("x", "X", "k'\"", "was", "p/q~")
scalars = st.one_of(
    st.integers(-(2**63), 2**63 - 1),
    st.integers(-3, 3),
    st.booleans(),
    st.none(),
    st.sampled_from(["", "1", "1.0", "-0", "007", "true", "1e400", "é\0", "{}", " ", "null"]),
    st.sampled_from(CUSTOMERS),
    st.floats(allow_nan=False, allow_infinity=False),
)
events = st.builds(
    Event,
    id=st.sampled_from(["e1", "e2", "e3", "é", "E1", "z\0", "e10", "e"]),
    time_us=st.one_of(st.integers(0, 3), st.integers(-62_135_596_800_000_000, 253_402_300_799_999_999)),
    customer=st.sampled_from(CUSTOMERS),
    name=st.sampled_from(NAMES),
    channel=st.sampled_from([None, "web", "shop"]),
    source=st.sampled_from(["s", "r", "s'\0"]),
    person=st.sampled_from([None, "child"]),
    properties=st.dictionaries(st.sampled_from(PROPERTIES), scalars, max_size=3),
)
batches = st.lists(st.lists(events, min_size=1, max_size=10), min_size=1, max_size=3)
aliases = st.lists(st.tuples(st.sampled_from(CUSTOMERS), st.sampled_from(CUSTOMERS)), max_size=2)


def _line(event: Event) -> str:
    said = {"id": event.id, "time": format_instant(event.time_us), "customer": event.customer, "name": event.name, "source": event.source}
    optional = {name: value for name, value in (("channel", event.channel), ("person", event.person)) if value is not None}
    return json.dumps({**said, **optional, "properties": event.properties}, ensure_ascii=False) + "\n"


def _contents(lake: EventLake) -> list[list[tuple[Any, ...]]]:
    """Every shard's rows in order, with codes and columns resolved."""
    return [_shard(lake, number) for number in range(len(lake.shards))]


def _shard(lake: EventLake, number: int) -> list[tuple[Any, ...]]:
    shard = lake.shards[number]
    values = [property_sql(name, found) if (found := property_column(shard, name)) else "NULL" for name in PROPERTIES]
    texts = (f"CAST({value} AS VARCHAR)" for value in values)
    fields = "customer, customer_no, identity, epoch_us(time), id, source, name, channel, person"
    with duckdb.connect() as con:
        rows = con.execute(f"SELECT {fields}, {', '.join(texts)} FROM {shard.source_sql(con)}").fetchall()
    assert len(rows) == shard.rows
    return [
        (
            *(shard.number, *row[:5], lake.sources[row[5]], lake.names[row[6]], None if row[7] is None else lake.channels[row[7]], row[8]),
            *map(_number, row[9:]),
        )
        for row in rows
    ]


def _number(text: str | None) -> str | float | None:
    """A number as such: JSON does not tell 1 from 1.0."""
    try:
        return None if text is None else float(text)
    except ValueError:
        return text


@given(batches, aliases, st.sampled_from([2, 5, 1000]))
@examples(12, campaign=2_000)
def test_imports_come_to_what_memory_holds(parts: Sequence[Sequence[Event]], pairs: Sequence[tuple[str, str]], rows_per_shard: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        table = home / "aliases.csv"
        table.write_text("identity,same_as\n" + "".join(f'"{one}","{other}"\n' for one, other in pairs), encoding="utf-8")
        for number, part in enumerate(parts):
            file = home / f"{number}.jsonl"
            file.write_text("".join(map(_line, part)), encoding="utf-8")
            options = ImportOptions(rows_per_shard=rows_per_shard, aliases=table if number == 0 else None, temporary=True)
            import_files([file], home / "lake", options)
        lake = Lake.open(home / "lake")
        memory = MemoryLake([event for part in parts for event in part], pairs, lake.manifest.shards)
        assert _contents(lake) == _contents(memory)
        assert lake.latest_us(2) == memory.latest_us(2)
        for as_of_us in {event.time_us for part in parts for event in part}:
            assert lake.identities_as_of(as_of_us) == memory.identities_as_of(as_of_us)
