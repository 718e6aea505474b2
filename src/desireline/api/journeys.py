"""What customers did on a map: replayed, and one customer's story."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from desireline.api.asked import AnyLog, AnyMap, Progress, clock_us, cores, map_of, opened_log, replaying, sound
from desireline.diagnostics import DesirelineError, Diagnostic

if TYPE_CHECKING:
    from desireline.explain import Story
    from desireline.mapfile import MapFile
    from desireline.model import Map
    from desireline.replay import Replay, Summary


def replay(
    map_: AnyMap, log: AnyLog, *, as_of_us: int | None = None, threads: int | None = None, progress: Progress | None = None
) -> Replay:
    """Run events through a map, and hold the tables trips, visits, promises and asides ready.

    as_of_us  the moment asked about, UTC microseconds; default: that of the latest event that is not in the future
    threads   shards side by side; default: one for each core

    Raises DesirelineError where map or events cannot be read.
    """
    from desireline import replay as room

    lake = opened_log(log).lake
    return room.replay(map_of(map_), lake, as_of_us, now_us=clock_us(), threads=threads or cores(), progress=replaying(progress))


def replay_to(
    map_: AnyMap,
    log: AnyLog,
    directory: str | Path,
    *,
    as_of_us: int | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Summary:
    """As `replay`, but the tables are written as Parquet, shard by shard, for logs of any size; what it comes to is given back.

    Raises DesirelineError where map or events cannot be read, or the directory cannot be written; it is then as it was.
    """
    from desireline import replay as room

    lake, now_us = opened_log(log).lake, clock_us()
    shown = replaying(progress)
    return room.replay_to(map_of(map_), lake, Path(directory), as_of_us, now_us=now_us, threads=threads or cores(), progress=shown)


def summary(
    map_: AnyMap, log: AnyLog, *, as_of_us: int | None = None, threads: int | None = None, progress: Progress | None = None
) -> Summary:
    """As `replay`, but only what it comes to in numbers is kept.

    Raises DesirelineError where map or events cannot be read.
    """
    from desireline import replay as room

    lake = opened_log(log).lake
    return room.summed_up(map_of(map_), lake, as_of_us, now_us=clock_us(), threads=threads or cores(), progress=replaying(progress))


def explain(
    customer: str,
    maps: AnyMap | Sequence[AnyMap],
    log: AnyLog,
    as_of_us: int | None = None,
    *,
    why_not: str | None = None,
    why: str | None = None,
) -> Story:
    """Tell one customer's whole story over all channels and maps: `.as_data()`, or `.tell()` for event by event.

    customer  any name of the customer, known or anonymous
    as_of_us  the moment to tell it for, UTC microseconds; default: that of the latest event that is not in the future
    why_not   id of a step or outcome: why the customer never was there, or is there no longer
    why       the same, or the id of an action or effect: why it was to be done, or not

    Raises DesirelineError where maps or events cannot be read, nothing is known of the customer, or no map has the step or action.
    """
    from desireline import explain as room

    lake = opened_log(log).lake
    return room.explain(customer, sources_of(maps), lake, as_of_us, now_us=clock_us(), why_not=why_not, why=why)


def sources_of(maps: AnyMap | Sequence[AnyMap]) -> list[MapFile | Map]:
    """All maps, those of files with their text, or everything that is wrong with them."""
    from desireline.mapfile import read_map_file

    listed = [maps] if isinstance(maps, str | Path) or not isinstance(maps, Sequence) else maps
    wrong: list[Diagnostic] = []
    found: list[MapFile | Map] = []
    for source in listed:
        try:
            found.append(sound(read_map_file(source)) if isinstance(source, str | Path) else source)
        except DesirelineError as error:
            wrong.extend(error.diagnostics)
    if wrong:
        raise DesirelineError(wrong)
    return found
