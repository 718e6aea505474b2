"""What replay made of each shard, kept beside a lake: lists, pictures and numbers of a later moment are taken from it, without the events.

LAKE/measures/journeys-MAP-SHARD    trips, visits, promises and answers of one shard, and the names of its customers

They are of all events of the shard, whenever these were. Of what they came to as of any moment is told anew what depends on it: of a later
one whether a trip is open and a promise pending (see `replay.as_of`), of an earlier one besides what was not there yet (`replay.earlier`).
What is kept can be deleted at any time.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Set
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from desireline.events import EventLake, EventShard
from desireline.measure.columns import Columns, Texts, files_in, read_columns, write_columns
from desireline.measure.program import program
from desireline.measure.seen import FATES, Answers, EventNames, Scope, Seen, Told
from desireline.measure.ways import answers_of
from desireline.replay import NOTHING, Flags, Made, OpenShard, ShardJourneys, Source, as_of, as_of_earlier, left_of

FOLDER = "measures"
JOURNEYS = "journeys"
"""What the names of their files begin with."""
MOST_MAPS = 4
_VISITS = ("row", "place", "entered_us", "move")
_TRIPS = ("offset", "customer", "how", "ended_us", "again")
_PROMISES = ("visit", "promise", "due_us", "state", "settled_us")
_TOLD, _VALUES = "told.", "values."
_NAMED = ("visit", "other", "other_us", "other_fate")
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

    def seen(self, scope: Scope, source: Source, shard: EventShard, *, met: bool = False) -> Seen | None:
        """A shard as of the moment asked about; None where that is not kept.

        met  only trips that the period may have met are looked at: those that began before its end and of which something happened in it
        """
        columns = self._columns(source, shard)
        return None if columns is None else seen_of(scope, columns, source, shard, met=met)

    def shard(self, scope: Scope, source: Source, shard: EventShard, *, settled: bool = False, met: bool = False) -> KeptShard | None:
        """A shard, with the names of its customers; None where that is not kept.

        settled  only what has happened is looked at: what has not is left as of the moment when it was kept, if all events count
        met      see `seen`
        """
        columns = self._columns(source, shard)
        if columns is None:
            return None
        return KeptShard(seen_of(scope, columns, source, shard, settled=settled, met=met), _names(columns))

    def marked(self, source: Source, shard: EventShard) -> tuple[Texts, NDArray[np.uint64]] | None:
        """The names of a shard's customers and their marks, by which samples are taken; None where they are not kept for that moment."""
        columns = self._columns(source, shard)
        return None if columns is None else (_names(columns), columns["marks"])

    def _columns(self, source: Source, shard: EventShard) -> Columns | None:
        """What is kept of a shard; None where nothing is, or its customers were others as of the moment asked about."""
        return None if shard.mark is None or source.known_as is not None else read_columns(self._path(shard.mark))

    def keep(self, shard: EventShard, columns: Columns) -> None:
        """Keep a shard, of all of its events. A folder that takes nothing is let be: it would only have saved time."""
        if shard.mark is None:
            return
        try:
            self.folder.mkdir(exist_ok=True)
            write_columns(self._path(shard.mark), columns)
        except OSError:
            return

    def forget(self, source: Source) -> None:
        """Forget the shards that are gone, and all but the maps that were kept last. What cannot be taken from a folder is let be."""
        with suppress(OSError):
            self._forget({shard.mark for shard in source.lake.shards})

    def _forget(self, marks: Set[str | None]) -> None:
        maps: dict[str, list[Path]] = {}
        for name in files_in(self.folder):
            kind, _, rest = name.partition("-")
            map_, _, mark = rest.partition("-")
            if kind == JOURNEYS and mark in marks:
                maps.setdefault(map_, []).append(self.folder / name)
            elif kind == JOURNEYS:
                (self.folder / name).unlink(missing_ok=True)
        if len(maps) <= MOST_MAPS:
            return
        for files in sorted(maps.values(), key=lambda files: max(path.stat().st_mtime for path in files))[:-MOST_MAPS]:
            for path in files:
                path.unlink(missing_ok=True)

    def _path(self, mark: str) -> Path:
        return self.folder / f"{JOURNEYS}-{self.map}-{mark}"


def all_counts(source: Source, shard: EventShard) -> bool:
    """Whether all events of a shard count as of the moment asked about, and belong to the customers that the lake says."""
    return source.known_as is None and shard.last_us is not None and shard.last_us <= source.as_of_us


def names_and_marks(opened: OpenShard) -> Columns:
    """The names of all customers of a shard, in the order of their numbers, and their marks.

    A mark is a number that is the same for a customer on every machine and as good as random: half of the MD5 of the name.
    """
    each = f"(SELECT DISTINCT customer FROM {opened.rows})"
    # Customers are numbered in order of their names.
    told = f"SELECT customer, strlen(customer) AS bytes, md5_number_lower(customer) AS marks FROM {each} ORDER BY customer"
    read = opened.con.execute(told).fetchnumpy()
    utf8 = np.frombuffer("".join(read["customer"].tolist()).encode(), dtype=np.uint8)
    return {"names": utf8, "names.ends": np.cumsum(read["bytes"], dtype=np.int64), "marks": read["marks"]}


def columns_of(seen: Seen, names: Columns) -> Columns:
    """What is kept of a shard all of whose events count. `names`: of its customers, see `names_and_marks`."""
    journeys = seen.journeys
    optional = {"done_us": journeys.done_us, "key": journeys.key, "keyed_us": journeys.keyed_us}
    channel = {"channel": seen.channel} if seen.scope.channels else {}
    named = _named(seen)
    return {
        **{name: getattr(journeys, name) for name in (*_TRIPS, *_VISITS)},
        "row": journeys.row.astype(np.int32),
        **{f"promise.{name}": getattr(journeys.promises, name) for name in _PROMISES},
        **{f"answer.{name}": getattr(seen.all_answers, name) for name in _ANSWERS},
        **{f"named.{name}": getattr(named, name) for name in _NAMED},
        **{name: column for name, column in optional.items() if column is not None},
        **channel,
        **{f"{_TOLD}{name}": one.code for name, one in seen.told.items()},
        **{f"{_VALUES}{name}": one.listed for name, one in seen.told.items()},
        **names,
    }


def _names(columns: Columns) -> Texts:
    return Texts(columns["names"], columns["names.ends"])


def _named(seen: Seen) -> EventNames:
    """The names of all events, those of visits apart: when these were is kept with them."""
    matched, journeys = seen.matched, seen.journeys
    assert matched is not None
    fate = np.zeros(len(matched.name), dtype=np.uint8)
    fate[journeys.outside_row] = FATES.index("outside")
    fate[matched.target == NOTHING] = FATES.index("unmapped")
    others = np.ones(len(matched.name), dtype=np.bool_)
    others[journeys.row] = False
    return EventNames(matched.name[journeys.row], matched.name[others], matched.time_us[others], fate[others])


def seen_of(scope: Scope, columns: Columns, source: Source, shard: EventShard, *, settled: bool = False, met: bool = False) -> Seen:
    """A shard as of the moment asked about, of what is kept of it. For the others see `KeptJourneys`."""
    none = np.zeros(0, dtype=np.int64)
    nothing: dict[str, Any] = dict.fromkeys(("aside_trip", "aside_row", "aside_target", "outside_row", "outside_name", "unmapped"), none)
    optional: dict[str, Any] = {name: columns.get(name) for name in ("done_us", "key", "keyed_us")}
    journeys = ShardJourneys(
        **{name: columns[name] for name in (*_TRIPS, *_VISITS)},
        **nothing,
        **optional,
        events=0,
        promises=Made(**{name: columns[f"promise.{name}"] for name in _PROMISES}),
    )
    channel = columns["channel"] if scope.channels else np.full(len(journeys.place), -1, dtype=np.int8)
    answers = Answers(**{name: columns[f"answer.{name}"] for name in _ANSWERS})
    named = EventNames(**{name: columns[f"named.{name}"] for name in _NAMED})
    told = {
        name.removeprefix(_TOLD): Told(columns[_VALUES + name.removeprefix(_TOLD)], columns[name])
        for name in columns
        if name.startswith(_TOLD)
    }
    kept = Seen(scope, None, journeys, channel, answers, named, told, whole=True)
    wanted = _met(kept) if met else None
    if not all_counts(source, shard) or (wanted is not None and not wanted.all()):
        return _earlier(kept, wanted)
    return kept if settled else replace(kept, journeys=as_of(journeys, scope.map.trip.quiet_us, len(scope.places), scope.as_of_us))


def _met(seen: Seen) -> Flags | None:
    """The trips of which something may have happened in the period. None: it may of all."""
    from_us, quiet_us, journeys = seen.scope.period.from_us, seen.scope.map.trip.quiet_us, seen.journeys
    last_us = journeys.entered_us[seen.last]
    if len(last_us) and from_us <= int(journeys.entered_us[seen.first].min()):
        return None
    # A trip goes quiet some time after its last visit.
    met: Flags = last_us >= from_us - (quiet_us or 0)
    said = seen.all_answers
    met[said.trip[said.time_us >= from_us]] = True
    return met


def _earlier(kept: Seen, wanted: Flags | None) -> Seen:
    """A shard as of a moment that may be earlier than some of its events. `wanted`: of which trips; None: of all."""
    scope, said, named = kept.scope, kept.all_answers, kept.event_names
    assert named is not None
    left = left_of(kept.journeys, wanted, scope.as_of_us)
    journeys = as_of_earlier(kept.journeys, left, scope.map.trip.quiet_us, len(scope.places), scope.as_of_us)
    of_trips = np.zeros(kept.journeys.trips, dtype=np.bool_)
    of_trips[left.trips] = True
    given, had = said.time_us <= scope.as_of_us, named.other_us <= scope.as_of_us
    answers = Answers(said.trip[given], said.score[given], said.place[given], said.value[given], said.time_us[given])
    others = EventNames(named.visit[left.visits], named.other[had], named.other_us[had], named.other_fate[had])
    told = {name: one.of(left.trips) for name, one in kept.told.items()}
    return Seen(scope, None, journeys, kept.channel[left.visits], answers_of(answers, of_trips), others, told, whole=True)
