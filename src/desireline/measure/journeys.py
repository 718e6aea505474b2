"""What replay made of each shard, kept beside a lake: lists, pictures and numbers of a later moment are taken from it, without the events.

LAKE/measures/journeys-MAP-SHARD    trips, visits, promises and answers of one shard, and the names of its customers

They hold for every moment up to which all events of the shard count: what depends on the moment besides, whether a trip is open and a
promise pending, is told anew (see `replay.as_of`). What is kept can be deleted at any time.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from desireline.events import EventLake, EventShard
from desireline.measure.columns import Columns, Texts, read_columns, write_columns
from desireline.measure.program import program
from desireline.measure.seen import Answers, Scope, Seen
from desireline.replay import Made, OpenShard, ShardJourneys, Source, as_of

FOLDER = "measures"
JOURNEYS = "journeys"
"""What the names of their files begin with."""
MOST_MAPS = 4
_VISITS = ("row", "place", "entered_us", "move")
_TRIPS = ("offset", "customer", "how", "ended_us", "again")
_PROMISES = ("visit", "promise", "due_us", "state", "settled_us")
_ANSWERS = ("trip", "score", "place", "value", "time_us")


@dataclass(frozen=True)
class KeptShard:
    """What is kept of one shard of one map."""

    seen: Seen
    names: Texts
    """Of its customers, in the order of their numbers."""


@dataclass(frozen=True)
class KeptJourneys:
    """What is kept of one map."""

    folder: Path
    map: str

    @staticmethod
    def of(lake: EventLake, kept_in: Path, version: str) -> KeptJourneys:
        """Of a map by its version, beside a lake in a folder."""
        asked = [program(), version, list(lake.names), list(lake.channels)]
        return KeptJourneys(kept_in / FOLDER, hashlib.sha256(json.dumps(asked).encode()).hexdigest()[:24])

    def seen(self, scope: Scope, source: Source, shard: EventShard) -> Seen | None:
        """A shard as of the moment asked about; None where that is not kept."""
        held = self.shard(scope, source, shard)
        return None if held is None else held.seen

    def shard(self, scope: Scope, source: Source, shard: EventShard, *, settled: bool = False) -> KeptShard | None:
        """A shard, with the names of its customers; None where that is not kept.

        settled  only what has happened is looked at: what has not is left as of the moment when it was kept
        """
        columns = read_columns(self._path(shard.mark)) if shard.mark is not None and all_counts(source, shard) else None
        return None if columns is None else KeptShard(_seen(scope, columns, settled=settled), _names(columns))

    def marked(self, source: Source, shard: EventShard) -> tuple[Texts, NDArray[np.uint64]] | None:
        """The names of a shard's customers and their marks, by which samples are taken; None where they are not kept for that moment."""
        columns = read_columns(self._path(shard.mark)) if shard.mark is not None and all_counts(source, shard) else None
        return None if columns is None else (_names(columns), columns["marks"])

    def keep(self, opened: OpenShard, seen: Seen, names: NDArray[np.object_]) -> None:
        """Keep a shard, and the names of its customers. A folder that takes nothing is let be: it would only have saved time."""
        if opened.shard.mark is None or not all_counts(opened.source, opened.shard):
            return
        try:
            self.folder.mkdir(exist_ok=True)
            write_columns(self._path(opened.shard.mark), _columns(seen, names))
        except OSError:
            return

    def forget(self, source: Source) -> None:
        """Forget the shards that are gone, and all but the maps that were kept last."""
        marks = {shard.mark for shard in source.lake.shards}
        latest: dict[str, float] = {}
        for path in self.folder.glob(f"{JOURNEYS}-*"):
            map_, mark = path.name.removeprefix(f"{JOURNEYS}-").split("-", 1)
            if mark not in marks:
                path.unlink(missing_ok=True)
            else:
                latest[map_] = max(latest.get(map_, 0.0), path.stat().st_mtime)
        for map_ in sorted(latest, key=lambda map_: latest[map_])[:-MOST_MAPS]:
            for path in self.folder.glob(f"{JOURNEYS}-{map_}-*"):
                path.unlink(missing_ok=True)

    def _path(self, mark: str) -> Path:
        return self.folder / f"{JOURNEYS}-{self.map}-{mark}"


def mark_of(name: str) -> int:
    """A number that is the same for a customer on every machine and as good as random: half of the MD5 of the name."""
    return int.from_bytes(hashlib.md5(name.encode(), usedforsecurity=False).digest()[8:], "little")


def all_counts(source: Source, shard: EventShard) -> bool:
    """Whether all events of a shard count as of the moment asked about, and belong to the customers that the lake says."""
    return source.known_as is None and shard.last_us is not None and shard.last_us <= source.as_of_us


def _columns(seen: Seen, names: NDArray[np.object_]) -> Columns:
    journeys, listed = seen.journeys, Texts.of(names.tolist())
    done = {} if journeys.done_us is None else {"done_us": journeys.done_us}
    channel = {"channel": seen.channel} if seen.scope.channels else {}
    return {
        **{name: getattr(journeys, name) for name in (*_TRIPS, *_VISITS)},
        "row": journeys.row.astype(np.int32),
        **{f"promise.{name}": getattr(journeys.promises, name) for name in _PROMISES},
        **{f"answer.{name}": getattr(seen.all_answers, name) for name in _ANSWERS},
        **done,
        **channel,
        "names": listed.utf8,
        "names.ends": listed.ends,
        "marks": np.array([mark_of(name) for name in names.tolist()], dtype=np.uint64),
    }


def _names(columns: Columns) -> Texts:
    return Texts(columns["names"], columns["names.ends"])


def _seen(scope: Scope, columns: Columns, *, settled: bool) -> Seen:
    none = np.zeros(0, dtype=np.int64)
    nothing: dict[str, Any] = dict.fromkeys(("aside_trip", "aside_row", "aside_target", "outside_row", "outside_name", "unmapped"), none)
    journeys = ShardJourneys(
        **{name: columns[name] for name in (*_TRIPS, *_VISITS)},
        **nothing,
        events=0,
        key=None,
        done_us=columns.get("done_us"),
        promises=Made(**{name: columns[f"promise.{name}"] for name in _PROMISES}),
    )
    told = journeys if settled else as_of(journeys, scope.map.trip.quiet_us, len(scope.places), scope.as_of_us)
    channel = columns["channel"] if scope.channels else np.full(len(journeys.place), -1, dtype=np.int8)
    answers = Answers(**{name: columns[f"answer.{name}"] for name in _ANSWERS})
    return Seen(scope, None, told, channel, answers)
