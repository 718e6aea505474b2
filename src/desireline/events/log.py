"""A file of events in the place of a lake."""

from __future__ import annotations

import tempfile
import weakref
from dataclasses import replace
from pathlib import Path
from shutil import rmtree
from types import TracebackType

from desireline.diagnostics import DesirelineError, Diagnostic, Fix
from desireline.events.importing import ImportOptions, ImportReport, Progress, import_files
from desireline.events.lake import Lake

_FULL = ("E124", "E211")


class OpenLog:
    """A lake to be read, and where it is only there for that: it is removed when the log is closed, or nobody has the lake any longer.

    lake    the lake
    report  what its import did; None where the log was a lake already
    """

    def __init__(self, lake: Lake, report: ImportReport | None = None, folder: Path | None = None) -> None:
        self.lake = lake
        self.report = report
        self._remove = weakref.finalize(lake, rmtree, folder, ignore_errors=True) if folder is not None else None

    def close(self) -> None:
        """Remove what is there only for this log."""
        if self._remove is not None:
            self._remove()

    def __enter__(self) -> OpenLog:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def open_log(path: str | Path, options: ImportOptions | None = None, *, clock_us: int, progress: Progress | None = None) -> OpenLog:
    """Open a lake (a folder), or a file of events as one: it is imported into a folder of its own, which is removed when it is closed.

    `clock_us`: what counts as now.
    Raises DesirelineError where there is no lake in the folder (E201), the file cannot be read or imported, or
    the folder for temporary files takes no more (E211).
    """
    place = Path(path)
    if place.is_dir():
        return OpenLog(Lake.open(place))
    said = replace(options or ImportOptions(), temporary=True)
    try:
        folder = Path(tempfile.mkdtemp(prefix="desireline-"))
    except OSError as error:
        raise DesirelineError(_no_temporary_folder(str(error))) from None
    try:
        report = import_files([place], folder / "lake", said, progress=progress, clock_us=clock_us)
        return OpenLog(Lake.open(folder / "lake"), report, folder)
    except BaseException as error:
        rmtree(folder, ignore_errors=True)
        if isinstance(error, DesirelineError) and (full := [d for d in error.diagnostics if d.code in _FULL]):
            raise DesirelineError(_no_temporary_folder(full[0].label or full[0].headline)) from None
        raise


def _no_temporary_folder(reason: str) -> Diagnostic:
    """Said here, where it is known that the lake of a log file is in the folder for temporary files."""
    return Diagnostic(
        "E211",
        "the events could not be written to the folder for temporary files",
        label=reason,
        why="a log file is read by way of a lake that is removed afterwards; nothing else was changed",
        fix=Fix(
            "set TMPDIR to a folder with room (about three times the size of the events), or import the file into a lake and replay that"
        ),
    )
