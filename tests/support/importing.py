"""Imports at a clock that stands still, in 2033: later than the events of all tests that do not say otherwise."""

from collections.abc import Sequence
from pathlib import Path

from desireline import events
from desireline.events import ImportOptions, ImportReport, OpenLog
from desireline.events.importing import Progress

CLOCK_US = 2_000_000_000_000_000


def import_files(
    paths: Sequence[str | Path],
    lake: str | Path,
    options: ImportOptions | None = None,
    *,
    progress: Progress | None = None,
    clock_us: int = CLOCK_US,
) -> ImportReport:
    """`desireline.events.import_files`."""
    return events.import_files(paths, lake, options, progress=progress, clock_us=clock_us)


def open_log(path: Path, options: ImportOptions | None = None) -> OpenLog:
    """`desireline.events.open_log`."""
    return events.open_log(path, options, clock_us=CLOCK_US)
