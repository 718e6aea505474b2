"""Tallies kept beside a lake, so that only shards that changed are counted again.

LAKE/measures/QUESTION          what all shards come to, and which shards these are
LAKE/measures/QUESTION-SHARD    what one shard comes to

A question is a hash of all that an answer depends on besides the events. Where all events count, most families do not depend on the moment
asked about: they are another question than those that do, and one that stays. What is kept can be deleted at any time.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from desireline.events import EventLake
from desireline.measure.columns import Columns, bytes_of, files_in, read_columns, value_of, write_columns
from desireline.measure.cube import Cube, Dimension
from desireline.measure.journeys import FOLDER, JOURNEYS, KeptJourneys, all_counts
from desireline.measure.period import ALWAYS
from desireline.measure.program import program
from desireline.measure.routes import Routes
from desireline.measure.seen import Scope
from desireline.measure.segments import Segment
from desireline.measure.tally import Events, Part, Tally
from desireline.replay import Source

MOST_QUESTIONS = 16
_CUBE = ("cell", "rows", "trips", "customers", "high", "low", "at", "bucket", "times")
_UNREADABLE = (OSError, ValueError, KeyError)


@dataclass(frozen=True)
class KeptTallies:
    """The tallies kept for one question about a part of what is counted."""

    folder: Path
    question: str
    scope: Scope
    part: Part

    def total(self) -> tuple[frozenset[str], Tally] | None:
        """What all shards came to, and their marks; None where it is not kept."""
        read = read_columns(self.folder / self.question)
        if read is None:
            return None
        try:
            found = frozenset(value_of(read["shards"])), self._tally(read)
        except _UNREADABLE:
            return None
        with suppress(OSError):
            # What is asked for often is kept longest.
            (self.folder / self.question).touch()
        return found

    def of_shard(self, mark: str) -> Tally | None:
        """What one shard came to; None where it is not kept."""
        read = read_columns(self._path(mark))
        try:
            return None if read is None else self._tally(read)
        except _UNREADABLE:
            return None

    def keep_shard(self, mark: str, tally: Tally) -> None:
        """Keep what one shard came to. A folder that takes nothing is let be: it would only have saved time."""
        try:
            self.folder.mkdir(exist_ok=True)
            write_columns(self._path(mark), _columns(tally))
        except OSError:
            return

    def keep(self, total: Tally, marks: Iterable[str], gone: Iterable[str]) -> None:
        """Keep the total, and forget the shards that are gone."""
        try:
            self.folder.mkdir(exist_ok=True)
            write_columns(self.folder / self.question, {**_columns(total), "shards": bytes_of(sorted(marks))})
            for mark in gone:
                self._path(mark).unlink(missing_ok=True)
            self._forget_old_questions()
        except OSError:
            return

    def _path(self, mark: str) -> Path:
        return self.folder / f"{self.question}-{mark}"

    def _forget_old_questions(self) -> None:
        """All but those kept last. One that was stopped before its end has no total, and is forgotten as any other."""
        questions: dict[str, list[str]] = {}
        for name in files_in(self.folder):
            questions.setdefault(name.partition("-")[0], []).append(name)
        questions.pop(JOURNEYS, None)
        if len(questions) <= MOST_QUESTIONS:
            return
        for question in sorted(questions.values(), key=self._kept_at)[:-MOST_QUESTIONS]:
            for name in question:
                (self.folder / name).unlink(missing_ok=True)

    def _kept_at(self, question: list[str]) -> float:
        """When it was: its total, which has the shortest name, or one of its shards."""
        return (self.folder / min(question, key=len)).stat().st_mtime

    def _tally(self, read: Columns) -> Tally:
        told = {family.name: family.dimensions(self.scope) for family in self.part.families}
        cubes = {name: _cube(read, name, dimensions) for name, dimensions in told.items()}
        segmented = {}
        if "segments" in read:
            segments = Dimension("segment", tuple(value_of(read["segments"])))
            segmented = {name: _cube(read, f"by.{name}", (segments, *dimensions)) for name, dimensions in told.items()}
        routes = Routes(read["routes.trips"], read["routes.offset"], read["routes.place"])
        events = Events(read["events.all"], read["events.outside"], read["events.unmapped"])
        return Tally(cubes, segmented, routes, events, int(read["latest_us"][0]) if "latest_us" in read else None)


@dataclass(frozen=True)
class Kept:
    """What is kept for a question: tallies, of all, of what stays as it is, and of what may be another a moment later; and journeys.

    by_shard  what is kept of each shard is added up: all events count, whenever they were, and trips are not told apart
    untold    the same question where trips are not told apart; None: they are not
    """

    whole: KeptTallies
    staying: KeptTallies
    moving: KeptTallies
    journeys: KeptJourneys
    by_shard: bool
    untold: Kept | None

    @staticmethod
    def of(kept_in: Path, scope: Scope, source: Source, segment: Segment | None) -> Kept:
        """What is kept beside a lake in a folder."""
        lake: EventLake = source.lake
        told = None if segment is None else [segment.kind, segment.name]
        period = [scope.period.from_us, scope.period.until_us]
        asked = [program(), scope.map.version, period, told, list(lake.names), list(lake.channels)]
        whole = all(all_counts(source, shard) for shard in lake.shards)

        def tallies(part: Part, as_of_us: int | None) -> KeptTallies:
            question = hashlib.sha256(json.dumps([*asked, part.name, as_of_us]).encode()).hexdigest()[:24]
            return KeptTallies(kept_in / FOLDER, question, scope, part)

        staying = tallies(Part.STAYING, None if whole else scope.as_of_us)
        all_, moving = tallies(Part.ALL, scope.as_of_us), tallies(Part.MOVING, scope.as_of_us)
        journeys = KeptJourneys.of(lake, kept_in, scope.map.version)
        untold = None if segment is None else Kept.of(kept_in, scope, source, None)
        return Kept(all_, staying, moving, journeys, whole and scope.period == ALWAYS and segment is None, untold)


def _columns(tally: Tally) -> dict[str, Any]:
    columns: dict[str, Any] = {f"{name}.{part}": getattr(cube, part) for name, cube in tally.cubes.items() for part in _CUBE}
    for name, cube in tally.segmented.items():
        columns |= {f"by.{name}.{part}": getattr(cube, part) for part in _CUBE}
        columns["segments"] = bytes_of(cube.dimensions[0].values)
    routes, events = tally.routes, tally.events
    if tally.latest_us is not None:
        columns["latest_us"] = np.array([tally.latest_us])
    columns |= {"routes.trips": routes.trips, "routes.offset": routes.offset, "routes.place": routes.place}
    return {**columns, "events.all": events.all, "events.outside": events.outside, "events.unmapped": events.unmapped}


def _cube(read: Columns, name: str, dimensions: tuple[Dimension, ...]) -> Cube:
    return Cube(dimensions, **{part: read[f"{name}.{part}"] for part in _CUBE})
