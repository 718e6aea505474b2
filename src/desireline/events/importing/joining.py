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
from desireline.events.manifest import Manifest
from desireline.events.placing import shard_of, shard_sql
from desireline.events.shard import file_sql, literal, quoted
from desireline.events.sources.refusals import listed
from desireline.model import IDENTIFY, WAS, Identification, Identities, claims_of, resolve, roots_of, telling

IDENTITIES = "joined_identities"
"""Table of identity, customer, shard for every identity that something is said of."""
_PLACED = "placed_identities"
_CLAIMED = "claimed_identities"


@dataclass(frozen=True)
class SaidFiles:
    """The files of a lake that hold what is said of identities, and the time of the latest identification."""

    identities: str | None
    identifications: str | None
    aliases: str | None
    latest_identification_us: int | None


@dataclass(frozen=True)
class Said:
    """All that is said of identities: who was whom or is known (see `telling`), and which known ones are the same."""

    identifications: Sequence[Identification]
    aliases: Sequence[tuple[str, str]]

    def resolved(self) -> Identities:
        """Who is whom by all of it."""
        return resolve(self.identifications, self.aliases, None)

    def places(self, customer_of: Mapping[str, str]) -> dict[str, tuple[str, str]]:
        """Identity -> its customer, and the root of all identities that are, or could at some moment be, the same customer."""
        pairs = [*claims_of(self.identifications), *self.aliases]
        return {identity: (customer_of.get(identity, identity), root) for identity, root in roots_of(pairs).items()}


@dataclass(frozen=True)
class Joining:
    """What a batch adds to what is said of identities.

    before     what was said before; not looked at where nothing is added
    after      what is said with it; None where nothing is added
    places     as of `after`
    conflicts  identifications that are not followed, and are not known to be, in sentences
    """

    before: Said
    after: Said | None
    places: Mapping[str, tuple[str, str]]
    conflicts: tuple[str, ...]


def join(batch: Batch, pairs: Sequence[tuple[str, str]], lake: Lake, shop: Workshop) -> Joining:
    """Add what a batch and pairs of known identities say to what the lake knows."""
    came = _identifications(batch, lake, shop)
    if not came and not pairs:
        return Joining(Said([], []), None, {}, ())
    before = Said(lake.identifications(), lake.aliases())
    after = Said(telling([*before.identifications, *came]), sorted({*before.aliases, *pairs}))
    if set(after.identifications) == set(before.identifications) and set(after.aliases) == set(before.aliases):
        return Joining(before, None, {}, ())
    resolved, known = after.resolved(), set(before.resolved().conflicts)
    conflicts = tuple(reason for found, reason in resolved.conflicts if (found, reason) not in known)
    return Joining(before, after, after.places(resolved.customer_of), conflicts)


def place(joining: Joining, lake: Lake, shards: int, shop: Workshop) -> set[int]:
    """Make the table of identities, each with its customer and shard. Gives the shards whose events are no longer where they belong.

    `shards`: how many there are now. Where that has changed, all events are placed anew, and the answer does not matter.
    """
    if joining.after is None:
        shop.run(f"CREATE TABLE {IDENTITIES} AS SELECT identity, customer, {shard_sql('root', shards)} AS shard FROM {_known(lake)}")
        return set()
    places = joining.places
    columns = {
        "identity": ("VARCHAR", list(places)),
        "customer": ("VARCHAR", [customer for customer, _ in places.values()]),
        "root": ("VARCHAR", [root for _, root in places.values()]),
    }
    shop.table(_PLACED, columns)
    shop.run(f"CREATE TABLE {IDENTITIES} AS SELECT identity, customer, {shard_sql('root', shards)} AS shard FROM {_PLACED}")
    if shards != lake.manifest.shards:
        return set()
    before = joining.before.places(joining.before.resolved().customer_of)
    moved: dict[int, list[str]] = {}
    for identity, (customer, root) in places.items():
        customer_before, root_before = before.get(identity, (identity, identity))
        shard_before = shard_of(root_before, shards)
        if customer_before != customer or (root_before != root and shard_before != shard_of(root, shards)):
            moved.setdefault(shard_before, []).append(identity)
    return _touched(moved, {identity: shard_of(root, shards) for identity, (_, root) in places.items()}, lake, shop)


def _touched(moved: Mapping[int, Sequence[str]], shard_now: Mapping[str, int], lake: Lake, shop: Workshop) -> set[int]:
    """The shards that hold events of the identities that were moved, and those where these belong now."""
    touched: set[int] = set()
    for shard in lake.shards:
        if identities := moved.get(shard.number):
            shop.table("moved_identities", {"identity": ("VARCHAR", identities)})
            held = shop.run(
                f"SELECT DISTINCT identity FROM read_parquet({file_sql(shard.path)}) SEMI JOIN moved_identities USING (identity)"
            )
            shop.run("DROP TABLE moved_identities")
            touched.update({shard.number} if held else (), (shard_now[identity] for (identity,) in held))
    return touched


def write_said(joining: Joining, manifest: Manifest, folder: Path, commit: str, shop: Workshop) -> SaidFiles:
    """Write what is said of identities into the lake, if a batch has added to it."""
    if joining.after is None:
        return SaidFiles(manifest.identities, manifest.identifications, manifest.aliases, manifest.latest_identification_us)
    found, aliases = sorted(joining.after.identifications), joining.after.aliases
    identities, said, aliased = (f"{name}-{commit}.parquet" for name in ("identities", "identifications", "aliases"))
    shop.run(f"COPY (FROM {_PLACED} ORDER BY identity) TO {literal(str(folder / identities))} (FORMAT parquet)")
    columns: dict[str, tuple[str, list[str] | list[int]]] = {"time_us": ("BIGINT", [one.time_us for one in found])}
    for name in ("id", "source", "customer", "was"):
        columns[name] = ("VARCHAR", [getattr(one, name) for one in found])
    _write("said_identifications", columns, "make_timestamptz(time_us) AS time, * EXCLUDE (time_us)", folder / said, shop)
    pairs = {"identity": ("VARCHAR", [one for one, _ in aliases]), "same_as": ("VARCHAR", [other for _, other in aliases])}
    _write("said_aliases", pairs, "*", folder / aliased, shop)
    return SaidFiles(identities, said, aliased, max((one.time_us for one in found), default=None))


def read_aliases(path: Path, shop: Workshop) -> list[tuple[str, str]]:
    """The pairs of a table of aliases: a CSV with the columns `identity` and `same_as`.

    Raises DesirelineError (E212) where it cannot be read as one.
    """
    import duckdb

    read = f"read_csv({file_sql(path)}, all_varchar = true, header = true)"
    if not path.is_file():
        raise DesirelineError(_no_aliases(path, "there is no such file"))
    try:
        columns = [str(name) for name, *_ in shop.run(f"DESCRIBE FROM {read}")]
        missing = [name for name in ("identity", "same_as") if name not in map(str.lower, columns)]
        if missing:
            raise DesirelineError(_no_aliases(path, f"it has no column {listed(missing)} among {listed(columns)}"))
        found = shop.run(f"SELECT DISTINCT identity, same_as FROM {read} WHERE identity <> '' AND same_as <> ''")
    except duckdb.Error as error:
        raise DesirelineError(_no_aliases(path, str(error).split("\n", 1)[0])) from None
    return [(one, other) for one, other in found]


def _write(table: str, columns: Mapping[str, tuple[str, Sequence[str] | Sequence[int]]], select: str, file: Path, shop: Workshop) -> None:
    shop.table(table, columns)
    shop.run(f"COPY (SELECT {select} FROM {table}) TO {literal(str(file))} (FORMAT parquet)")
    shop.run(f"DROP TABLE {table}")


def _identifications(batch: Batch, lake: Lake, shop: Workshop) -> list[Identification]:
    """What a batch adds to who is whom: its claims of anonymous identities, and what makes claimed ones known, in the batch or the lake."""
    column = batch.columns.column_of.get(WAS)
    kind = None if column is None else batch.columns.types.get(column)
    was = "NULL" if column is None or kind is None else cast_sql(quoted(column), kind, "text")
    columns = f"time_us, {id_sql(batch)} AS id, source, identity AS customer, coalesce({was}, '') AS was"
    rows = f"SELECT {columns} FROM {NEW_ROWS} WHERE name = '{IDENTIFY}'"
    claims = _earliest(rows, "was <> ''", shop)
    shop.table(_CLAIMED, {"identity": ("VARCHAR", sorted({claim.was for claim in claims}))})
    claimed = f"SELECT identity FROM {_CLAIMED} UNION ALL SELECT was FROM {_said(lake)}"
    known = _earliest(rows, f"was = '' AND customer IN ({claimed})", shop)
    held = _known_in_lake(lake, shop) if claims else []
    shop.run(f"DROP TABLE {_CLAIMED}")
    return [*claims, *known, *held]


def _known_in_lake(lake: Lake, shop: Workshop) -> list[Identification]:
    """The earliest `identify` event in the lake of each identity that the batch claims."""
    if IDENTIFY not in lake.names:
        return []
    root = f"SELECT coalesce(root, identity) AS root FROM {_CLAIMED} LEFT JOIN {_known(lake)} USING (identity)"
    numbers = {number for (number,) in shop.run(f"SELECT DISTINCT {shard_sql('root', lake.manifest.shards)} FROM ({root})")}
    sources = "[" + ", ".join(map(literal, lake.sources)) + "]"
    columns = f"epoch_us(time) AS time_us, id, {sources}[source + 1] AS source, identity AS customer, '' AS was, name"
    said = f"name = {list(lake.names).index(IDENTIFY)} AND customer IN (FROM {_CLAIMED})"
    files = [file_sql(shard.path) for shard in lake.shards if shard.number in numbers]
    return [one for file in files for one in _earliest(f"SELECT {columns} FROM read_parquet({file})", said, shop)]


def _earliest(rows: str, where: str, shop: Workshop) -> list[Identification]:
    """Of those rows for which it holds, the earliest of each pair of names."""
    earliest = "min({'time_us': time_us, 'id': id, 'source': source})"
    found = shop.run(f"SELECT customer, was, {earliest} AS first FROM ({rows}) WHERE {where} GROUP BY customer, was")
    return [Identification(first["time_us"], first["id"], first["source"], customer, was) for customer, was, first in found]


def _said(lake: Lake) -> str:
    """What can follow FROM for the claims that the lake knows."""
    file = lake.manifest.identifications
    return "(SELECT NULL AS was LIMIT 0)" if file is None else f"read_parquet({file_sql(lake.path / file)})"


def _known(lake: Lake) -> str:
    """What can follow FROM for the identities that the lake knows something of."""
    file = lake.manifest.identities
    if file is None:
        return "(SELECT CAST(NULL AS VARCHAR) AS identity, CAST(NULL AS VARCHAR) AS customer, CAST(NULL AS VARCHAR) AS root LIMIT 0)"
    return f"read_parquet({file_sql(lake.path / file)})"


def _no_aliases(path: Path, reason: str) -> Diagnostic:
    return Diagnostic(
        "E212",
        f"`{path}` is no table of aliases: {reason[:300]}",
        why="customers who are one would be counted as several",
        fix=Fix("give a CSV file whose first line is `identity,same_as`, then one pair of names a line"),
    )
