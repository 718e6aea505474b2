"""What a user may say about an import."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from desireline.events.sources import SourceOptions


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions:
    """How to import.

    source               how to read the files
    aliases              a table of known identities that are one customer, columns `identity` and `same_as`
    max_bad_share        share of bad rows above which the import stops
    max_differing_share  share of rows above which it stops because rows of the same place in a file of the same name differ from
                         what was imported from there before
    rows_per_shard       a lake's shards are split when they would hold more on average
    memory_mb            what the database of the import may use; what does not fit is kept on disk meanwhile
    threads              default: the cores this process may use
    temporary            the lake is thrown away afterwards: nothing is forced to disk, and no error points into it
    """

    source: SourceOptions = field(default_factory=SourceOptions)
    aliases: Path | None = None
    max_bad_share: float = 0.01
    max_differing_share: float = 0.01
    rows_per_shard: int = 250_000
    memory_mb: int = 1200
    threads: int | None = None
    temporary: bool = False
