"""A file becomes events of a lake, and these a draft of a map: all of it, or nothing."""

from __future__ import annotations

import itertools
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec

from desireline import api
from desireline.diagnostics import DesirelineError
from desireline.diagnostics.system import said_by_the_system
from desireline.discover import name_of_log
from desireline.discover.drafting import see_title
from desireline.discover.ids import journey_id, numbered
from desireline.events import ImportReport, Lake
from desireline.events.importing import quarantine
from desireline.events.manifest import MANIFEST
from desireline.service.problems import ProblemError, from_error
from desireline.service.studio.bring.reading import MOST_BAD_SHARE, ReadAs
from desireline.service.studio.bring.uploads import Upload
from desireline.service.studio.sources import Sources

Into = Literal["new", "shown"]
_FULL = ("E124", "E211")
_LAKES = ("E201", "E202", "E203", "E204", "E212")


class Wanted(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a file is to be brought in.

    name  what the journey is called
    into  a new lake, or the one that is shown
    with_bad  go on without the rows that are no events, however many
    """

    read: ReadAs = ReadAs()
    name: str = ""
    into: Into = "new"
    with_bad: bool = False


class Brought(msgspec.Struct, frozen=True):
    """What came of it.

    journey, map_file   the draft, and its file
    lake, new_lake      the folder of the lake, and whether it is new
    taken, duplicates   events that are new in the lake, and those that it had already; of a draft alone, the events that it rests on
    left_out            rows that are no events, and the file that keeps them
    """

    journey: str
    map_file: str
    lake: str
    new_lake: bool
    taken: int
    duplicates: int
    left_out: int
    left_out_file: str | None
    notes: list[str]


def shown_lake(sources: Sources) -> Path | None:
    """The lake that is shown; None where there is none, or a log file in its place."""
    path = sources.path
    return path if path is not None and (path / MANIFEST).is_file() else None


def bring(sources: Sources, home: Path, upload: Upload, wanted: Wanted) -> Brought:
    """Import a file, draft a map, and show both.

    Raises ProblemError where it cannot be done because of what was sent or asked (400), or the disk is full (507); DesirelineError where
    the lake that is shown cannot be read. Nothing is left then of a new lake; events that were taken into the one that is shown stay there.
    """
    asked, known = _Asked(sources, home, upload, wanted), shown_lake(sources)
    try:
        return asked.into(known) if wanted.into == "shown" and known is not None else asked.into_new()
    except DesirelineError as error:
        raise told(error) from error
    except OSError as error:
        raise not_written(home, error) from None


def draft(sources: Sources, home: Path) -> Brought:
    """Draft a map of the events that are shown, and show it. Raises what `bring` raises; ProblemError (404) where there are none."""
    log, place = sources.log(), sources.path
    assert place is not None
    try:
        called = _called(name_of_log(place.with_suffix("") if place.suffix == ".lake" else place), sources)
        made = api.discover(log, name=called.title, journey=called.journey, progress=sources.works.progress())
        map_file = _written(home, called.journey, made.text)
    except DesirelineError as error:
        raise told(error) from error
    except OSError as error:
        raise not_written(home, error) from None
    sources.take(place, map_file)
    return Brought(
        journey=made.map.journey,
        map_file=str(map_file),
        lake=str(place),
        new_lake=False,
        taken=log.lake.rows,
        duplicates=0,
        left_out=0,
        left_out_file=None,
        notes=list(made.notes),
    )


def not_written(home: Path, error: OSError) -> ProblemError:
    """The system refused to write there (507)."""
    detail = f"nothing can be written to `{home.resolve()}`: {said_by_the_system(error)}"
    return ProblemError(HTTPStatus.INSUFFICIENT_STORAGE, "no_room", detail)


@dataclass(frozen=True)
class _Asked:
    """A file that is to be brought in."""

    sources: Sources
    home: Path
    upload: Upload
    wanted: Wanted

    def into_new(self) -> Brought:
        """It is made where nobody looks, and put in its place when all of it is there."""
        hidden = self.home / f".bring-{secrets.token_hex(6)}.tmp"
        try:
            return self.into(hidden, new=True)
        finally:
            shutil.rmtree(hidden, ignore_errors=True)

    def into(self, lake: Path, *, new: bool = False) -> Brought:
        """Import the file, draft a map of all that is in the lake then, and show both."""
        progress = self.sources.works.progress()
        share = 1.0 if self.wanted.with_bad else MOST_BAD_SHARE
        said = {"source": self.upload.name, **self.wanted.read.said()}
        called = _called(self.wanted.name.strip() or name_of_log(self.upload.name), self.sources)
        report = api.import_events(self.upload.path, lake, max_bad_share=share, progress=progress, **said)
        draft = api.discover(lake, name=called.title, journey=called.journey, progress=progress)
        if progress is not None:
            progress("writing the map", 1, 1)
        place = _placed(lake, self.home, called.journey) if new else lake
        try:
            map_file = _written(self.home, called.journey, draft.text)
        except BaseException:
            if new:
                shutil.rmtree(place, ignore_errors=True)
            raise
        self.sources.take(place, map_file)
        return Brought(
            journey=draft.map.journey,
            map_file=str(map_file),
            lake=str(place),
            new_lake=new,
            taken=report.taken,
            duplicates=report.duplicates,
            left_out=sum(report.quarantined.values()),
            left_out_file=_kept_apart(report, place),
            notes=list(draft.notes),
        )


class _Called(NamedTuple):
    """What a journey is called, for people and by its id."""

    title: str
    journey: str


def _called(name: str, sources: Sources) -> _Called:
    """The name, with a number behind it where a map that is shown has its id. Raises DesirelineError (D106) where it is no title."""
    see_title(name)
    taken, own = {map_.journey for map_ in sources.maps()}, journey_id(name)
    if own not in taken:
        return _Called(name, own)
    count = next(count for count in itertools.count(2) if numbered(own, count) not in taken)
    return _Called(f"{name[:190].rstrip()} {count}", numbered(own, count))


def _placed(made: Path, home: Path, journey: str) -> Path:
    for place in _free(home, journey, ".lake"):
        # Onto a folder with something in it the system does not rename; one that is there already is not taken.
        if not place.exists():
            made.rename(place)
            return place
    raise AssertionError("names do not end")


def _written(home: Path, journey: str, text: str) -> Path:
    """The map, in a file that was not there before."""
    for place in _free(home, journey, ".journey.yaml"):
        try:
            with place.open("xb") as file:
                try:
                    file.write(text.encode())
                    file.flush()
                    os.fsync(file.fileno())
                except BaseException:
                    with suppress(OSError):
                        place.unlink()
                    raise
        except FileExistsError:
            continue
        return place
    raise AssertionError("names do not end")


def _free(home: Path, name: str, ending: str) -> Iterator[Path]:
    yield home / f"{name}{ending}"
    count = 1
    while True:
        count += 1
        yield home / f"{name}_{count}{ending}"


def _kept_apart(report: ImportReport, place: Path) -> str | None:
    """Where the rows are that are no events; a new lake was in another place when they were written."""
    return None if report.quarantine_file is None else str(place / quarantine.FOLDER / Path(report.quarantine_file).name)


def lake_facts(path: Path | None) -> tuple[int, int]:
    """Events and customers of a lake."""
    if path is None:
        return 0, 0
    lake = Lake.open(path)
    return lake.rows, lake.customers


def told(error: DesirelineError) -> Exception:
    """An error of bringing in, as it is told: what was sent or asked is the caller's to mend, a full disk or a broken lake is not."""
    codes = {diagnostic.code for diagnostic in error.diagnostics}
    if codes & set(_FULL):
        return from_error(HTTPStatus.INSUFFICIENT_STORAGE, "no_room", error)
    if codes & set(_LAKES):
        return error
    return from_error(HTTPStatus.BAD_REQUEST, "not_understood", error)
