"""Rule 3 of the contract: what is known of the customer as of an event, for the conditions that ask for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from desireline.conditions import Condition
from desireline.model import IDENTIFY, Map
from desireline.replay.arrays import Integers
from desireline.replay.source import OpenShard


def traits_used(conditions: Iterable[Condition]) -> tuple[str, ...]:
    """The traits that conditions ask for."""
    return tuple(sorted({name.id for condition in conditions for name in condition.inputs if name.kind == "trait"}))


def with_traits(opened: OpenShard, map_: Map, used: Sequence[str]) -> str:
    """The numbered rows with a further column for each trait used: `trait_0` and so on.

    A trait has the value that the customer's latest `identify` event up to and with the event itself gave it; one that gives no readable
    value says nothing.
    """
    _keep_said(opened, map_, used)
    customer = opened.con.execute(f"SELECT customer_no FROM {opened.rows}").fetchnumpy()["customer_no"]
    last = {f"said_{i}": _said_last(opened, i, customer) for i in range(len(used))}
    said_last = opened.known("said_last", last)
    joins = " ".join(f"LEFT JOIN desireline_said AS s{i} ON s{i}.said_row = said_{i}" for i in range(len(used)))
    columns = ", ".join(f"s{i}.trait_{i} AS trait_{i}" for i in range(len(used)))
    return f"(SELECT e.*, {columns} FROM ({opened.numbered} POSITIONAL JOIN {said_last}) AS e {joins})"


def _keep_said(opened: OpenShard, map_: Map, used: Sequence[str]) -> None:
    """Keep, as a table, what each `identify` event says of each trait."""
    names = list(opened.source.lake.names)
    code = names.index(IDENTIFY) if IDENTIFY in names else -1
    said = ", ".join(f"{opened.field(trait, map_.traits[trait])} AS trait_{i}" for i, trait in enumerate(used))
    rows = f"SELECT row AS said_row, {said} FROM {opened.numbered} WHERE name = {code}"
    opened.con.execute(f"CREATE OR REPLACE TEMP TABLE desireline_said AS {rows}")


def _said_last(opened: OpenShard, index: int, customer: Integers) -> Integers:
    """For each row of the shard, the row of the latest event of its customer that gave the trait a value; -1 where none did."""
    rows = opened.con.execute(f"SELECT said_row FROM desireline_said WHERE trait_{index} IS NOT NULL").fetchnumpy()["said_row"]
    last = np.full(len(customer), -1, dtype=np.int64)
    last[rows] = rows
    last = np.maximum.accumulate(last)
    last[customer[last] != customer] = -1
    return last
