"""Events: brought into a lake, or opened where they lie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desireline.api.asked import Progress, clock_us
from desireline.diagnostics import DesirelineError, Diagnostic, Fix

if TYPE_CHECKING:
    from desireline.events import ImportOptions, ImportReport, OpenLog
    from desireline.events.looking import Look


def import_events(
    files: str | Path | Sequence[str | Path], lake: str | Path, *, progress: Progress | None = None, **said: Any
) -> ImportReport:
    """Bring a file of events, or several, into a lake, all of them or none. `said`: see `import_options`.

    Raises DesirelineError where a file cannot be read or too many of its rows are bad; the lake is then as it was.
    """
    from desireline.events import import_files

    listed = [files] if isinstance(files, str | Path) else files
    return import_files(listed, lake, import_options(**said), clock_us=clock_us(), progress=progress)


def look(path: str | Path, *, near_zone: str | None = None, progress: Progress | None = None, **said: Any) -> Look:
    """Look at a file of events before any of it is imported: `.columns`, `.roles` (what they are taken for), `.first` events, `.counts`.

    near_zone  the zone to assume for times that state none; None: they are refused without one
    said       see `import_options`

    Raises DesirelineError where its columns cannot be told; `.wrong` says what else keeps it from being read.
    """
    from desireline.events.looking import look_at_file

    return look_at_file(Path(path), import_options(**said).source, clock_us=clock_us(), near_zone=near_zone, progress=progress)


def open_log(path: str | Path, *, progress: Progress | None = None, **said: Any) -> OpenLog:
    """Open a lake, or a log file in the place of one: `.lake`, and for a file `.report`. `said`: see `import_options`, for a file.

    A context manager: what stands for the lake of a log file is removed when it is closed, or when nobody has it any longer.
    Raises DesirelineError where it cannot be read.
    """
    from desireline import events

    return events.open_log(path, import_options(**said), clock_us=clock_us(), progress=progress)


def import_options(
    *, mapping: str | Path | None = None, aliases: str | Path | None = None, max_bad_share: float = 0.01, **source: Any
) -> ImportOptions:
    """How events are to be imported.

    mapping        a mapping file, which says how a source is to be read
    aliases        a table of known identities that are one customer
    max_bad_share  share of bad rows above which an import stops
    source         options of `SourceOptions`: `customer="Case ID"`, `timezone="Europe/Rome"`, …; they win over the mapping file

    Raises DesirelineError where the mapping file cannot be read, or the share is none (E216).
    """
    from desireline.events import ImportOptions, SourceOptions, read_mapping

    _refuse_no_share(max_bad_share)
    options = SourceOptions() if mapping is None else read_mapping(Path(mapping))
    said = {name: value for name, value in source.items() if value is not None and value is not False}
    return ImportOptions(source=replace(options, **said), aliases=None if aliases is None else Path(aliases), max_bad_share=max_bad_share)


def _refuse_no_share(max_bad_share: float) -> None:
    # Not a number is neither above nor below any other: so written, it is refused too.
    if not 0 <= max_bad_share <= 1:
        raise DesirelineError(
            Diagnostic(
                "E216",
                f"max_bad_share is {max_bad_share}, which is no share",
                why="nobody could tell how many bad rows are too many",
                fix=Fix("give a number from 0 (none) to 1 (all)"),
            )
        )
