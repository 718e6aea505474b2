"""Replay: the contract's rules 1 to 8 over a lake of past events, in one pass."""

from __future__ import annotations

from desireline.events import EventLake
from desireline.model import Map
from desireline.replay.driver import Progress, Run
from desireline.replay.result import Replay, Table
from desireline.replay.summary import Summary, Wait

__all__ = ["Progress", "Replay", "Summary", "Table", "Wait", "replay"]


def replay(
    map_: Map,
    lake: EventLake,
    as_of_us: int | None = None,
    now_us: int | None = None,
    *,
    threads: int = 2,
    progress: Progress | None = None,
) -> Replay:
    """Run a lake's events through a map.

    as_of_us  the moment to answer for, UTC microseconds: later events do not count. Default: the latest event's time that is not later
              than `now_us`
    now_us    the clock; default: the system's
    threads   shards worked on side by side
    progress  called with the number of events done and of all

    Raises DesirelineError where a shard of the lake cannot be read.
    """
    run = Run.of(map_, lake, as_of_us, now_us)
    return Replay(run, run.each_shard(lambda opened, _: run.journeys(opened), threads, progress))
