"""What changed most against the period before: waits, ways in which trips ended, promises."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from desireline.service.studio.measured import Change
from desireline.service.studio.numbers import Count, Counting

if TYPE_CHECKING:
    from desireline.model import Map

MOST = 6
Data = Mapping[str, Any]


def changes(now: Data, before: Data | None, map_: Map, counting: Counting) -> list[Change]:
    """What changed, the most first: first shares whose intervals lie apart, then waits by the time that they cost each trip.

    Empty where nothing is compared with, or one of the periods has no trips.
    """
    if before is None or not now["trips"] or not before["trips"]:
        return []
    shares = [*_endings(now, before, map_, counting), *_promises(now, before, counting)]
    sure = sorted((change for change in shares if change.sure), key=lambda change: -abs(change.change))
    waits = sorted(_waits(now, before, counting), key=lambda change: -abs(change.change))
    return [*sure[: MOST // 2], *waits[: MOST // 2]]


def _endings(now: Data, before: Data, map_: Map, counting: Counting) -> Iterator[Change]:
    kinds = {outcome.id: outcome.kind for outcome in map_.outcomes}
    was = {row["how"]: row["share"] for row in before["outcomes"]}
    for row in now["outcomes"]:
        # How many are under way says how near the period's end is, not how customers fare.
        if row["how"] == "open":
            continue
        good = kinds.get(row["how"]) == "reached"
        count = counting(row["trips"], "trips", "trips", f"how:{row['how']}")
        yield from _share(("ending", row["how"]), row["share"], was.get(row["how"]), good, count)


def _promises(now: Data, before: Data, counting: Counting) -> Iterator[Change]:
    was = {row["promise"]: row["share_kept"] for row in before["promises"]}
    for row in now["promises"]:
        count = counting(row["broken"], "promises", "promises", f"promise:{row['promise']}:broken")
        yield from _share(("promise", row["promise"]), row["share_kept"], was.get(row["promise"]), True, count)


def _share(of: tuple[str, str], now: Data | None, before: Data | None, more_is_better: bool, count: Count) -> Iterator[Change]:
    if now is None or before is None:
        return
    change = now["value"] - before["value"]
    apart = now["low"] > before["high"] or now["high"] < before["low"]
    yield Change(of[0], [of[1]], now["value"], before["value"], change, (change > 0) == more_is_better, apart, count)


def _waits(now: Data, before: Data, counting: Counting) -> Iterator[Change]:
    """By the time for each trip of the period: one period may have had more trips than the other."""
    was = {tuple(row["wait"].values()): row["total_seconds"] for row in before["findings"]}
    for row in now["findings"]:
        pair = (row["wait"]["from"], row["wait"]["to"])
        each, each_before = row["total_seconds"] / now["trips"], was.get(pair, 0.0) / before["trips"]
        count = counting(row["trips"], "trips", "findings", f"move:{pair[0]}:{pair[1]}")
        yield Change("wait", list(pair), each, each_before, each - each_before, each < each_before, None, count)
