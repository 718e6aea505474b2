"""Replay: the contract's rules 1 to 8 over a lake of past events, in one pass."""

from __future__ import annotations

from pathlib import Path

from desireline.events import EventLake
from desireline.model import Map
from desireline.replay.arrays import LATEST, NEVER, Flags, Integers, Times, run_starts
from desireline.replay.driver import Progress, Run
from desireline.replay.earlier import Left, as_of_earlier, left_of
from desireline.replay.hours import open_time
from desireline.replay.plan import NOTHING, OUTCOME, SCORE, STEP, Plan
from desireline.replay.promises import Made
from desireline.replay.reading import Matched
from desireline.replay.result import Replay, Table
from desireline.replay.shard import ShardJourneys, as_of
from desireline.replay.source import OpenShard, Source
from desireline.replay.summary import Summary, Wait
from desireline.replay.tables import TableName
from desireline.replay.traits import with_traits
from desireline.replay.writing import write_replay

__all__ = [
    "LATEST",
    "NEVER",
    "NOTHING",
    "OUTCOME",
    "SCORE",
    "STEP",
    "Flags",
    "Integers",
    "Left",
    "Made",
    "Matched",
    "OpenShard",
    "Plan",
    "Progress",
    "Replay",
    "Run",
    "ShardJourneys",
    "Source",
    "Summary",
    "Table",
    "TableName",
    "Times",
    "Wait",
    "as_of",
    "as_of_earlier",
    "left_of",
    "open_time",
    "replay",
    "replay_to",
    "run_starts",
    "summed_up",
    "with_traits",
]


def replay(
    map_: Map,
    lake: EventLake,
    as_of_us: int | None = None,
    *,
    now_us: int,
    threads: int = 2,
    progress: Progress | None = None,
) -> Replay:
    """Run a lake's events through a map.

    as_of_us  the moment to answer for, UTC microseconds: later events do not count. Default: the latest event's time that is not later
              than `now_us`
    now_us    the clock: what is later is in the future
    threads   shards worked on side by side
    progress  called with the number of events done and of all

    Raises DesirelineError where a shard of the lake cannot be read.
    """
    run = Run.of(map_, lake, as_of_us, now_us)
    return Replay(run, run.each_shard(lambda opened, _: run.journeys(opened), threads, progress))


def replay_to(
    map_: Map,
    lake: EventLake,
    directory: Path,
    as_of_us: int | None = None,
    *,
    now_us: int,
    threads: int = 2,
    progress: Progress | None = None,
) -> Summary:
    """As `replay`, but the tables are written shard by shard, for lakes of any size: `DIRECTORY/trips/part-0000.parquet` and so on.

    `DIRECTORY/replay.json` says what they come to. A folder that holds an earlier replay is replaced, at the end and as a whole.

    Raises DesirelineError where a shard cannot be read, the folder holds something else, or it cannot be written: it is then as it was.
    """
    return write_replay(Run.of(map_, lake, as_of_us, now_us), directory, threads, progress)


def summed_up(
    map_: Map,
    lake: EventLake,
    as_of_us: int | None = None,
    *,
    now_us: int,
    threads: int = 2,
    progress: Progress | None = None,
) -> Summary:
    """As `replay`, but only what it comes to in numbers is kept. Raises DesirelineError where a shard cannot be read."""
    run = Run.of(map_, lake, as_of_us, now_us)
    return run.summary(run.each_shard(lambda opened, _: run.tally(run.journeys(opened)), threads, progress))
