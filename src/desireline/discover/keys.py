"""Which field parts a customer's trips.

It is one that nearly all events carry, whose values are no two customers', of which customers have several, each for a part of their time.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desireline.conditions import ValueType
from desireline.diagnostics import DesirelineError, Diagnostic, Fix, Near
from desireline.discover.passages import Counts, Key
from desireline.discover.readable import counted, share
from desireline.events import EventLake, property_column
from desireline.events.shard import quoted
from desireline.mapfile.grammar import LONGEST_NAME
from desireline.mapfile.names import RESERVED
from desireline.mapfile.wording import shown
from desireline.replay import OpenShard, Progress, Run
from desireline.replay.arrays import run_starts

CARRIED, OWNED = 0.95, 0.99
FEWEST = 3
"""Customers with several values: with fewer, a field that changes once could pass for a key."""
EVENTS_OF_A_VALUE = 2
LONGEST_SPAN = 0.5
"""Of a customer's time with several values: what lasts longer, such as a device, does not part it."""
_LIKE_AN_ID = re.compile(r"id\b|_id|case|order|ticket|number|no\b|key", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Carried:
    """What the events of some shards say of a field.

    rows, carried  events, and those with a value
    value          of each pair of customer and value: a hash of the value
    several        customers with several values
    spans          of each pair whose customer has several values: how long its events last, as a share of how long the customer's do
    """

    rows: int
    carried: int
    value: NDArray[np.uint64]
    several: int
    spans: NDArray[np.float64]


def key_told(lake: EventLake, field: str) -> Key:
    """The key that the user names. Raises DesirelineError (D104) where no event carries the field."""
    named = {name for shard in lake.shards for name in shard.property_columns}
    if field not in named and (not any(shard.overflows for shard in lake.shards) or not _can_be_a_field(field)):
        raise DesirelineError(_no_field(field, sorted(named)))
    return Key(field, _type(lake, field), ("as told",))


def key_of(run: Run, names: Collection[str], threads: int, progress: Progress | None = None) -> Key | None:
    """The field that parts trips, if the data show one. `names`: of the events that are to be in trips; others need not carry it."""
    codes = ", ".join(str(code) for code, name in enumerate(run.source.lake.names) if name in names)
    only = f"WHERE name IN ({codes})"
    found: list[tuple[str, Key, tuple[float, bool, str]]] = []
    for field in _worth_a_look(run, only, threads, progress):
        parts = run.each_shard(lambda opened, _, field=field: _carried(opened, field, only), threads, progress)  # type: ignore[misc]
        all_ = _Carried(
            sum(part.rows for part in parts),
            sum(part.carried for part in parts),
            np.concatenate([part.value for part in parts]),
            sum(part.several for part in parts),
            np.concatenate([part.spans for part in parts]),
        )
        evidence = _evidence(all_)
        if evidence is not None:
            rank = (-all_.carried / all_.rows, not _LIKE_AN_ID.search(field), field)
            found.append((field, Key(field, _type(run.source.lake, field), evidence), rank))
    if not found:
        return None
    found.sort(key=lambda each: each[2])
    first, *others = found
    also = tuple(f"`{shown(field)}` would do as well" for field, _, _ in others[:3])
    return Key(first[1].field, first[1].type, (*first[1].evidence, *also))


def _worth_a_look(run: Run, only: str, threads: int, progress: Progress | None) -> list[str]:
    """The fields that enough events carry, with enough different values; counted by estimate, so that the rest is not read twice."""
    names = sorted({name for shard in run.source.lake.shards for name in shard.property_columns})
    names = [name for name in names if _can_be_a_field(name)]

    def look(opened: OpenShard, _: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        here = {name: opened.shard.property_columns.get(name) for name in names}
        usable = {name: quoted(column.column) for name, column in here.items() if column and column.stored in ("text", "integer")}
        counts = [f"count({sql}), approx_count_distinct({sql})" for sql in usable.values()]
        listed = ", ".join(("count(*)", "count(DISTINCT customer_no)", *counts))
        row = opened.con.execute(f"SELECT {listed} FROM {opened.rows} {only}").fetchone() or ()
        told = dict(zip(usable, zip(row[2::2], row[3::2], strict=True), strict=True))
        return np.array([told.get(name, (0, 0)) for name in names]).reshape(-1, 2), np.array(row[:2])

    looked = run.each_shard(look, threads, progress)
    if not looked or not names:
        return []
    told: Counts = np.sum([counts for counts, _ in looked], axis=0)
    rows, customers = np.sum([both for _, both in looked], axis=0).tolist()
    enough = (told[:, 0] >= CARRIED * rows) & (told[:, 1] >= 0.8 * customers) & (told[:, 1] <= 0.8 * rows)
    return [name for name, worth in zip(names, enough.tolist(), strict=True) if worth]


def _carried(opened: OpenShard, field: str, only: str) -> _Carried:
    column = property_column(opened.shard, field)
    hashed = f"hash({quoted(column.column)})" if column is not None else "CAST(NULL AS UBIGINT)"
    listed = f"customer_no AS customer, epoch_us(time) AS time_us, coalesce({hashed}, 0) AS value"
    read = opened.con.execute(f"SELECT {listed} FROM {opened.rows} {only}").fetchnumpy()
    carries = read["value"] != 0
    customer, time_us, value = (read[name][carries] for name in ("customer", "time_us", "value"))
    if not len(value):
        return _Carried(len(carries), 0, value, 0, np.zeros(0))
    order = np.lexsort((time_us, value, customer))
    customer, time_us, value = customer[order], time_us[order], value[order]
    pairs = np.flatnonzero(run_starts(customer) | run_starts(value))
    lasted_us = time_us[np.append(pairs[1:], len(value)) - 1] - time_us[pairs]
    own = np.flatnonzero(run_starts(customer[pairs]))
    values = np.diff(own, append=len(pairs))
    first, last = (reduced(time_us, pairs[own]) for reduced in (np.minimum.reduceat, np.maximum.reduceat))
    spans = lasted_us / np.maximum(np.repeat(last - first, values), 1)
    return _Carried(len(carries), len(value), value[pairs], int((values > 1).sum()), spans[np.repeat(values > 1, values)])


def _evidence(found: _Carried) -> tuple[str, ...] | None:
    """Why the field can be a key, in lines; None: it is none."""
    _, customers = np.unique(found.value, return_counts=True)
    values, owned = len(customers), int((customers == 1).sum())
    if not values or found.carried < CARRIED * found.rows or owned < OWNED * values or found.several < FEWEST:
        return None
    if found.carried < EVENTS_OF_A_VALUE * values or float(np.median(found.spans)) > LONGEST_SPAN:
        return None
    carried, of_one = share(found.carried, found.rows), share(owned, values)
    return (
        f"{carried} of events carry it; of {counted(values, 'value')} {of_one} are one customer's alone;",
        f"{counted(found.several, 'customer')} have several",
    )


def _can_be_a_field(name: str) -> bool:
    seen = bool(name.strip()) and len(name) <= LONGEST_NAME and not re.search(r"[\x00-\x1f\x7f-\x9f]", name)
    return seen and name not in RESERVED["field"]


def _type(lake: EventLake, field: str) -> ValueType:
    kinds = {column.stored for shard in lake.shards if (column := property_column(shard, field))}
    stored = kinds.pop() if len(kinds) == 1 else "text"
    return ValueType(kind="text" if stored == "json" else stored)


def _no_field(field: str, named: Sequence[str]) -> Diagnostic:
    near = sorted(named, key=lambda name: (name.casefold() != field.casefold(), field.casefold() not in name.casefold()))[:5]
    return Diagnostic(
        "D104",
        f"no event carries a field `{shown(field)}`",
        why="all events of a customer would fall into one trip",
        fix=Fix("name a field that events carry, or `--per none` for one trip at a time"),
        near=tuple(Near(name) for name in near),
    )
