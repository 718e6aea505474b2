"""Counting a lake: all shards, or those that changed since it was counted last."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desireline.measure.kept import KeptTallies
from desireline.measure.reading import look_at
from desireline.measure.seen import Scope
from desireline.measure.segments import Segment, segmented
from desireline.measure.tally import Tally, added_up, nothing, tally_of
from desireline.replay import OpenShard, Progress, Run

MOST_HELD = 32
"""Tallies held before they are added up: adding up many at once takes less time, holding them takes memory."""


@dataclass(frozen=True)
class Counting:
    """What is to be counted, and how many shards side by side."""

    run: Run
    scope: Scope
    segment: Segment | None
    threads: int
    progress: Progress | None

    @property
    def names(self) -> Sequence[str]:
        """The names of events."""
        return self.run.source.lake.names

    def anew(self) -> Tally:
        """Count all shards."""
        return self._counted(dict.fromkeys(range(len(self.run.source.lake.shards)), ""), None)

    def again(self, kept: KeptTallies) -> Tally:
        """Count the shards that are not kept, and keep them. Shards that are gone are taken from what is kept of all."""
        place = {shard.mark: index for index, shard in enumerate(self.run.source.lake.shards) if shard.mark is not None}
        before = kept.total()
        if before is not None and before[0] == place.keys():
            return before[1]
        marks, total = before if before is not None else (frozenset[str](), self._nothing())
        gone = [kept.of_shard(mark) for mark in marks - place.keys()]
        if len(gone) * 2 > len(place) or None in gone:
            # Of what is kept, too little holds still: all is added up anew, from shards that are kept themselves.
            marks, total, gone = frozenset[str](), self._nothing(), []
        total = added_up([total, self._counted({place[mark]: mark for mark in place.keys() - marks}, kept)])
        for tally in gone:
            if tally is not None:
                total = total - tally
        kept.keep(total, place, before[0] - place.keys() if before is not None else ())
        return total

    def _counted(self, shards: Mapping[int, str], kept: KeptTallies | None) -> Tally:
        """What some shards come to: position -> mark. Each that `kept` does not have is counted and put there."""
        adding = _Sum(self._nothing())
        missing = []
        for index, mark in shards.items():
            tally = None if kept is None else kept.of_shard(mark)
            if tally is None:
                missing.append(index)
            else:
                adding.add(tally)

        def counted(opened: OpenShard, _: int) -> None:
            seen = look_at(self.run, opened, self.scope)
            tally = tally_of(seen, len(self.names), None if self.segment is None else segmented(self.segment, seen, opened))
            if kept is not None and opened.shard.mark is not None:
                kept.keep_shard(opened.shard.mark, tally)
            adding.add(tally)

        self.run.each_shard(counted, self.threads, self.progress, missing)
        return adding.total()

    def _nothing(self) -> Tally:
        return nothing(self.scope, len(self.names), self.segment is not None)


class _Sum:
    """Tallies added up as they come, from several threads: never more than a few are held. In what order they come makes no difference."""

    def __init__(self, nothing: Tally) -> None:
        self._parts = [nothing]
        self._lock = threading.Lock()

    def add(self, tally: Tally) -> None:
        """Add one."""
        with self._lock:
            self._parts.append(tally)
            if len(self._parts) <= MOST_HELD:
                return
            taken, self._parts = self._parts, []
        self.add(added_up(taken))

    def total(self) -> Tally:
        """All that were added."""
        return added_up(self._parts)
