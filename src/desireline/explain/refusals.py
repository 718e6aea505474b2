"""What cannot be explained, and what may have been meant."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from desireline.conditions.problems import near_names
from desireline.diagnostics import DesirelineError, Diagnostic, Fix, Near, Span
from desireline.events import FileShard, Lake
from desireline.events.shard import file_sql
from desireline.explain.matching import Read
from desireline.mapfile.wording import quoted, shown

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_ROWS_SEARCHED = 2_000_000
_LONGEST_SEARCHED = 200
_SHORT = 5
_MOST_NEAR = 3


def unknown_customer(lake: Lake, identity: str, con: DuckDBPyConnection) -> DesirelineError:
    """The lake has no event of this customer."""
    if not lake.rows:
        return DesirelineError(
            Diagnostic(
                "X101",
                f"there is no customer `{shown(identity)}`: the lake holds no events",
                why="without events there is no story to tell",
                fix=Fix("import events first: `desireline import FILE --lake FOLDER`"),
            )
        )
    near, searched = _near_customers(lake, identity, con)
    some = quoted(_some_customers(lake, con))
    among = "" if searched >= lake.rows else f" among {searched:,} of {lake.rows:,} events"
    return DesirelineError(
        Diagnostic(
            "X101",
            f"there is no customer `{shown(identity)}`",
            label="" if near else f"nothing like it was found{among}; customers are named {some}, for example",
            why="without events there is no story to tell",
            fix=Fix("write the name as the events have it, in `customer` or in `was`; large and small letters differ"),
            near=tuple(Near(shown(name)) for name in near),
        )
    )


def unreadable_name(identity: str) -> DesirelineError:
    """A name that no UTF-8 can hold."""
    return DesirelineError(
        Diagnostic(
            "X101",
            f"there is no customer `{shown(identity)}`",
            label="this name is not UTF-8, and those of customers are",
            why="without events there is no story to tell",
            fix=Fix("write the name as the events have it"),
        )
    )


def same_journey(reads: Sequence[Read]) -> list[Diagnostic]:
    """Maps that cannot be told apart, because they are of one journey."""
    counts = Counter(read.map.journey for read in reads)
    return [
        Diagnostic(
            "X102",
            f"{count} of the maps are of the journey `{journey}`",
            label=quoted(read.path or "a map without a file" for read in reads if read.map.journey == journey),
            why="what is said of a journey could be of either",
            fix=Fix("explain with one of them at a time"),
        )
        for journey, count in counts.items()
        if count > 1
    ]


def unknown_step(step: str, reads: Sequence[Read]) -> DesirelineError:
    """No map has a step or outcome of this id."""
    declared = {id_: read for read in reversed(reads) for id_ in (*read.map.step_by_id, *read.map.outcome_by_id)}
    near = near_names(step, declared)
    return DesirelineError(
        Diagnostic(
            "X103",
            f"no map has a step or outcome `{shown(step)}`",
            label="" if near else f"there are {quoted(sorted(declared)[:8])}{' and others' if len(declared) > 8 else ''}",
            why="nobody can have reached what is not on the map",
            fix=Fix(f"write `{near[0]}`" if near else "write the id of a step or outcome of the maps"),
            near=tuple(Near(id_, _declared_at(declared[id_], id_)) for id_ in near),
        )
    )


def unknown_about(about: str, reads: Sequence[Read]) -> DesirelineError:
    """No map has a step, outcome or action of this id, and it is no effect of theirs."""
    declared = {id_ for read in reads for id_ in (*read.map.step_by_id, *read.map.outcome_by_id, *read.actions)}
    near = near_names(about, declared)
    return DesirelineError(
        Diagnostic(
            "X104",
            f"no map has a step, outcome or action `{shown(about)}`",
            label="" if near else f"there are {quoted(sorted(declared)[:8])}{' and others' if len(declared) > 8 else ''}",
            why="there is no rule that could say why",
            fix=Fix(f"write `{near[0]}`" if near else "write the id of a step, outcome, action or effect of the maps"),
            near=tuple(Near(id_) for id_ in near),
        )
    )


def _declared_at(read: Read, id_: str) -> Span | None:
    return read.line("steps", id_) or read.line("outcomes", id_)


def _near_customers(lake: Lake, identity: str, con: DuckDBPyConnection) -> tuple[list[str], int]:
    """Names like one that is not there, nearest first, and among how many events they were looked for.

    Those that begin alike are looked for everywhere: names lie in order, so that the rest is skipped. All others are looked for in so
    many whole shards as take about a second.
    """
    some: list[FileShard] = []
    searched = 0
    for shard in lake.shards:
        if not some or searched + shard.rows <= _ROWS_SEARCHED:
            some.append(shard)
            searched += shard.rows
    if len(identity) > _LONGEST_SEARCHED:
        return [], 0
    alike = identity[: max(len(identity) - 2, 1)]
    names = f"SELECT customer AS name FROM {_files(some)}"
    names += f" UNION SELECT customer FROM {_files(lake.shards)} WHERE customer >= ? AND customer <= ?"
    values = [alike, alike + chr(sys.maxunicode)]
    if lake.manifest.identities is not None:
        names += f" UNION SELECT identity FROM read_parquet({file_sql(lake.path / lake.manifest.identities)})"
    apart, most = "damerau_levenshtein(lower(name), lower(?))", 1 if len(identity) < _SHORT else 2
    near = f"abs(length(name) - {len(identity)}) <= {most} AND {apart} <= {most}"
    found = con.execute(f"SELECT name FROM ({names}) WHERE {near} ORDER BY {apart}, name LIMIT {_MOST_NEAR}", [*values, identity, identity])
    return [row[0] for row in found.fetchall()], searched


def _some_customers(lake: Lake, con: DuckDBPyConnection) -> list[str]:
    """How customers are named here."""
    found = con.execute(f"SELECT DISTINCT customer FROM {_files(lake.shards[:1])} WHERE customer_no < {_MOST_NEAR} ORDER BY customer")
    return [row[0] for row in found.fetchall()]


def _files(shards: Sequence[FileShard]) -> str:
    return f"read_parquet([{', '.join(file_sql(shard.path) for shard in shards)}])"
