"""Who is whom, once a batch has added to what was said of identities; and whose events must move because of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from desireline.diagnostics import DesirelineError, Diagnostic, Fix
from desireline.events.importing.batch import Batch
from desireline.events.importing.columns import cast_sql
from desireline.events.importing.duplicates import NEW_ROWS, id_sql
from desireline.events.importing.workshop import Workshop
from desireline.events.lake import Lake
from desireline.events.placing import shard_of
from desireline.events.shard import file_sql, literal, quoted
from desireline.model import IDENTIFY, WAS, Identification, Identities, resolve, roots_of

IDENTITIES = "joined_identities"
"""Table of identity, customer, shard for every identity that something is said of."""


@dataclass(frozen=True)
class Said:
    """All that is said of identities: who was whom (the earliest of each pair of names), and which known ones are the same."""

    identifications: Sequence[Identification]
    aliases: Sequence[tuple[str, str]]

    def pairs(self) -> list[tuple[str, str]]:
        """The pairs of identities that are or could be one customer at some moment."""
        return [(found.customer, found.was) for found in self.identifications] + list(self.aliases)


@dataclass(frozen=True)
class Joining:
    """What is said of identities `before` and `after` a batch, and who they are after it. `conflicts`: new ones, in sentences."""

    before: Said
    after: Said
    resolved: Identities
    conflicts: tuple[str, ...]

    @property
    def news(self) -> bool:
        """Whether the batch added anything."""
        return self.before != self.after

    def latest_us(self) -> int | None:
        """The time of the latest identification."""
        return max((found.time_us for found in self.after.identifications), default=None)


def join(batch: Batch | None, aliases: Path | None, lake: Lake, shop: Workshop) -> Joining:
    """Add what a batch and a table of aliases say to what the lake knows."""
    before = Said(lake.identifications(), lake.aliases())
    came = _identifications(batch, shop) if batch is not None else []
    said = Said(_earliest([*before.identifications, *came]), sorted({*before.aliases, *(read_aliases(aliases, shop) if aliases else [])}))
    after = before if set(said.identifications) == set(before.identifications) and set(said.aliases) == set(before.aliases) else said
    resolved = resolve(after.identifications, after.aliases, None)
    known = set(resolve(before.identifications, before.aliases, None).conflicts) if after is not before else set(resolved.conflicts)
    return Joining(before, after, resolved, tuple(reason for found, reason in resolved.conflicts if (found, reason) not in known))


def place(joining: Joining, lake: Lake, shards: int, shop: Workshop) -> set[int]:
    """Make the table of identities, each with its customer and shard. Gives the shards whose events are no longer where they belong.

    `shards`: how many there are now. Where that has changed, all events are placed anew, and the answer does not matter.
    """
    now = _places(joining.after, joining.resolved.customer_of, shards)
    shop.table(
        IDENTITIES,
        {
            "identity": ("VARCHAR", list(now)),
            "customer": ("VARCHAR", [customer for customer, _ in now.values()]),
            "shard": ("INTEGER", [shard for _, shard in now.values()]),
        },
    )
    if not joining.news or shards != lake.manifest.shards:
        return set()
    said = joining.before
    before = _places(said, resolve(said.identifications, said.aliases, None).customer_of, shards)
    moved: dict[int, list[str]] = {}
    for identity, place_now in now.items():
        place_before = before.get(identity) or (identity, shard_of(identity, shards))
        if place_before != place_now:
            moved.setdefault(place_before[1], []).append(identity)
    return _touched(moved, now, lake, shop)


def _touched(moved: Mapping[int, Sequence[str]], now: Mapping[str, tuple[str, int]], lake: Lake, shop: Workshop) -> set[int]:
    """The shards that hold events of the identities that were moved, and those where these belong now."""
    touched: set[int] = set()
    for shard in lake.shards:
        if identities := moved.get(shard.number):
            shop.table("moved_identities", {"identity": ("VARCHAR", identities)})
            held = shop.run(
                f"SELECT DISTINCT identity FROM read_parquet({file_sql(shard.path)}) SEMI JOIN moved_identities USING (identity)"
            )
            shop.run("DROP TABLE moved_identities")
            touched.update({shard.number} if held else (), (now[identity][1] for (identity,) in held))
    return touched


def write_said(joining: Joining, folder: Path, commit: str, shop: Workshop) -> tuple[str | None, str | None]:
    """Write what is said of identities into the lake. Gives the names of the files: identifications, aliases."""
    found, aliases = sorted(joining.after.identifications), joining.after.aliases
    said = aliased = None
    if found:
        columns: dict[str, tuple[str, list[str] | list[int]]] = {"time_us": ("BIGINT", [one.time_us for one in found])}
        for name in ("id", "source", "customer", "was"):
            columns[name] = ("VARCHAR", [getattr(one, name) for one in found])
        said = f"identifications-{commit}.parquet"
        _write("said_identifications", columns, "make_timestamptz(time_us) AS time, * EXCLUDE (time_us)", folder / said, shop)
    if aliases:
        aliased = f"aliases-{commit}.parquet"
        pairs = {"identity": ("VARCHAR", [one for one, _ in aliases]), "same_as": ("VARCHAR", [other for _, other in aliases])}
        _write("said_aliases", pairs, "*", folder / aliased, shop)
    return said, aliased


def read_aliases(path: Path, shop: Workshop) -> list[tuple[str, str]]:
    """The pairs of a table of aliases: a CSV with the columns `identity` and `same_as`.

    Raises DesirelineError (E212) where it cannot be read as one.
    """
    import duckdb

    read = f"read_csv({file_sql(path)}, all_varchar = true, header = true)"
    try:
        found = shop.run(f"SELECT DISTINCT identity, same_as FROM {read} WHERE identity <> '' AND same_as <> ''")
    except duckdb.Error as error:
        raise DesirelineError(_no_aliases(path, str(error).split("\n", 1)[0])) from None
    return [(one, other) for one, other in found]


def _write(table: str, columns: Mapping[str, tuple[str, Sequence[str] | Sequence[int]]], select: str, file: Path, shop: Workshop) -> None:
    shop.table(table, columns)
    shop.run(f"COPY (SELECT {select} FROM {table}) TO {literal(str(file))} (FORMAT parquet)")
    shop.run(f"DROP TABLE {table}")


def _identifications(batch: Batch, shop: Workshop) -> list[Identification]:
    """What the `identify` events of a batch say, the earliest of each pair of names."""
    column = batch.columns.column_of.get(WAS)
    if column is None or column not in batch.columns.types:
        return []
    was = cast_sql(quoted(column), batch.columns.types[column], "text")
    rows = f"SELECT time_us, {id_sql(batch)} AS id, source, identity AS customer, {was} AS was FROM {NEW_ROWS} WHERE name = '{IDENTIFY}'"
    earliest = "min({'time_us': time_us, 'id': id, 'source': source})"
    found = shop.run(f"SELECT customer, was, {earliest} AS first FROM ({rows}) WHERE was <> '' GROUP BY customer, was")
    return [Identification(first["time_us"], first["id"], first["source"], customer, was) for customer, was, first in found]


def _earliest(found: Sequence[Identification]) -> list[Identification]:
    kept: dict[tuple[str, str], Identification] = {}
    for one in sorted(found):
        kept.setdefault((one.customer, one.was), one)
    return list(kept.values())


def _places(said: Said, customer_of: Mapping[str, str], shards: int) -> dict[str, tuple[str, int]]:
    return {identity: (customer_of.get(identity, identity), shard_of(root, shards)) for identity, root in roots_of(said.pairs()).items()}


def _no_aliases(path: Path, reason: str) -> Diagnostic:
    return Diagnostic(
        "E212",
        f"`{path}` is no table of aliases",
        label=reason[:300],
        why="customers who are one would be counted as several",
        fix=Fix("give a CSV file whose first line is `identity,same_as`, then one pair of names a line"),
    )
