"""Tallies kept beside a lake, so that only shards that changed are counted again.

LAKE/measures/QUESTION.npz          what all shards come to, and which shards these are
LAKE/measures/QUESTION-SHARD.npz    what one shard comes to

A question is a hash of all that an answer depends on besides the events. What is kept can be deleted at any time.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from desireline.measure.cube import Cube, Dimension
from desireline.measure.families import COUNTED
from desireline.measure.routes import Routes
from desireline.measure.seen import Scope
from desireline.measure.segments import Segment
from desireline.measure.tally import Events, Tally

FOLDER = "measures"
COUNTED_BY = ("conditions", "model", "replay", "measure")
"""The rooms whose program decides what is counted."""
MOST_QUESTIONS = 16
_CUBE = ("cell", "rows", "trips", "customers", "high", "low", "at", "bucket", "times")
_UNREADABLE = (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile)


@cache
def program() -> str:
    """A hash of the program that counts: what another one has kept is not taken for what this one would count."""
    package = files("desireline")
    texts = hashlib.sha256()
    for room in COUNTED_BY:
        with as_file(package / room) as folder:
            for path in sorted(folder.rglob("*.py")):
                texts.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return texts.hexdigest()


@dataclass(frozen=True)
class KeptTallies:
    """The tallies kept for one question."""

    folder: Path
    question: str
    scope: Scope

    @staticmethod
    def of(lake: Path, scope: Scope, names: Sequence[str], segment: Segment | None) -> KeptTallies:
        """Those of a lake in a folder."""
        told = None if segment is None else [segment.kind, segment.name]
        period = [scope.period.from_us, scope.period.until_us]
        asked = [program(), scope.map.version, scope.as_of_us, period, told, list(names), list(scope.channels)]
        return KeptTallies(lake / FOLDER, hashlib.sha256(json.dumps(asked).encode()).hexdigest()[:24], scope)

    def total(self) -> tuple[frozenset[str], Tally] | None:
        """What all shards came to, and their marks; None where it is not kept."""
        read = _read(self.folder / f"{self.question}.npz")
        if read is None:
            return None
        try:
            return frozenset(json.loads(read["shards"].tobytes())), self._tally(read)
        except _UNREADABLE:
            return None

    def of_shard(self, mark: str) -> Tally | None:
        """What one shard came to; None where it is not kept."""
        read = _read(self._path(mark))
        try:
            return None if read is None else self._tally(read)
        except _UNREADABLE:
            return None

    def keep_shard(self, mark: str, tally: Tally) -> None:
        """Keep what one shard came to. A folder that takes nothing is let be: it would only have saved time."""
        try:
            self.folder.mkdir(exist_ok=True)
            _write(self._path(mark), _arrays(tally))
        except OSError:
            return

    def keep(self, total: Tally, marks: Iterable[str], gone: Iterable[str]) -> None:
        """Keep the total, and forget the shards that are gone."""
        try:
            self.folder.mkdir(exist_ok=True)
            shards = np.frombuffer(json.dumps(sorted(marks)).encode(), dtype=np.uint8)
            _write(self.folder / f"{self.question}.npz", {**_arrays(total), "shards": shards})
            for mark in gone:
                self._path(mark).unlink(missing_ok=True)
            self._forget_old_questions()
        except OSError:
            return

    def _path(self, mark: str) -> Path:
        return self.folder / f"{self.question}-{Path(mark).stem}.npz"

    def _forget_old_questions(self) -> None:
        totals = sorted((path for path in self.folder.glob("*.npz") if "-" not in path.name), key=lambda path: path.stat().st_mtime)
        for path in totals[:-MOST_QUESTIONS]:
            for kept in self.folder.glob(f"{path.stem}*.npz"):
                kept.unlink(missing_ok=True)

    def _tally(self, read: dict[str, NDArray[Any]]) -> Tally:
        told = {family.name: family.dimensions(self.scope) for family in COUNTED}
        cubes = {name: _cube(read, name, dimensions) for name, dimensions in told.items()}
        segmented = {}
        if "segments" in read:
            segments = Dimension("segment", tuple(json.loads(read["segments"].tobytes())))
            segmented = {name: _cube(read, f"by.{name}", (segments, *dimensions)) for name, dimensions in told.items()}
        routes = Routes(read["routes.trips"], read["routes.offset"], read["routes.place"])
        return Tally(cubes, segmented, routes, Events(read["events.all"], read["events.outside"], read["events.unmapped"]))


def _arrays(tally: Tally) -> dict[str, NDArray[Any]]:
    arrays: dict[str, NDArray[Any]] = {f"{name}.{part}": getattr(cube, part) for name, cube in tally.cubes.items() for part in _CUBE}
    for name, cube in tally.segmented.items():
        arrays |= {f"by.{name}.{part}": getattr(cube, part) for part in _CUBE}
        arrays["segments"] = np.frombuffer(json.dumps(cube.dimensions[0].values).encode(), dtype=np.uint8)
    routes, events = tally.routes, tally.events
    arrays |= {"routes.trips": routes.trips, "routes.offset": routes.offset, "routes.place": routes.place}
    return {**arrays, "events.all": events.all, "events.outside": events.outside, "events.unmapped": events.unmapped}


def _cube(read: dict[str, NDArray[Any]], name: str, dimensions: tuple[Dimension, ...]) -> Cube:
    return Cube(dimensions, **{part: read[f"{name}.{part}"] for part in _CUBE})


def _read(path: Path) -> dict[str, NDArray[Any]] | None:
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            return dict(arrays)
    except _UNREADABLE:
        return None


def _write(path: Path, arrays: dict[str, NDArray[Any]]) -> None:
    """Write it under another name first: a file is there whole, or not at all."""
    made = path.with_name(f"{path.stem}.{secrets.token_hex(4)}.part")
    try:
        with made.open("wb") as file:
            np.savez(file, allow_pickle=False, **arrays)
        made.replace(path)
    finally:
        made.unlink(missing_ok=True)
