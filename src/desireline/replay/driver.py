"""Replay of a lake, shard by shard, some side by side. Memory is bounded by the shards under way and by what is kept of each."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING, TypeVar

from desireline.events import EventLake, EventShard, connect, moment_asked, reading_problems
from desireline.model import LAST_US, Map
from desireline.replay.plan import plan_of
from desireline.replay.reading import Matched, read_matched
from desireline.replay.shard import Rules, ShardJourneys, journeys_of
from desireline.replay.source import OpenShard, Source
from desireline.replay.summary import Summary, Tally, summary_of, tally_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Progress = Callable[[int, int], None]
"""Called with the number of events done, and of all."""
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Run:
    """One replay: a map, a lake and a moment.

    first_trips  the number of the first trip of each shard
    """

    rules: Rules
    source: Source
    first_trips: tuple[int, ...]

    @staticmethod
    def of(map_: Map, lake: EventLake, as_of_us: int | None, now_us: int) -> Run:
        """Prepare it. Without a moment it is that of the latest event not later than `now_us`, or `now_us` where there is none."""
        as_of_us = moment_asked(lake, as_of_us, now_us)
        # A shard has no more trips than events: so each can number its trips before the others are done.
        first_trips = tuple(accumulate((shard.rows for shard in lake.shards), initial=0))[:-1]
        return Run(Rules.of(plan_of(map_, lake.names)), Source.of(lake, as_of_us), first_trips)

    def without_promises(self) -> Run:
        """The same where nobody asks for promises: they are not looked at."""
        return replace(self, rules=self.rules.without_promises())

    def open(self, con: DuckDBPyConnection, shard: EventShard) -> OpenShard:
        """A shard on a connection."""
        return OpenShard(lambda: con, self.source, shard)

    def of_all_time(self) -> Run:
        """The same for all events of the lake, as of when there are no more."""
        return replace(self, source=Source.of(self.source.lake, LAST_US))

    def matched(self, opened: OpenShard) -> Matched:
        """What each event of a shard is."""
        return read_matched(opened, self.rules.plan)

    def journeys_of(self, matched: Matched) -> ShardJourneys:
        """What the matched events of a shard come to."""
        return journeys_of(self.rules, matched, self.source.as_of_us)

    def journeys(self, opened: OpenShard) -> ShardJourneys:
        """What a shard comes to."""
        return self.journeys_of(self.matched(opened))

    def tally(self, journeys: ShardJourneys) -> Tally:
        """What a shard comes to in numbers."""
        return tally_of(self.rules, journeys)

    def summary(self, tallies: Sequence[Tally]) -> Summary:
        """What all shards come to in numbers."""
        return summary_of(self.rules, tallies, self.source.lake.names, self.source.as_of_us)

    def each_shard(
        self, work: Callable[[OpenShard, int], Made], threads: int, progress: Progress | None, only: Sequence[int] | None = None
    ) -> list[Made]:
        """Do some work on each shard, given its first trip's number, on so many threads. `only`: positions of the shards, where not all."""
        shards = self.source.lake.shards
        wanted = range(len(shards)) if only is None else only
        rows = sum(shards[index].rows for index in wanted)
        counting, done = threading.Lock(), [0]

        def one(index: int) -> Made:
            # A connection of its own: what a shard makes known is let go with it.
            with ExitStack() as held, reading_problems(shards[index]):
                opened = OpenShard(cache(lambda: held.enter_context(connect())), self.source, shards[index])
                made = work(opened, self.first_trips[index])
            with counting:
                done[0] += shards[index].rows
                if progress is not None:
                    progress(done[0], rows)
            return made

        pool = ThreadPoolExecutor(threads)
        try:
            return list(pool.map(one, wanted))
        finally:
            pool.shutdown(cancel_futures=True)
