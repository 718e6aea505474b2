"""Names, channels and sources as integers: indexes into the lists of the manifest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desireline.diagnostics import DesirelineError, Diagnostic, Fix
from desireline.events.importing.batch import KINDS, Batch
from desireline.events.importing.duplicates import NEW_ROWS, id_sql
from desireline.events.importing.workshop import Workshop
from desireline.events.manifest import Manifest
from desireline.events.shard import PROPERTIES, quoted

CODED_ROWS = "batch_coded"
"""View of the new events with codes: identity, time_us, position, id, source, name, channel, person, …"""
MOST_NAMES = 100_000
MOST_CHANNELS = 10_000


@dataclass(frozen=True)
class Codes:
    """The lists of the lake with those of a batch added. A code is an index. `new_names`: how many names were added."""

    names: tuple[str, ...]
    channels: tuple[str, ...]
    sources: tuple[str, ...]
    new_names: tuple[str, ...]

    def source_rank_sql(self) -> str:
        """The place of a row's source in the order of their names."""
        rank = {source: rank for rank, source in enumerate(sorted(self.sources))}
        return f"[{', '.join(str(rank[source]) for source in self.sources)}][source + 1]"


def code(batch: Batch, manifest: Manifest, shop: Workshop) -> Codes:
    """Give codes to what the new events say, and make the view of the new events with codes.

    Raises DesirelineError where there are too many names (E209) or channels (E210) for such a column to be what it is taken for.
    """
    new_names = _new("name", manifest.names, MOST_NAMES, shop)
    new_channels = _new("channel", manifest.channels, MOST_CHANNELS, shop)
    new_sources = tuple(source for source in batch.sources if source not in manifest.sources)
    codes = Codes(manifest.names + new_names, manifest.channels + new_channels, manifest.sources + new_sources, new_names)
    for column, texts in (("name", codes.names), ("channel", codes.channels), ("source", codes.sources)):
        list_texts(f"batch_{column}s", texts, shop)
    shop.run(f"CREATE TEMP VIEW {CODED_ROWS} AS {_coded(batch, codes)}")
    return codes


def _coded(batch: Batch, codes: Codes) -> str:
    join, source = " JOIN batch_sources AS s ON source = s.text", "s.code"
    if len(batch.sources) == 1:
        join, source = "", f"CAST({codes.sources.index(batch.sources[0])} AS INTEGER)"
    channel = "CAST(NULL AS INTEGER)"
    if codes.channels:
        join, channel = f"{join} LEFT JOIN batch_channels AS c ON channel = c.text", "c.code"
    columns = ", ".join(map(quoted, (PROPERTIES, *batch.columns.types)))
    return (
        f"SELECT identity, time_us, position, {id_sql(batch)} AS id, {source} AS source, n.code AS name, {channel} AS channel, person, "
        f"{columns} FROM {NEW_ROWS} JOIN batch_names AS n ON name = n.text{join}"
    )


def _new(column: str, known: Sequence[str], most: int, shop: Workshop) -> tuple[str, ...]:
    """The texts of a column that are not known, in order."""
    found = shop.run(f"SELECT DISTINCT {column} FROM {KINDS} WHERE NOT bad AND {column} IS NOT NULL LIMIT {most + 1}")
    texts = {row[0] for row in found} - set(known)
    if len(texts) + len(known) > most:
        raise DesirelineError(_too_many(column, most, sorted(texts)[:3]))
    return tuple(sorted(texts))


def list_texts(table: str, texts: Sequence[str], shop: Workshop) -> None:
    """Make a table of texts and their codes."""
    shop.table(table, {"text": ("VARCHAR", texts), "code": ("INTEGER", range(len(texts)))})


def _too_many(column: str, most: int, examples: Sequence[str]) -> Diagnostic:
    what, flag = ("event names", "--event") if column == "name" else ("channels", "--channel")
    return Diagnostic(
        "E209" if column == "name" else "E210",
        f"there are more than {most:,} different {what}",
        label="such as " + ", ".join(f"`{example[:60]}`" for example in examples),
        why=f"a column with so many values holds no {what}: every customer would take a way of their own",
        fix=Fix(f"name the column that holds them: `{flag} COLUMN`"),
    )
