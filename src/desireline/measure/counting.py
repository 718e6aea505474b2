"""Counting a lake: all shards, or those that changed since it was counted last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desireline.measure.kept import KeptTallies
from desireline.measure.reading import look_at
from desireline.measure.seen import Scope
from desireline.measure.segments import Segment, segmented
from desireline.measure.tally import Tally, added_up, nothing, tally_of
from desireline.replay import OpenShard, Progress, Run


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
        return added_up([self._nothing(), *self._counted(range(len(self.run.source.lake.shards)))])

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
        fresh = {mark: kept.of_shard(mark) for mark in place.keys() - marks}
        missing = [mark for mark, tally in fresh.items() if tally is None]
        made = dict(zip(missing, self._counted([place[mark] for mark in missing]), strict=True))
        total = added_up([total, *(tally for tally in {**fresh, **made}.values() if tally is not None)])
        for tally in gone:
            if tally is not None:
                total = total - tally
        kept.keep(total, place, made.items(), before[0] - place.keys() if before is not None else ())
        return total

    def _counted(self, shards: Sequence[int]) -> list[Tally]:
        def counted(opened: OpenShard, _: int) -> Tally:
            seen = look_at(self.run, opened, self.scope)
            return tally_of(seen, len(self.names), None if self.segment is None else segmented(self.segment, seen, opened))

        return self.run.each_shard(counted, self.threads, self.progress, shards)

    def _nothing(self) -> Tally:
        return nothing(self.scope, len(self.names), self.segment is not None)
