"""What commands print: data to stdout, messages and findings to stderr."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import click
from rich.console import Console

from desireline.diagnostics import Diagnostic

if TYPE_CHECKING:
    from rich.table import Table


MOST_ON_TERMINAL = 50
"""Findings that are shown where somebody reads them as they come; more would scroll the first away."""


class Printer(Console):
    """A console that leaves it to the program what becomes of it where nobody reads any more."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


class Progress(Protocol):
    """Told how far a long piece of work is: its stage, how much of it is done, of how much where that is known."""

    def __call__(self, stage: str, done: int, total: int | None) -> None: ...


def print_message(message: str) -> None:
    """One line for a person."""
    click.echo(message, err=True)


def counted(count: int, noun: str) -> str:
    """`1 customer`, `2,469 customers`."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def print_diagnostics(diagnostics: Iterable[Diagnostic], texts: Mapping[str, str] | None = None) -> None:
    """Findings, with the marked lines of their files. `texts`: file -> text; other files are read again."""
    from desireline.diagnostics.lines import lines_in
    from desireline.diagnostics.terminal import as_styled

    listed = list(diagnostics)
    if not listed:
        return

    @cache
    def lines_of(path: str) -> Sequence[str] | None:
        if texts is not None and path in texts:
            return lines_in(texts[path])
        try:
            return lines_in(Path(path).read_bytes().decode("utf-8", errors="replace"))
        except OSError:
            return None

    console = Printer(stderr=True, highlight=False)
    shown = listed[:MOST_ON_TERMINAL] if console.is_terminal else listed
    console.print(as_styled(shown, lines_of, min(console.width, 120)), soft_wrap=True, end="")
    errors = sum(d.severity == "error" for d in listed)
    if len(shown) < len(listed):
        print_message(f"\n… and {len(listed) - len(shown):,} more; written into a file, or as --json, all are listed")
    if len(listed) > 1:
        print_message(f"\n{len(listed)} findings, {errors} of them errors")


def print_tables(tables: Iterable[Table]) -> None:
    """Tables to stdout, an empty line between them; 80 columns where stdout is no terminal."""
    from desireline.diagnostics.tables import Fitted

    console = Printer(highlight=False) if sys.stdout.isatty() else Printer(highlight=False, width=80, no_color=True)
    for position, table in enumerate(tables):
        if position:
            console.print()
        console.print(Fitted(table))


@contextmanager
def progress() -> Iterator[Progress]:
    """A counted bar on stderr while the work goes on, where stderr is a terminal."""
    from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bar:
        tasks: dict[str, TaskID] = {}

        def show(stage: str, done: int, total: int | None) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(stage, total=total)
            bar.update(tasks[stage], completed=done, total=total)

        yield show
