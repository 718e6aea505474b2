"""Rule 3 of the contract, its first half: what each event of a shard is. DuckDB reads the columns and decides the conditions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from desireline.conditions import Condition
from desireline.replay.arrays import Flags, Integers, Times
from desireline.replay.keys import KEYLESS
from desireline.replay.plan import STEP, Plan
from desireline.replay.source import OpenShard
from desireline.replay.traits import traits_used, with_traits


@dataclass(frozen=True, slots=True)
class Matched:
    """All events of a shard that count, by (customer, time, id, source).

    customer  number of the customer
    name      index in the lake's names
    target    what the event is: index in the plan's targets, 0 nothing
    own_key   the key that the event itself carries: the row of the first event that carries it; -1 none. None: trips have no keys
    opens     whether the event may open a trip, if it is a step; None: there is no condition on that
    """

    customer: Integers
    time_us: Times
    name: Integers
    target: Integers
    own_key: Integers | None
    opens: Flags | None


def read_matched(opened: OpenShard, plan: Plan) -> Matched:
    """Read what replay needs of a shard, and match its events. Nothing but numbers leaves DuckDB."""
    used, per = traits_used(_conditions(plan)), plan.map.trip.per
    columns = dict(_columns(opened, plan, {trait: f"trait_{i}" for i, trait in enumerate(used)}))
    rows = opened.rows
    if used or per:
        columns["row"] = "row"
        rows = with_traits(opened, plan.map, used) if used else opened.numbered
        if per:
            rows = _with_key(opened, rows, opened.key(per, plan.map.fields[per]))
    read = _fetch(opened, columns, rows)
    sure = plan.sure.take(read["name"])
    return Matched(
        customer=read["customer"],
        time_us=read["time_us"],
        name=read["name"],
        target=np.where(read["target"] != 0, read["target"], sure) if "target" in read else sure,
        own_key=read.get("own_key"),
        opens=read.get("opens"),
    )


def _conditions(plan: Plan) -> list[Condition]:
    only = plan.map.trip.only
    return [*(doubt.where for doubt in plan.doubtful), *([] if only is None else [only])]


def _columns(opened: OpenShard, plan: Plan, traits: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What to read: name -> SQL. No value is null."""
    yield "customer", "customer_no"
    yield "time_us", "epoch_us(time)"
    yield "name", f"CAST(name AS {_sql_type(len(plan.sure))})"
    if plan.doubtful:
        arms = " ".join(
            f"WHEN name IN ({_listed(doubt.names)}) AND {opened.condition(doubt.where, traits)} THEN {doubt.target}"
            for doubt in plan.doubtful
        )
        yield "target", f"CAST(CASE {arms} ELSE 0 END AS {_sql_type(len(plan.targets))})"
    if plan.map.trip.only is not None:
        condition = opened.condition(plan.map.trip.only, traits)
        yield "opens", f"CASE WHEN name IN ({_listed(plan.names_of(STEP))}) THEN coalesce({condition}, false) ELSE false END"
    if plan.map.trip.per is not None:
        yield "own_key", f"CAST(coalesce(first_with_key, {KEYLESS}) AS INTEGER)"


def _listed(codes: Sequence[int]) -> str:
    """The inside of IN (…); no code is -1."""
    return ", ".join(map(str, codes)) or "-1"


def _sql_type(count: int) -> str:
    """The DuckDB type that numpy's `code_type` is for codes up to `count`."""
    if count < 2**8:
        return "UTINYINT"
    return "USMALLINT" if count < 2**16 else "INTEGER"


def _with_key(opened: OpenShard, rows: str, key: str) -> str:
    """The rows, with `first_with_key`: the number of the first row that carries the same key, null where it carries none."""
    keyed = f"SELECT {key} AS key, row FROM {opened.numbered}"
    first = f"SELECT key, min(row) AS first_with_key FROM ({keyed}) WHERE key IS NOT NULL GROUP BY key"
    opened.con.execute(f"CREATE OR REPLACE TEMP TABLE desireline_keys AS {first}")
    return f"{rows} LEFT JOIN desireline_keys ON desireline_keys.key = {key}"


def _fetch(opened: OpenShard, columns: Mapping[str, str], rows: str) -> dict[str, NDArray[Any]]:
    """The columns as arrays. Where rows were joined, which may change their order, they are put back by their number `row`."""
    listed = ", ".join(f"{sql} AS {name}" for name, sql in columns.items())
    read: dict[str, NDArray[Any]] = opened.con.execute(f"SELECT {listed} FROM {rows}").fetchnumpy()
    row = read.pop("row", None)
    if row is None or bool(np.all(row[1:] > row[:-1])):
        return read
    order = np.argsort(row)
    return {name: values[order] for name, values in read.items()}
