"""The database in which an import is made: bounded in memory, with a folder for what does not fit."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import rmtree
from threading import Event, RLock, Thread
from typing import TYPE_CHECKING, Any, TypeVar

from desireline.diagnostics import DesirelineError, Diagnostic, Fix
from desireline.events.shard import literal, quoted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection
    from numpy.typing import NDArray

Progress = Callable[[str, int, int | None], None]
"""Told how far an import is: the stage (`reading`, `ordering`, `writing`), how much of it is done, and of how much, if known.

It is told ten times a second, from any thread. What it raises stops the import, which is then undone, and is raised by it.
"""
T = TypeVar("T")
R = TypeVar("R")
_TICK_SECONDS = 0.1


class Workshop:
    """A DuckDB in memory that spills into `scratch`, a folder in the lake. Tables made here are seen by `con` and its cursors."""

    def __init__(self, con: DuckDBPyConnection, scratch: Path, threads: int, progress: Progress | None) -> None:
        self.con = con
        self.scratch = scratch
        self.threads = threads
        self._progress = progress
        self._stage: tuple[str, int | None] | None = None
        self._telling = RLock()
        self._told: tuple[str, int, int | None] = ("opening", 0, None)
        self.stopped: BaseException | None = None

    def go_on(self) -> None:
        """Raises what stopped the work, where something did."""
        if self.stopped is not None:
            raise self.stopped

    def run(self, sql: str, con: DuckDBPyConnection | None = None) -> list[tuple[Any, ...]]:
        """All rows of a query.

        Raises DesirelineError where the disk is full (E211) or the memory does not suffice (E215).
        """
        import duckdb

        self.go_on()
        try:
            return (con or self.con).execute(sql).fetchall()
        except duckdb.OutOfMemoryException as error:
            raise DesirelineError(_out_of_space(self.scratch.parent, error)) from None
        except duckdb.IOException as error:
            raise DesirelineError(not_written(self.scratch.parent, str(error))) if _is_about_writing(str(error)) else error from None

    def one(self, sql: str) -> Any:
        """The one value that a query gives."""
        return self.run(sql)[0][0]

    def table(self, name: str, columns: Mapping[str, tuple[str, Sequence[Any]]]) -> None:
        """Make a table of columns given as (SQL type, values without nulls)."""
        import numpy as np

        dtypes = {"VARCHAR": np.object_, "INTEGER": np.int32, "BIGINT": np.int64}
        arrays: dict[str, NDArray[Any]] = {column: np.array(values, dtype=dtypes[kind]) for column, (kind, values) in columns.items()}
        casts = ", ".join(f"CAST({quoted(column)} AS {kind}) AS {quoted(column)}" for column, (kind, _) in columns.items())
        self.con.register("values_given", arrays)
        self.run(f"CREATE TABLE {name} AS SELECT {casts} FROM values_given")
        self.con.unregister("values_given")

    def tell(self, stage: str, done: int, total: int | None) -> None:
        """Tell how far a stage is."""
        if self._progress is None:
            return
        with self._telling:
            self._told = (stage, done, total)
            try:
                self._progress(stage, done, total)
            except BaseException as error:
                self.stopped = error
                raise

    @contextmanager
    def counting(self, stage: str, total: int | None) -> Iterator[None]:
        """Tell how far the queries run inside are, as rows out of `total`."""
        self._stage = (stage, total)
        try:
            yield
        finally:
            self._stage = None
        self.tell(stage, total or 0, total)

    def side_by_side(self, act: Callable[[DuckDBPyConnection, T], R], items: list[T]) -> Iterator[R]:
        """Run `act` for each item, one core to each, as many at once as there are threads; results in order of the items."""
        self.run("SET threads = 1")
        with ThreadPoolExecutor(self.threads) as pool:

            def on_cursor(item: T) -> R:
                with self.con.cursor() as cursor:
                    return act(cursor, item)

            yield from pool.map(on_cursor, items)
        self.run(f"SET threads = {self.threads}")

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Tell how far the work is while it goes on; stop it where it is not to go on."""
        if self._progress is None:
            yield
            return
        ended = Event()
        watching = Thread(target=self._watch, args=(ended,), daemon=True)
        watching.start()
        try:
            yield
        except BaseException:
            # A query that was interrupted is told as a file that cannot be read: what stopped it is the reason.
            self.go_on()
            raise
        finally:
            ended.set()
            watching.join()

    def _watch(self, ended: Event) -> None:
        while not ended.wait(_TICK_SECONDS):
            if self.stopped is not None:
                self.con.interrupt()
                continue
            with self._telling, suppress(BaseException):  # kept as `stopped`, and raised by the thread that works
                self.tell(*self._how_far(self._stage))

    def _how_far(self, stage: tuple[str, int | None] | None) -> tuple[str, int, int | None]:
        if stage is None:
            return self._told
        name, total = stage
        return name, int((total or 0) * max(self.con.query_progress(), 0.0) / 100), total


@contextmanager
def workshop(scratch: Path, memory_mb: int, threads: int | None, progress: Progress | None) -> Iterator[Workshop]:
    """A workshop in a folder of its own, which is made, and removed at the end with all that is in it."""
    import duckdb

    scratch.mkdir(parents=True)
    count = threads or _cores()
    try:
        with duckdb.connect(config={"autoinstall_known_extensions": False}) as con:
            con.execute(
                f"SET memory_limit = '{memory_mb}MB'; SET threads = {count}; SET temp_directory = {literal(str(scratch / 'spill'))}"
            )
            con.execute("SET TimeZone = 'UTC'; SET enable_progress_bar = true; SET enable_progress_bar_print = false")
            shop = Workshop(con, scratch, count, progress)
            with shop.watched():
                yield shop
    finally:
        rmtree(scratch, ignore_errors=True)


def _cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def not_written(lake: Path, reason: str) -> Diagnostic:
    """The disk did not take what was to be written."""
    return Diagnostic(
        "E211",
        f"the import could not be written to `{lake}`",
        label=reason.split("\n", 1)[0].strip()[:300],
        why="nothing was changed: the lake is as it was before",
        fix=Fix("make room on its disk (about three times the size of the events), or allow the folder to be written; import again"),
    )


def _out_of_space(lake: Path, error: Exception) -> Diagnostic:
    said = str(error).split("\n", 1)[0].strip()
    if _is_about_writing(said):
        return not_written(lake, said)
    return Diagnostic(
        "E215",
        "the import needs more memory than it may use",
        label=said[:300],
        why="nothing was changed: the lake is as it was before",
        fix=Fix("allow more memory, or import the files in smaller parts"),
    )


def _is_about_writing(said: str) -> bool:
    return any(words in said for words in ("write", "No space left", "File too large", "temp_directory", "temporary", "Permission denied"))
