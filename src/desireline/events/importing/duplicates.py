"""An event is taken once: of all that have the same source and id, the first to arrive counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desireline.diagnostics import DesirelineError, Diagnostic, Fix
from desireline.events.importing.batch import GOOD_ROWS, KINDS, PLACE_SQL, Batch, kinds_sql
from desireline.events.importing.columns import cast_sql
from desireline.events.importing.options import ImportOptions
from desireline.events.importing.workshop import Workshop
from desireline.events.lake import FileShard, Lake
from desireline.events.manifest import ShardEntry
from desireline.events.shard import PROPERTIES, Stored, file_sql, quoted

NEW_ROWS = "batch_new"
"""View of the events that are new in the lake."""
_DROPPED = "batch_dropped"
_EXAMPLES = 5
_SHARE_OF_NO_IDS = 0.5
_LEAST_OF_NO_IDS = 1000


@dataclass(frozen=True)
class Duplicates:
    """Events that were there already, `differing` of them with other content, some of which are named."""

    count: int
    differing: int
    examples: tuple[str, ...]


def leave_out(batch: Batch, lake: Lake, options: ImportOptions, now_us: int, shop: Workshop) -> Duplicates:
    """Make the view of the new events, and leave what is not new out of the table of kinds.

    Raises DesirelineError where so many differ that the ids cannot be what they are taken for (E207, E208).
    """
    shop.run(f"CREATE TABLE {_DROPPED} (file INTEGER, position BIGINT, id VARCHAR, given BOOLEAN, differs BOOLEAN)")
    _within(batch, shop)
    _before(batch, lake, shop)
    count, differing, unlike = shop.run(
        f"SELECT count(*), count(*) FILTER (differs), count(*) FILTER (differs AND NOT given) FROM {_DROPPED}"
    )[0]
    examples = tuple(row[0] for row in shop.run(f"SELECT DISTINCT id FROM {_DROPPED} WHERE differs ORDER BY id LIMIT {_EXAMPLES}"))
    if unlike > options.max_differing_share * batch.good:
        raise DesirelineError(_another_file(batch, unlike, examples))
    if differing - unlike > max(_LEAST_OF_NO_IDS, _SHARE_OF_NO_IDS * batch.good):
        raise DesirelineError(_no_ids(batch, differing, examples))
    shop.run(f"CREATE TEMP VIEW {NEW_ROWS} AS FROM {GOOD_ROWS}" + (f" ANTI JOIN {_DROPPED} USING (file, position)" if count else ""))
    if count:
        shop.run(f"DELETE FROM {KINDS} WHERE NOT bad")
        shop.run(f"INSERT INTO {KINDS} {kinds_sql(f'FROM {NEW_ROWS}', now_us)}")
    return Duplicates(count, differing, examples)


def id_sql(batch: Batch) -> str:
    """The id of an event: its own, else its place in its source."""
    placed = f"source || '-' || {PLACE_SQL}"
    return placed if batch.with_id == 0 else f"coalesce(id, {placed})"


def all_placed(batch: Batch) -> bool:
    """Whether no event has an id of its own, and no two files name the same source: then no two ids are equal."""
    return batch.with_id == 0 and len(batch.sources) == len(batch.paths)


def _within(batch: Batch, shop: Workshop) -> None:
    """Find the events of the batch that came before in it. Hashes first: few are equal, and only those are looked at."""
    if all_placed(batch):
        return
    key = f"hash(source, {id_sql(batch)})"
    shop.run(f"CREATE TABLE batch_suspects AS SELECT h FROM (SELECT {key} AS h FROM {GOOD_ROWS}) GROUP BY h HAVING count(*) > 1")
    twins = f"SELECT file, position, source, {id_sql(batch)} AS id, id IS NOT NULL AS given, {_content(batch)} AS content FROM {GOOD_ROWS}"
    twins = f"{twins} SEMI JOIN batch_suspects ON h = {key}"
    same = "PARTITION BY source, id ORDER BY file, position"
    shop.run(
        f"INSERT INTO {_DROPPED} SELECT file, position, id, given, content <> earliest FROM (SELECT *, row_number() OVER ({same}) AS nth, "
        f"first_value(content) OVER ({same}) AS earliest FROM ({twins})) WHERE nth > 1"
    )
    shop.run("DROP TABLE batch_suspects")


def _before(batch: Batch, lake: Lake, shop: Workshop) -> None:
    """Find the events of the batch that the lake has: only shards that hold one of its sources are looked at, and only ids at first."""
    manifest = lake.manifest
    codes = {code for code, source in enumerate(manifest.sources) if source in batch.sources}
    held = [shard for shard in lake.shards if not codes.isdisjoint(shard.entry.sources)]
    if not held:
        return
    for column, texts in (("source", manifest.sources), ("name", manifest.names), ("channel", manifest.channels)):
        shop.table(f"held_{column}s", {"text": ("VARCHAR", texts), "code": ("INTEGER", range(len(texts)))})
    shop.run(
        f"CREATE TABLE batch_keys AS SELECT file, position, s.code AS source, {id_sql(batch)} AS id, id IS NOT NULL AS given "
        f"FROM {GOOD_ROWS} JOIN held_sources AS s ON source = s.text ANTI JOIN {_DROPPED} USING (file, position)"
    )
    shop.run("CREATE TABLE batch_met (file INTEGER, position BIGINT, id VARCHAR, given BOOLEAN, shard INTEGER, place BIGINT)")
    for done, shard in enumerate(held):
        shop.tell("comparing", done, len(held))
        read = f"read_parquet({file_sql(shard.path)}, file_row_number = true)"
        shop.run(
            f"INSERT INTO batch_met SELECT k.file, k.position, k.id, k.given, {shard.number}, l.file_row_number "
            f"FROM (SELECT id, source, file_row_number FROM {read}) AS l JOIN batch_keys AS k ON l.id = k.id AND l.source = k.source"
        )
    if shop.one("SELECT count(*) FROM batch_met"):
        _compare(batch, held, shop)
    for table in ("batch_keys", "batch_met", "held_sources", "held_names", "held_channels"):
        shop.run(f"DROP TABLE {table}")


def _compare(batch: Batch, held: Sequence[FileShard], shop: Workshop) -> None:
    """Compare what came again with what the lake holds, by a hash of the content."""
    shop.run("CREATE TABLE batch_held (shard INTEGER, place BIGINT, content UBIGINT)")
    for shard in held:
        rows = (
            f"SELECT * FROM read_parquet({file_sql(shard.path)}, file_row_number = true) "
            f"SEMI JOIN (SELECT place FROM batch_met WHERE shard = {shard.number}) ON file_row_number = place"
        )
        shop.run(
            f"INSERT INTO batch_held SELECT {shard.number}, file_row_number, {_content_held(batch, shard.entry)} FROM ({rows}) AS l "
            f"JOIN held_names AS n ON l.name = n.code LEFT JOIN held_channels AS c ON l.channel = c.code"
        )
    came = f"SELECT file, position, {_content(batch)} AS content FROM {GOOD_ROWS} SEMI JOIN batch_met USING (file, position)"
    shop.run(
        f"INSERT INTO {_DROPPED} SELECT file, position, m.id, m.given, c.content <> h.content "
        f"FROM batch_met AS m JOIN batch_held AS h USING (shard, place) JOIN ({came}) AS c USING (file, position)"
    )
    shop.run("DROP TABLE batch_held")


def _content(batch: Batch) -> str:
    """A hash of all that an event of the batch says besides source and id."""
    columns = (_text(quoted(column), kind) for column, kind in sorted(batch.columns.types.items()))
    return f"hash({', '.join(('time_us', 'identity', 'name', 'channel', 'person', PROPERTIES, *columns))})"


def _content_held(batch: Batch, entry: ShardEntry) -> str:
    """The same hash of an event of a shard. A property that only the lake knows makes it differ."""
    kinds = {column: entry.columns.get(column) for column in sorted(batch.columns.types)}
    columns = ("CAST(NULL AS VARCHAR)" if kind is None else _text(quoted(column), kind) for column, kind in kinds.items())
    content = f"hash({', '.join(('epoch_us(time)', 'identity', 'n.text', 'c.text', 'person', PROPERTIES, *columns))})"
    more = [f"CAST({quoted(column)} AS VARCHAR)" for column in entry.columns if column not in kinds]
    return f"CASE WHEN coalesce({', '.join((*more, 'NULL'))}) IS NULL THEN {content} ELSE 0 END" if more else content


def _text(value_sql: str, kind: Stored) -> str:
    return cast_sql(value_sql, kind, "text")


def _another_file(batch: Batch, differing: int, examples: Sequence[str]) -> Diagnostic:
    return Diagnostic(
        "E207",
        f"{differing:,} of {batch.good:,} rows differ from what was imported before from the same place of a file of the same name",
        label="such as " + ", ".join(f"`{example}`" for example in examples),
        why="their events have no ids, so their place in the file says which they are; new events would be taken for old ones and left out",
        fix=Fix("give another file another name: `--source NAME`; or say which column holds the events' ids: `--id COLUMN`"),
    )


def _no_ids(batch: Batch, differing: int, examples: Sequence[str]) -> Diagnostic:
    return Diagnostic(
        "E208",
        f"{differing:,} of {batch.good:,} rows have an id that another event has",
        label="such as " + ", ".join(f"`{example}`" for example in examples),
        why="an event is taken once by its id: these would be left out",
        fix=Fix("name the column that holds the events' own ids: `--id COLUMN`; or leave it out, and the place in the file is the id"),
    )
