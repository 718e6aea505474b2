"""Counting a lake: all shards, or those that changed since it was counted last."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial

import numpy as np

from desireline.measure.columns import Columns
from desireline.measure.gathering import Gathering
from desireline.measure.journeys import KeptJourneys, all_counts, columns_of, names_and_marks, seen_of
from desireline.measure.kept import Kept, KeptTallies
from desireline.measure.reading import look_at
from desireline.measure.seen import Scope, Seen
from desireline.measure.segments import Segment, Segmented, segmented, told_of
from desireline.measure.selection import Narrowing, chosen_of, looked_at
from desireline.measure.tally import Part, Tally, added_up, nothing, tally_of
from desireline.measure.ways import only, whose
from desireline.replay import OpenShard, Progress, Run

Look = Callable[[OpenShard], Seen]
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
        """Count all shards from their events."""
        adding = _Sum(self._nothing(Part.ALL))
        self.run.each_shard(lambda opened, _: adding.add(self._tally(look_at(self.run, opened, self.scope), opened)), *self._how)
        return adding.total()

    def among(self, chosen: Sequence[Narrowing], kept: KeptJourneys | None, total: Tally) -> Tally:
        """Count some trips of all shards, from the journeys that are kept. Events, which are of no trip, are counted as ever.

        total  all trips. Where fewer are left out than chosen, these are counted, and taken from it
        """
        look = self.looking(kept)
        # To look at a shard once more takes little where its journeys are kept, and nowhere else.
        keeps = kept is not None and self.run.source.known_as is None
        if keeps and self.segment is None and self._fewer_left_out(look, chosen):
            among = self.all_but_left_out(look, chosen, total)
        else:
            among = self.chosen(look, chosen)
        return replace(among, events=total.events, latest_us=total.latest_us)

    def looking(self, kept: KeptJourneys | None) -> Look:
        """How shards are looked at for trips: by their journeys, where these are kept."""

        def look(opened: OpenShard) -> Seen:
            held = None if kept is None else kept.seen(self.scope, opened.source, opened.shard, met=True)
            return look_at(self.run, opened, self.scope) if held is None else held

        return look

    def chosen(self, look: Look, chosen: Sequence[Narrowing]) -> Tally:
        """Count some trips."""
        return self._told(lambda opened: looked_at(look(opened), opened, chosen))

    def all_but_left_out(self, look: Look, chosen: Sequence[Narrowing], total: Tally) -> Tally:
        """The same, where trips are not told apart: what is left of all trips without those that are left out.

        Customers add up only where all their trips are counted together: all of those are taken away of whom some trip is left out, and
        their trips that are chosen are added again.
        """
        away, again = self._several(), self._several()

        def taken(opened: OpenShard, _: int) -> None:
            seen = look(opened)
            holds = chosen_of(seen, opened, chosen)
            touched = whose(seen, ~holds)
            away.add(only(seen, touched), None)
            again.add(only(seen, touched & holds), None)

        self.run.each_shard(taken, *self._how)
        return added_up([total, again.total()], [away.total()])

    def _fewer_left_out(self, look: Look, chosen: Sequence[Narrowing]) -> bool:
        """Whether fewer visits are counted where trips that are left out are, in the largest shard."""

        def fewer(opened: OpenShard, _: int) -> bool:
            seen = look(opened)
            holds, visits = chosen_of(seen, opened, chosen), np.diff(seen.journeys.offset)
            touched = whose(seen, ~holds)
            return bool(visits[touched].sum() + visits[touched & holds].sum() < visits[holds].sum())

        return any(self.run.each_shard(fewer, 1, None, self._largest_shard))

    def again(self, kept: Kept) -> Tally:
        """Count what is not kept, and keep it.

        Of all time, each shard is kept, so that only those that changed are counted again, and of the others what may be another a moment
        later is told from journeys. Of a period all of them are told from journeys, and no shard is kept: to write and to read what each
        came to would take as long. By segment, of all time, what all trips come to is counted so, and segments are told beside it.
        """
        if self.run.source.known_as is not None or kept.by_shard:
            staying = self._again(kept, kept.staying)
            moving = self._again(kept, kept.moving)
            kept.journeys.forget(self.run.source)
            return staying.with_moving(moving)
        marks = {shard.mark for shard in self.run.source.lake.shards if shard.mark is not None}
        before = kept.whole.total()
        if before is not None and before[0] == marks:
            return before[1]
        look = partial(self._from_journeys, journeys=kept.journeys)
        if kept.untold is not None and kept.untold.by_shard:
            total = self.told_apart(look, replace(self, segment=None).again(kept.untold))
        else:
            total = self._told(look)
        kept.whole.keep(total, marks, ())
        kept.journeys.forget(self.run.source)
        return total

    def told_apart(self, look: Look, untold: Tally) -> Tally:
        """Count all shards by segment, where it is known what they come to untold.

        Customers all of whose trips are of the segment that has most visits are not counted: they are those without whom the others were.
        """
        assert self.segment is not None
        segment, several, largest = self.segment, self._several(alone=True), self._largest(look)

        def others(opened: OpenShard, _: int) -> None:
            seen = look(opened)
            told = segmented(segment, seen, opened)
            number = told.values.index(largest) if largest in told.values else -1
            of_others = whose(seen, told.code != number)
            several.add(only(seen, of_others), Segmented(told.values, told.code[of_others]))

        self.run.each_shard(others, *self._how)
        return several.total().told_beside(untold, largest)

    def _largest(self, look: Look) -> str | None:
        """The segment that has most visits in the largest shard."""
        assert self.segment is not None
        segment = self.segment

        def largest(opened: OpenShard, _: int) -> str | None:
            seen = look(opened)
            told = segmented(segment, seen, opened)
            visits = np.bincount(told.code, weights=np.diff(seen.journeys.offset), minlength=len(told.values))
            return told.values[int(visits.argmax())]

        return next(iter(self.run.each_shard(largest, 1, None, self._largest_shard)), None)

    @property
    def _largest_shard(self) -> list[int]:
        """Its position; none where there are no shards."""
        shards = self.run.source.lake.shards
        return sorted(range(len(shards)), key=lambda index: shards[index].rows)[-1:]

    def _told(self, look: Look) -> Tally:
        """Count all shards as they are looked at, several together where they have few trips."""
        several = self._several()

        def gathered(opened: OpenShard, _: int) -> None:
            seen = look(opened)
            several.add(seen, None if self.segment is None else segmented(self.segment, seen, opened))

        self.run.each_shard(gathered, *self._how)
        return several.total()

    def _several(self, *, alone: bool = False) -> _Several:
        return _Several(self._nothing(Part.ALL), lambda seen, segments: tally_of(seen, len(self.names), segments, alone=alone))

    def _from_journeys(self, opened: OpenShard, journeys: KeptJourneys) -> Seen:
        """A shard by its journeys, which are made and kept where they are not: of all of its events, whenever these were."""
        seen = journeys.seen(self.scope, opened.source, opened.shard, met=True)
        if seen is not None:
            return seen
        return seen_of(self.scope, self._kept(opened, journeys)[1], opened.source, opened.shard, met=True)

    def _kept(self, opened: OpenShard, journeys: KeptJourneys) -> tuple[Seen, Columns]:
        """A shard as of when there are no more events, looked at anew, and what was kept of it."""
        whole = opened.whole()
        seen = look_at(self._of_all_events, whole, self.scope)
        seen = replace(seen, told=told_of(seen, whole))
        columns = columns_of(seen, names_and_marks(whole))
        journeys.keep(opened.shard, columns)
        return seen, columns

    @cached_property
    def _of_all_events(self) -> Run:
        return self.run.of_all_time() if self.run.source.later else self.run

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
        came = self._counted({place[mark]: mark for mark in place.keys() - marks}, kept, tallies)
        total = added_up([total, came], [tally for tally in gone if tally is not None])
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
        """Count a shard, and keep all that is kept of one: from its journeys, or from its events where these are not kept."""
        seen = kept.journeys.seen(self.scope, opened.source, opened.shard)
        if seen is None and all_counts(opened.source, opened.shard):
            seen, _ = self._kept(opened, kept.journeys)
        if seen is None:
            seen = look_at(self.run, opened, self.scope)
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


class _Several:
    """Shards that are counted several together, and what they come to."""

    def __init__(self, nothing: Tally, count: Callable[[Seen, Segmented | None], Tally]) -> None:
        self._sum = _Sum(nothing)
        self._gathering = Gathering(lambda seen, segments: self._sum.add(count(seen, segments)))

    def add(self, seen: Seen, segments: Segmented | None) -> None:
        """Add a shard."""
        self._gathering.add(seen, segments)

    def total(self) -> Tally:
        """All that were added."""
        self._gathering.finish()
        return self._sum.total()
