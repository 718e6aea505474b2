"""A replay's tables as Parquet files, shard by shard, without holding more than the shards under way."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desireline.diagnostics import DesirelineError, Diagnostic, Fix
from desireline.diagnostics.system import said_by_the_system
from desireline.events import connect
from desireline.events.shard import literal
from desireline.replay.driver import Progress, Run
from desireline.replay.source import OpenShard
from desireline.replay.summary import Summary, Tally
from desireline.replay.tables import TABLES, ShardTables, empty_sql

REPORT = "replay.json"
"""The file that says what a folder of tables is."""
_OPTIONS = "(FORMAT parquet, PARQUET_VERSION v2, COMPRESSION snappy, DICTIONARY_SIZE_LIMIT 1000)"
"""Dictionaries pay for steps, moves and states; to try them on ids takes time and saves nothing."""


def write_replay(run: Run, directory: Path, threads: int, progress: Progress | None) -> Summary:
    """Write `DIRECTORY/trips/part-0000.parquet` and so on for each table, one part for each shard, and `replay.json`.

    All is written beside the folder and put in its place at the end: a folder of that name is an earlier replay or this one, whole.
    """
    _refuse_what_is_not_ours(directory)
    with _writing(directory):
        directory.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=f".{directory.name}-", dir=directory.parent))
    try:
        with _writing(directory):
            for table in TABLES:
                (made / table).mkdir()
        tallies = run.each_shard(lambda opened, first_trip: _write_shard(run, opened, first_trip, made, directory), threads, progress)
        summary = run.summary(tallies)
        with _writing(directory):
            if not tallies:
                _write_empty(made)
            (made / REPORT).write_text(json.dumps(summary.as_data(), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
            made.chmod(0o755)
            _put_in_place(made, directory)
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return summary


def _write_shard(run: Run, opened: OpenShard, first_trip: int, made: Path, directory: Path) -> Tally:
    journeys = run.journeys(opened)
    tables = ShardTables(opened, run.rules, journeys, first_trip, enums=True)
    with _writing(directory):
        for table in TABLES:
            _copy(opened, tables.sql(table), made / table / f"part-{opened.shard.number:04}.parquet")
    return run.tally(journeys)


def _copy(opened: OpenShard, query: str, path: Path) -> None:
    opened.con.execute(f"COPY ({query}) TO {literal(str(path))} {_OPTIONS}")


def _write_empty(made: Path) -> None:
    con = connect()
    for table in TABLES:
        con.execute(f"COPY ({empty_sql(table)}) TO {literal(str(made / table / 'part-0000.parquet'))} {_OPTIONS}")


def _put_in_place(made: Path, directory: Path) -> None:
    """Move the new folder to its name. An earlier replay stands until then, and again if the move fails."""
    if not directory.exists():
        made.rename(directory)
        return
    earlier = Path(tempfile.mkdtemp(prefix=f".{directory.name}-", dir=directory.parent)) / directory.name
    directory.rename(earlier)
    try:
        made.rename(directory)
    except OSError:
        earlier.rename(directory)
        raise
    finally:
        shutil.rmtree(earlier.parent, ignore_errors=True)


def _refuse_what_is_not_ours(directory: Path) -> None:
    with _writing(directory):
        if not directory.exists() or (directory.is_dir() and _is_replay_or_empty(directory)):
            return
    raise DesirelineError(
        Diagnostic(
            code="R102",
            headline=f"`{directory}` holds something other than an earlier replay",
            why="writing the tables there would replace it",
            fix=Fix("name a folder that is empty, not there yet, or an earlier replay"),
        )
    )


def _is_replay_or_empty(directory: Path) -> bool:
    """Whether nothing is in the folder but what a replay writes, so that nothing of anybody else is lost with it."""
    entries = list(directory.iterdir())
    return not entries or ((directory / REPORT).is_file() and all(entry.name == REPORT or _is_table(entry) for entry in entries))


def _is_table(entry: Path) -> bool:
    if entry.name not in TABLES or entry.is_symlink() or not entry.is_dir():
        return False
    return all(part.is_file() and part.match("part-*.parquet") for part in entry.iterdir())


@contextmanager
def _writing(directory: Path) -> Iterator[None]:
    """Say that the tables could not be written, and why."""
    import duckdb

    try:
        yield
    except (OSError, duckdb.IOException) as error:
        raise DesirelineError(
            Diagnostic(
                code="R103",
                headline=f"the tables cannot be written to `{directory}`: {said_by_the_system(error)}",
                why="nothing was written; what stood there before still does",
                fix=Fix("make room or choose another folder"),
            )
        ) from error
