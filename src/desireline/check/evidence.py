"""What events show of a map's names: which came, what they carried, which steps and promises they were."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from desireline.conditions import ValueType, sql_text_of
from desireline.conditions.sql_reading import sql_text
from desireline.events import EventLake
from desireline.measure import measure
from desireline.measure.data import measures_data
from desireline.model import IDENTIFY, Map
from desireline.replay.driver import Run
from desireline.replay.source import OpenShard


@dataclass(frozen=True, slots=True)
class Filled:
    """What came under the name of a field or trait.

    events    of all events (for a trait: of those that say what is known of customers), how many carry it
    readable  of these, how many carry a value of its type
    outside   of these, how many one that is not declared: not in its list, below its least or above its most
    unread    a value that is not of its type, and
    strange   one outside of what is declared; None: there is none, or it is personal
    """

    events: int
    readable: int
    outside: int
    unread: str | None
    strange: str | None


@dataclass(frozen=True, slots=True)
class Kept:
    """How a promise was kept: broken ones of those that could be judged, and their customers."""

    broken: int
    judged: int
    customers: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the events of a lake show of a map.

    names     event name -> how often it came
    unmapped  the same of those that are nothing on the map, the most frequent first
    fields    what came under the names of fields and traits
    unvisited steps and outcomes that no event was
    promises  how each promise was kept
    """

    names: Mapping[str, int]
    unmapped: Mapping[str, int]
    fields: Mapping[str, Filled]
    unvisited: Sequence[str]
    promises: Mapping[str, Kept]

    @property
    def events(self) -> int:
        """How many events there are."""
        return sum(self.names.values())


def evidence_of(map_: Map, lake: EventLake, *, now_us: int, threads: int = 2) -> Evidence:
    """Look at all events of a lake. Raises DesirelineError where a shard cannot be read."""
    measures = measure(map_, lake, now_us=now_us, threads=threads)
    data = measures_data(measures)
    names = {name: int(count) for name, count in zip(measures.names, measures.events.all.tolist(), strict=True) if count}
    judged = {promise: measures.cell("judged_promises", promise=promise) for promise in measures.scope.promises}
    broken = {said["promise"]: int(said["broken"]) for said in data["promises"]}
    return Evidence(
        names,
        data["unmapped"]["by_name"],
        _fields(map_, Run.of(map_, lake, None, now_us), threads),
        data["steps_without_events"],
        {promise: Kept(broken[promise], cell.count, cell.customers) for promise, cell in judged.items()},
    )


def _fields(map_: Map, run: Run, threads: int) -> dict[str, Filled]:
    declared: list[tuple[str, ValueType, bool]] = [(name, type_, False) for name, type_ in map_.fields.items()]
    declared += [(name, type_, True) for name, type_ in map_.traits.items()]
    if not declared:
        return {}
    names = run.source.lake.names
    told = f"name = {names.index(IDENTIFY)}" if IDENTIFY in names else "false"

    def look(opened: OpenShard, _: int) -> tuple[object, ...]:
        listed = ", ".join(_columns(opened, *each, told) for each in declared)
        return opened.con.execute(f"SELECT {listed} FROM {opened.rows}").fetchone() or ()

    shards = [np.array(row, dtype=object).reshape(-1, 5) for row in run.each_shard(look, threads, None)]
    found = {}
    for position, (name, *_) in enumerate(declared):
        rows = [shard[position] for shard in shards]
        counts = [sum(int(row[column]) for row in rows) for column in range(3)]
        said = [next((str(row[column]) for row in rows if row[column] is not None), None) for column in (3, 4)]
        found[name] = Filled(counts[0], counts[1], counts[2], said[0], said[1])
    return found


def _columns(opened: OpenShard, name: str, type_: ValueType, is_trait: bool, told: str) -> str:
    """Five columns: carried, readable, outside, and a value of each that is wrong. What is personal is not shown."""
    only = told if is_trait else "true"
    raw = opened.field(name, ValueType(kind="text"))
    typed = opened.field(name, type_)
    outside = f"({_outside(typed, type_)})"
    carried, wrong, strange = (
        f"{only} AND {raw} IS NOT NULL",
        f"{only} AND {raw} IS NOT NULL AND {typed} IS NULL",
        f"{only} AND {outside}",
    )
    counts = f"count(*) FILTER ({carried}), count(*) FILTER ({carried} AND {typed} IS NOT NULL), count(*) FILTER ({strange})"
    if type_.personal:
        return f"{counts}, NULL, NULL"
    return f"{counts}, min({raw}) FILTER ({wrong}), mode({sql_text_of(typed)}) FILTER ({strange})"


def _outside(typed: str, type_: ValueType) -> str:
    if type_.kind == "one_of":
        return f"{typed} NOT IN ({', '.join(map(sql_text, type_.values))})"
    ends = [f"{typed} < {type_.minimum}"] if type_.minimum is not None else []
    ends += [f"{typed} > {type_.maximum}"] if type_.maximum is not None else []
    return " OR ".join(ends) or "false"
