"""What the functions of the API share: maps and logs as callers give them, the clock, the cores."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from desireline.diagnostics import DesirelineError

if TYPE_CHECKING:
    from desireline.events import OpenLog
    from desireline.mapfile import MapFile
    from desireline.model import Map

AnyMap: TypeAlias = "Map | str | Path"
AnyLog: TypeAlias = "OpenLog | str | Path"
Progress = Callable[[str, int, int | None], None]
"""Told how far a long piece of work is: its stage, how much of it is done, of how much where that is known."""


def map_of(map_: AnyMap) -> Map:
    """The map, read where a file is named. Raises DesirelineError with everything that is wrong with it."""
    from desireline import mapfile

    return mapfile.read_map(map_) if isinstance(map_, str | Path) else map_


def opened_log(log: AnyLog) -> OpenLog:
    """The log, opened where a path is given. Raises DesirelineError where it cannot be read."""
    from desireline import events

    return events.open_log(log, clock_us=clock_us()) if isinstance(log, str | Path) else log


def cores() -> int:
    """The cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def clock_us() -> int:
    """Now, UTC microseconds: the one place where the clock is read."""
    return time.time_ns() // 1_000


def replaying(progress: Progress | None) -> Callable[[int, int], None] | None:
    """What tells of a replay's progress."""
    return None if progress is None else lambda done, total: progress("replaying events", done, total)


def measuring(progress: Progress | None) -> Callable[[int, int], None] | None:
    """What tells of the progress of measures."""
    return None if progress is None else lambda done, total: progress("measuring events", done, total)


def sound(file: MapFile) -> MapFile:
    """A file whose map could be read. Raises DesirelineError with what is wrong with it."""
    if file.map is None:
        raise DesirelineError(file.diagnostics)
    return file
