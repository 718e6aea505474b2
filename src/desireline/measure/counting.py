"""Counting a lake: all shards, or those that changed since it was counted last."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from desireline.measure.journeys import KeptJourneys
from desireline.measure.kept import Kept, KeptTallies
from desireline.measure.narrowing import names_of
from desireline.measure.reading import look_at
from desireline.measure.seen import Scope, Seen
from desireline.measure.segments import Segment, segmented
from desireline.measure.selection import Narrowing, looked_at
from desireline.measure.tally import Part, Tally, added_up, nothing, tally_of
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
        adding = _Sum(self._nothing(Part.ALL))
        self.run.each_shard(lambda opened, _: adding.add(self._tally(look_at(self.run, opened, self.scope), opened)), *self._how)
        return adding.total()

    def among(self, chosen: Sequence[Narrowing], kept: KeptJourneys | None) -> Tally:
        """Count some trips of all shards, from the journeys that are kept. Events, which are of no trip, are not counted."""
        adding = _Sum(self._nothing(Part.ALL))

        def counted(opened: OpenShard, _: int) -> None:
            held = None if kept is None else kept.seen(self.scope, opened.source, opened.shard)
            seen = look_at(self.run, opened, self.scope) if held is None else held
            adding.add(self._tally(looked_at(seen, opened, chosen), opened))

        self.run.each_shard(counted, *self._how)
        return adding.total()

    def again(self, kept: Kept) -> Tally:
        """Count the shards that are not kept, and keep them. Of the others, what may be another a moment later is told from journeys."""
        staying = self._again(kept, kept.staying)
        moving = self._again(kept, kept.moving)
        kept.journeys.forget(self.run.source)
        return staying.with_moving(moving)

    def _again(self, kept: Kept, tallies: KeptTallies) -> Tally:
        """Count the shards whose tallies are not kept. Shards that are gone are taken from what is kept of all."""
        place = {shard.mark: index for index, shard in enumerate(self.run.source.lake.shards) if shard.mark is not None}
        before = tallies.total()
        if before is not None and before[0] == place.keys():
            return before[1]
        marks, total = before if before is not None else (frozenset[str](), self._nothing(tallies.part))
        gone = [tallies.of_shard(mark) for mark in marks - place.keys()]
        if len(gone) * 2 > len(place) or None in gone:
            # Of what is kept, too little holds still: all is added up anew, from shards that are kept themselves.
            marks, total, gone = frozenset[str](), self._nothing(tallies.part), []
        total = added_up([total, self._counted({place[mark]: mark for mark in place.keys() - marks}, kept, tallies)])
        for tally in gone:
            if tally is not None:
                total = total - tally
        tallies.keep(total, place, before[0] - place.keys() if before is not None else ())
        return total

    def _counted(self, shards: Mapping[int, str], kept: Kept, tallies: KeptTallies) -> Tally:
        """What some shards come to: position -> mark. Each whose tally is not kept is counted and kept."""
        adding = _Sum(self._nothing(tallies.part))
        missing = []
        for index, mark in shards.items():
            tally = tallies.of_shard(mark)
            if tally is None:
                missing.append(index)
            else:
                adding.add(tally)

        def counted(opened: OpenShard, _: int) -> None:
            mark, seen = opened.shard.mark, None
            assert mark is not None
            if tallies.part is Part.MOVING:
                seen = kept.journeys.seen(self.scope, opened.source, opened.shard)
            if seen is not None:
                tally = self._tally(seen, opened, Part.MOVING)
                kept.moving.keep_shard(mark, tally)
            else:
                tally = self._keep_all(opened, mark, kept).part(tallies.part)
            adding.add(tally)

        self.run.each_shard(counted, *self._how, missing)
        return adding.total()

    def _keep_all(self, opened: OpenShard, mark: str, kept: Kept) -> Tally:
        """Count a shard from its events, and keep all that is kept of one."""
        seen = look_at(self.run, opened, self.scope)
        assert seen.matched is not None
        customers = np.arange(int(seen.matched.customer.max(initial=-1)) + 1)
        kept.journeys.keep(opened, seen, names_of(opened, customers))
        tally = self._tally(seen, opened)
        for tallies in (kept.staying, kept.moving):
            tallies.keep_shard(mark, tally.part(tallies.part))
        return tally

    def _tally(self, seen: Seen, opened: OpenShard, part: Part = Part.ALL) -> Tally:
        return tally_of(seen, len(self.names), None if self.segment is None else segmented(self.segment, seen, opened), part)

    def _nothing(self, part: Part) -> Tally:
        return nothing(self.scope, len(self.names), self.segment is not None, part)

    @property
    def _how(self) -> tuple[int, Progress | None]:
        return self.threads, self.progress


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
