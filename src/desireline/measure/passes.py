"""One pass over a lake, shard by shard, for numbers that are asked for one at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from desireline.events import EventLake
from desireline.measure.journeys import KeptJourneys
from desireline.measure.period import ALWAYS, Period
from desireline.measure.reading import look_at, run_of, scope_of
from desireline.measure.seen import Scope, Seen
from desireline.model import Map
from desireline.replay import OpenShard, Progress

Part = TypeVar("Part")


@dataclass(frozen=True, slots=True)
class LakePass:
    """What is to be looked at: a lake's events on a map, as `measure` takes them.

    now_us    the clock: what is later is in the future
    as_of_us  the moment to answer for, where it is earlier than the period's end
    kept_in   the lake's folder, where measures may have kept what its shards come to
    only      words that say which trips are looked at
    """

    map: Map
    lake: EventLake
    now_us: int
    period: Period = ALWAYS
    as_of_us: int | None = None
    threads: int = 2
    progress: Progress | None = None
    kept_in: Path | None = None
    only: Sequence[tuple[str, str]] = ()

    def parts(self, work: Callable[[Seen, OpenShard], Part], *, met: bool = False) -> tuple[Scope, list[Part]]:
        """Do some work on each shard. `met`: trips of which nothing happened in the period may be left out.

        Raises DesirelineError where a shard cannot be read, or `only` is nothing of the map's.
        """
        # Criteria count what funnels and returns do, which are passes themselves.
        from desireline.measure.criteria import narrowing_of
        from desireline.measure.selection import looked_at

        run = run_of(self.map, self.lake, self.period, self.now_us, self.as_of_us)
        scope = scope_of(run, self.period)
        chosen = narrowing_of(self.only, scope)
        kept = None if self.kept_in is None else KeptJourneys.of(self.lake, self.kept_in, self.map.version)

        def part(opened: OpenShard, _: int) -> Part:
            seen = None if kept is None else kept.seen(scope, opened.source, opened.shard, met=met)
            seen = look_at(run, opened, scope) if seen is None else seen
            return work(looked_at(seen, opened, chosen), opened)

        return scope, run.each_shard(part, self.threads, self.progress)
