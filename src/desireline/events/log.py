"""A file of events in the place of a lake."""

from __future__ import annotations

import tempfile
import weakref
from dataclasses import replace
from pathlib import Path
from shutil import rmtree
from types import TracebackType

from desireline.events.importing import ImportOptions, ImportReport, Progress, import_files
from desireline.events.lake import Lake


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
    Raises DesirelineError where there is no lake in the folder (E201), or the file cannot be read or imported.
    """
    place = Path(path)
    if place.is_dir():
        return OpenLog(Lake.open(place))
    said = replace(options or ImportOptions(), temporary=True)
    folder = Path(tempfile.mkdtemp(prefix="desireline-"))
    try:
        report = import_files([place], folder / "lake", said, progress=progress, clock_us=clock_us)
        return OpenLog(Lake.open(folder / "lake"), report, folder)
    except BaseException:
        rmtree(folder, ignore_errors=True)
        raise
