"""An import from beginning to end: of files, or of events that are at hand."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from desireline.events.importing import folder
from desireline.events.importing.at_hand import rows_of
from desireline.events.importing.batch import KINDS, Batch, Given, open_batch, opened_files
from desireline.events.importing.codes import Codes, code
from desireline.events.importing.duplicates import Duplicates, leave_out
from desireline.events.importing.joining import Joining, join, place, read_aliases, write_said
from desireline.events.importing.options import ImportOptions
from desireline.events.importing.ordering import PLACES, order, shards_of_batch
from desireline.events.importing.quarantine import FOLDER, quarantine
from desireline.events.importing.report import ImportReport
from desireline.events.importing.workshop import Progress, Workshop, workshop
from desireline.events.importing.writing import write_shards
from desireline.events.lake import Lake
from desireline.events.locking import locked
from desireline.events.manifest import IMPORTS_KEPT, ImportEntry, Manifest, ShardEntry, SyncedTo, read_manifest, write_manifest
from desireline.events.sources.refusals import reading_failed
from desireline.model import Event

_EXAMPLES = 5


def import_files(
    paths: Sequence[str | Path],
    lake: str | Path,
    options: ImportOptions | None = None,
    *,
    clock_us: int,
    progress: Progress | None = None,
) -> ImportReport:
    """Import files of events into the lake in a folder, which is made where it does not exist.

    All of it is taken, or nothing: the lake is as before until the last moment, whatever happens. An event is taken once by its source
    and id. `clock_us`: what counts as now.

    Raises DesirelineError where a file cannot be read (E1xx) or the import cannot be made (E2xx).
    """
    said = options or ImportOptions()
    files = [Path(path) for path in paths]

    def given(shop: Workshop) -> Given:
        opened = opened_files(files, said.source, shop)
        pairs = read_aliases(said.aliases, shop) if said.aliases is not None else []
        return Given(files, opened, said.source.timezone, pairs)

    report = _imported(_Asked(Path(lake), said, given, None, clock_us, progress))
    assert report is not None
    return report


def feed(
    events: Sequence[Event],
    aliases: Sequence[tuple[str, str]],
    lake: str | Path,
    step: Step,
    options: ImportOptions | None = None,
    *,
    clock_us: int,
) -> ImportReport | None:
    """Take events and pairs of known identities from a live store into the lake in a folder, and note in the same act how far it got.

    None, and nothing is done: the lake was fed by somebody else meanwhile. Raises DesirelineError where it cannot be made (E2xx).
    """

    def given(shop: Workshop) -> Given:
        return Given([Path(f"store {step.after.store}")], (rows_of(events, shop),), None, aliases)

    return _imported(_Asked(Path(lake), options or ImportOptions(), given, step, clock_us, None))


@dataclass(frozen=True, slots=True)
class Step:
    """How far a lake was fed before, and how far it is then."""

    before: SyncedTo | None
    after: SyncedTo


@dataclass(frozen=True, slots=True)
class _Asked:
    """An import as it is asked for. `step`: of what is fed from a live store."""

    home: Path
    options: ImportOptions
    given: Callable[[Workshop], Given]
    step: Step | None
    now_us: int
    progress: Progress | None


def _imported(asked: _Asked) -> ImportReport | None:
    begun, home, options = time.monotonic(), asked.home, asked.options
    with folder.telling_of_failed_writes(home):
        folder.prepare(home)
    with folder.telling_of_failed_writes(home), locked(home):
        manifest = read_manifest(home)
        if asked.step is not None and (None if manifest is None else manifest.synced) != asked.step.before:
            return None
        folder.clear(home, manifest)
        commit = folder.next_commit(manifest)
        scratch = home / f"{folder.SCRATCH}{commit}"
        with folder.undone_on_failure(home, commit), workshop(scratch, options.memory_mb, options.threads, asked.progress) as shop:
            under_way = _Import(asked=asked, lake=Lake(home, manifest or Manifest()), first=manifest is None, commit=commit, shop=shop)
            return under_way.made(begun)


@dataclass(frozen=True, kw_only=True)
class _News:
    """The new events of a batch, counted, and where they go. `touched`: the shards that change. `shards`: how many the lake has then."""

    batch: Batch
    duplicates: Duplicates
    codes: Codes
    joining: Joining
    shards: int
    touched: set[int]
    rows: int
    customers: int
    first_us: int | None
    last_us: int | None
    future: int


@dataclass(frozen=True, kw_only=True)
class _Import:
    """One import under way. `lake`: as it is before; `first`: whether that is not yet a lake."""

    asked: _Asked
    lake: Lake
    first: bool
    commit: str
    shop: Workshop

    @property
    def home(self) -> Path:
        """The folder of the lake."""
        return self.asked.home

    @property
    def options(self) -> ImportOptions:
        """How to import."""
        return self.asked.options

    def made(self, begun: float) -> ImportReport:
        """Make the import, and tell what it did."""
        import duckdb

        given = self.asked.given(self.shop)
        try:
            return self._made(given, begun)
        except duckdb.Error as error:
            named = (path for path in given.paths if str(path) in str(error))
            raise reading_failed(next(named, given.paths[0] if given.paths else self.home), error) from None

    def _made(self, given: Given, begun: float) -> ImportReport:
        batch = open_batch(given, self.lake.manifest, self.asked.now_us, self.shop)
        kept_apart = self.home / FOLDER / f"{self.commit}.jsonl"
        quarantined = quarantine(batch, kept_apart, self.options, self.shop)
        news = self._news(batch, given.aliases)
        changed = bool(news.rows or news.joining.after is not None or self.first or self.asked.step is not None)
        written = self._written(news) if changed else []
        manifest = self._committed(news, written) if changed else self.lake.manifest
        return ImportReport(
            commit=self.commit if changed else "",
            files=tuple(str(path) for path in given.paths),
            rows=batch.rows,
            taken=news.rows,
            duplicates=news.duplicates.count,
            differing=news.duplicates.differing,
            differing_ids=news.duplicates.examples,
            quarantined=quarantined,
            quarantine_file=str(kept_apart) if quarantined else None,
            customers=news.customers,
            new_names=news.codes.new_names,
            first_us=news.first_us,
            last_us=news.last_us,
            future=news.future,
            conflicts=len(news.joining.conflicts),
            conflict_examples=news.joining.conflicts[:_EXAMPLES],
            guessed=tuple(line for source in batch.opened for line in source.guessed),
            notes=(*(line for source in batch.opened for line in source.notes), *batch.notes),
            lake_rows=manifest.rows,
            lake_customers=Lake(self.home, manifest).customers,
            shards_written=len(written),
            seconds=time.monotonic() - begun,
        )

    def _news(self, batch: Batch, aliases: Sequence[tuple[str, str]]) -> _News:
        """Find what is new in a batch, and which shards it changes."""
        before, shop = self.lake.manifest, self.shop
        duplicates = leave_out(batch, self.lake, self.options, self.asked.now_us, shop)
        codes = code(batch, before, shop)
        joining = join(batch, aliases, self.lake, shop)
        shards = _enough(before.shards, before.rows + batch.good - duplicates.count, self.options.rows_per_shard)
        touched = place(joining, self.lake, shards, shop) | shards_of_batch(shards, shop)
        if shards != before.shards:
            touched = set(range(shards))
        facts = f"SELECT sum(rows), min(first_us), max(last_us), sum(future) FROM {KINDS} WHERE NOT bad"
        rows, first_us, last_us, future = shop.run(facts)[0]
        return _News(
            batch=batch,
            duplicates=duplicates,
            codes=codes,
            joining=joining,
            shards=shards,
            touched=touched,
            rows=int(rows or 0),
            customers=shop.one(f"SELECT count(DISTINCT customer) FROM {PLACES}"),
            first_us=first_us,
            last_us=last_us,
            future=int(future or 0),
        )

    def _written(self, news: _News) -> list[ShardEntry]:
        held = [shard for shard in self.lake.shards if shard.number in news.touched]
        rows = news.rows + sum(shard.rows for shard in held)
        if rows == 0:
            return []
        batch = news.batch if news.rows else None
        ordered = order(self.shop, batch=batch, held=held, codes=news.codes, shards=news.shards, rows=rows)
        source = news.batch.sources[0] if ordered.placed else ""
        return write_shards(self.shop, ordered, lake=self.home, commit=self.commit, source=source, durable=not self.options.temporary)

    def _committed(self, news: _News, written: list[ShardEntry]) -> Manifest:
        """Write the manifest that makes everything written count."""
        before = self.lake.manifest
        kept = [entry for entry in before.files if entry.number not in news.touched]
        said = write_said(news.joining, before, self.home, self.commit, self.shop)
        manifest = Manifest(
            commit=self.commit,
            shards=news.shards,
            files=tuple(sorted([*kept, *written], key=lambda entry: entry.number)),
            names=news.codes.names,
            channels=news.codes.channels,
            sources=news.codes.sources,
            properties=dict(news.batch.columns.column_of),
            identities=said.identities,
            identifications=said.identifications,
            aliases=said.aliases,
            latest_identification_us=said.latest_identification_us,
            imports=(*before.imports, self._entry(news))[-IMPORTS_KEPT:],
            synced=before.synced if self.asked.step is None else self.asked.step.after,
        )
        self.shop.go_on()
        write_manifest(self.home, manifest, durable=not self.options.temporary)
        return manifest

    def _entry(self, news: _News) -> ImportEntry:
        return ImportEntry(
            commit=self.commit,
            at_us=self.asked.now_us,
            files=tuple(path.name for path in news.batch.paths),
            taken=news.rows,
            duplicates=news.duplicates.count,
            differing=news.duplicates.differing,
            quarantined=news.batch.bad,
        )


def _enough(shards: int, rows: int, rows_per_shard: int) -> int:
    while rows > shards * rows_per_shard:
        shards *= 2
    return shards
