"""Everything that is said of one identity in a lake: the others that are, or could at some moment be, the same customer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desireline.events.lake import FileShard, Lake
from desireline.events.placing import shard_of
from desireline.events.shard import among_sql, file_sql
from desireline.model import Identification, Identities, resolve

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_IDENTIFICATION = "epoch_us(time), id, source, customer, was"


@dataclass(frozen=True, slots=True)
class Component:
    """Identities that identifications and aliases join, whatever moment is asked about.

    identities       all of them, sorted
    customers        the names under which the lake's column `customer` has their events, sorted
    identifications  those that can change who of them is whom, in order
    aliases          pairs of known identities that are one customer
    shard            where all their events are; None: no event is there
    """

    identities: tuple[str, ...]
    customers: tuple[str, ...]
    identifications: tuple[Identification, ...]
    aliases: tuple[tuple[str, str], ...]
    shard: FileShard | None

    def resolved(self, as_of_us: int | None) -> Identities:
        """Who of them is whom as of a moment (None: by all that was ever said), and what was not followed."""
        return resolve(self.identifications, self.aliases, as_of_us)


def component_of(lake: Lake, identity: str, con: DuckDBPyConnection) -> Component:
    """The component of an identity: itself alone where nothing is said of it. `identity` need not be in the lake.

    Reads what is said of it, never the events. Raises UnicodeEncodeError where no lake could hold a name like this one.
    """
    identity.encode()
    said = _Said(lake, con)
    root = said.root(identity)
    number = shard_of(identity if root is None else root, lake.manifest.shards)
    shard = next((shard for shard in lake.shards if shard.number == number), None)
    if root is None:
        return Component((identity,), (identity,), (), (), shard)
    names, customers = said.members(root)
    return Component(names, customers, said.identifications(names), said.aliases(names), shard)


class _Said:
    """The files of a lake that hold what is said of identities."""

    def __init__(self, lake: Lake, con: DuckDBPyConnection) -> None:
        self._lake = lake
        self._con = con

    def root(self, identity: str) -> str | None:
        """The name of the identity's component; None where nothing is said of it."""
        found = self._read(self._lake.manifest.identities, "root", "identity = ?", [identity])
        return found[0][0] if found else None

    def members(self, root: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The identities of a component, and their customers by all that was ever said."""
        found = self._read(self._lake.manifest.identities, "identity, customer", "root = ?", [root])
        return tuple(sorted(row[0] for row in found)), tuple(sorted({row[1] for row in found}))

    def identifications(self, names: tuple[str, ...]) -> tuple[Identification, ...]:
        """The identifications that speak of some of the names."""
        # Two filters that a file can be read by are several times as fast as one that joins them by OR.
        found: set[Identification] = set()
        for column in ("customer", "was"):
            rows = self._read(self._lake.manifest.identifications, _IDENTIFICATION, *among_sql(column, names))
            found.update(Identification(*row) for row in rows)
        return tuple(sorted(found))

    def aliases(self, names: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
        """The pairs of known identities among the names."""
        found = self._read(self._lake.manifest.aliases, "identity, same_as", *among_sql("identity", names))
        return tuple(sorted((row[0], row[1]) for row in found))

    def _read(self, file: str | None, columns: str, where: str, values: list[Any]) -> list[tuple[Any, ...]]:
        if file is None:
            return []
        return self._con.execute(f"SELECT {columns} FROM read_parquet({file_sql(self._lake.path / file)}) WHERE {where}", values).fetchall()
