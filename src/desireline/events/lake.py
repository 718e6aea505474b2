"""The event lake: a folder of Parquet files, one per shard, and a manifest that names those that count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desireline.diagnostics import DesirelineError, Diagnostic, Fix
from desireline.events.manifest import Manifest, ShardEntry, read_manifest
from desireline.events.shard import StoredColumn, file_sql
from desireline.model import Identification, Identities, resolve

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True)
class FileShard:
    """One shard's file. See `desireline.events.shard` for its columns."""

    path: Path
    entry: ShardEntry
    property_columns: Mapping[str, StoredColumn]

    @property
    def number(self) -> int:
        """Its place in the lake, from 0."""
        return self.entry.number

    @property
    def rows(self) -> int:
        """How many events it holds."""
        return self.entry.rows

    @property
    def last_us(self) -> int:
        """The time of its latest event."""
        return self.entry.last_us

    @property
    def mark(self) -> str:
        """The file's name: a commit writes new files, and never the same name again."""
        return self.path.name

    @property
    def overflows(self) -> bool:
        """Whether some event has properties without a column of their own."""
        return self.entry.overflows

    def source_sql(self, con: DuckDBPyConnection) -> str:  # noqa: ARG002 (a shard in memory needs it)
        """What can follow FROM: the rows of the file, in order."""
        return f"read_parquet({file_sql(self.path)})"


@dataclass(frozen=True)
class Lake:
    """A lake as one commit left it. Later imports do not change what an opened lake says."""

    path: Path
    manifest: Manifest

    @staticmethod
    def open(path: str | Path) -> Lake:
        """Open the lake in a folder.

        Raises DesirelineError where there is none (E201), or it cannot be read or is not whole (E202 to E204).
        """
        manifest = read_manifest(Path(path))
        if manifest is None:
            raise DesirelineError(_no_lake(Path(path)))
        return Lake(Path(path), manifest)

    @property
    def names(self) -> Sequence[str]:
        """The names of events."""
        return self.manifest.names

    @property
    def channels(self) -> Sequence[str]:
        """The channels."""
        return self.manifest.channels

    @property
    def sources(self) -> Sequence[str]:
        """The names of the sources."""
        return self.manifest.sources

    @property
    def rows(self) -> int:
        """How many events there are."""
        return self.manifest.rows

    @property
    def customers(self) -> int:
        """How many customers there are, joined by all identifications and aliases."""
        return sum(entry.customers for entry in self.manifest.files)

    @cached_property
    def shards(self) -> Sequence[FileShard]:
        """The shards that hold events, by number."""
        return [self._shard(entry) for entry in self.manifest.files]

    @property
    def first_us(self) -> int | None:
        """The earliest event's time; None where there is none."""
        return min((entry.first_us for entry in self.manifest.files), default=None)

    def latest_us(self, clock_us: int) -> int | None:
        """The latest event's time that is not later than the clock; None where there is none."""
        past = [entry for entry in self.manifest.files if entry.first_us <= clock_us]
        found = [entry.last_us for entry in past if entry.last_us <= clock_us]
        if len(found) < len(past):
            found.append(self._latest_in([entry for entry in past if entry.last_us > clock_us], clock_us))
        return max(found, default=None)

    def identities_as_of(self, as_of_us: int) -> Mapping[str, str] | None:
        """Identity -> customer as of a moment; None where the column `customer` says it rightly."""
        latest_us = self.manifest.latest_identification_us
        if latest_us is None or latest_us <= as_of_us:
            return None
        return resolve(self.identifications(), self.aliases(), as_of_us).customer_of

    def identities(self) -> Identities:
        """Who is whom by all identifications and aliases, and what was not followed."""
        return resolve(self.identifications(), self.aliases(), None)

    def identifications(self) -> list[Identification]:
        """The identifications that can change who is whom (see `desireline.model.telling`)."""
        file = self.manifest.identifications
        if file is None:
            return []
        read = f"SELECT epoch_us(time), id, source, customer, was FROM read_parquet({file_sql(self.path / file)})"
        return [Identification(*row) for row in _rows(read)]

    def aliases(self) -> list[tuple[str, str]]:
        """Pairs of known identities that are one customer."""
        file = self.manifest.aliases
        if file is None:
            return []
        return [(row[0], row[1]) for row in _rows(f"SELECT identity, same_as FROM read_parquet({file_sql(self.path / file)})")]

    def _shard(self, entry: ShardEntry) -> FileShard:
        held = {name: column for name, column in self.manifest.properties.items() if column in entry.columns}
        columns = {name: StoredColumn(column, entry.columns[column]) for name, column in held.items()}
        return FileShard(self.path / entry.file, entry, columns)

    def _latest_in(self, entries: Sequence[ShardEntry], clock_us: int) -> int:
        files = ", ".join(file_sql(self.path / entry.file) for entry in entries)
        latest: int = _rows(f"SELECT max(epoch_us(time)) FROM read_parquet([{files}]) WHERE epoch_us(time) <= {clock_us}")[0][0]
        return latest


def _rows(sql: str) -> list[tuple[Any, ...]]:
    import duckdb

    with duckdb.connect() as con:
        return con.execute(sql).fetchall()


def _no_lake(path: Path) -> Diagnostic:
    return Diagnostic(
        "E201",
        f"there is no lake in `{path}`",
        why="without events there is no journey to see",
        fix=Fix("name the folder of a lake, or make one: `desireline import FILE --lake FOLDER`"),
    )
