"""What the studio shows: map files and a lake, read anew where they changed, and measures that were asked for lately."""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

from desireline import api
from desireline.diagnostics import DesirelineError, Diagnostic, Fix
from desireline.mapfile.finding import maps_in, no_maps
from desireline.service.problems import not_found
from desireline.service.works import StoppedError, Works

if TYPE_CHECKING:
    from desireline.events import OpenLog
    from desireline.live import Feeding
    from desireline.measure import Measures
    from desireline.model import Map

T = TypeVar("T")
MOST_ANSWERS = 32
TRIES = 4


class Sources:
    """Map files and a log. Safe for threads.

    maps     files, or maps that stay as they are
    log      a lake, or a log file in the place of one; None: maps alone
    feeding  feeds the lake from a store, in the place of a log
    others   maps with logs of their own
    home     the folder into which new lakes and maps may be put; None: nothing may be brought in
    """

    def __init__(
        self,
        maps: Sequence[Path | Map],
        log: Path | None = None,
        feeding: Feeding | None = None,
        others: Sequence[Sources] = (),
        home: Path | None = None,
    ) -> None:
        self._paths = list(maps)
        self._log = log if feeding is None else feeding.lake
        self.feeding = feeding
        self._others = list(others)
        self.home = home
        self.works = Works()
        self._kept: OrderedDict[Any, Any] = OrderedDict()
        self._lock = Lock()
        for path in self._paths:
            self.read(path)
        self.maps()

    def maps(self) -> list[Map]:
        """All maps, in the order given. Raises DesirelineError where one cannot be read, or two have the same id."""
        found: dict[str, Map] = {}
        for path in [path for one in self.each() for path in one._there()]:
            read = self.read(path)
            if read.journey in found:
                raise DesirelineError(_twice(read.journey, path))
            found[read.journey] = read
        return list(found.values())

    def first(self) -> str | None:
        """The journey of the first map; None where there is none, or one cannot be read now."""
        try:
            return next((map_.journey for map_ in self.maps()), None)
        except DesirelineError:
            return None

    def read(self, path: Path | Map) -> Map:
        """The map of a file, as the file is now."""
        if not isinstance(path, Path):
            return path
        return self._once(("map", path, _mark(path)), lambda: api.read_map(path))

    def map(self, journey: str) -> Map:
        """The map of an id. Raises ProblemError (404) where there is none."""
        for map_ in self.maps():
            if map_.journey == journey:
                return map_
        raise not_found(f"there is no map `{journey}` here")

    def each(self) -> list[Sources]:
        """These, and those that have logs of their own."""
        return [self, *self._others]

    def of(self, journey: str) -> Sources:
        """Those to which a map belongs, with its log. Raises ProblemError (404) where there is none."""
        self.map(journey)
        return next(one for one in self.each() if any(map_.journey == journey for map_ in one.own_maps()))

    def belonging(self, journey: str) -> tuple[Sources, Map]:
        """Those to which a map belongs, and the map. Raises ProblemError (404) where there is none."""
        here = self.of(journey)
        return here, here.map(journey)

    def own_maps(self) -> list[Map]:
        """The maps that are laid over this log."""
        return [self.read(path) for path in self._there()]

    def _there(self) -> list[Path | Map]:
        """The maps, without the files that were removed meanwhile: the others are shown all the same."""
        return [path for path in self._paths if not isinstance(path, Path) or path.exists()]

    @property
    def paths(self) -> dict[str, Path]:
        """The files of these maps, by journey."""
        return {self.read(path).journey: path for path in self._there() if isinstance(path, Path)}

    @property
    def path(self) -> Path | None:
        """Where the events are."""
        return self._log

    def take(self, log: Path, map_: Path) -> None:
        """From now on, show one more map, with the events that are there. Maps that have events already keep theirs."""
        with self._lock:
            if self._log is None or self._log == log:
                self._log, self._paths = log, [*self._paths, map_]
            else:
                self._others = [*self._others, Sources([map_], log)]

    def log(self) -> OpenLog:
        """The events, as they are now. Raises ProblemError (404) where the studio was given none."""
        path = self._log
        if path is None:
            raise not_found("no events were given: start the studio with `--lake DIR`")
        if self.feeding is not None:
            self.feeding.make_ready()
        return self._once(("log", self.mark()), lambda: api.open_log(path, progress=self.works.progress()))

    def mark(self) -> Any:
        """Changes when the events do."""
        log = self._log
        return None if log is None else (str(log), _mark(log / "manifest.json") if log.is_dir() else _mark(log))

    def maps_mark(self) -> Any:
        """Changes when a map file does."""
        return [_mark(path) for path in self._paths if isinstance(path, Path)]

    def measures(
        self, map_: Map, period: str | None, compare_to: str | None, segment: str | None, only: Sequence[tuple[str, str]] = ()
    ) -> Measures:
        """What the events come to. Raises DesirelineError where a text is no period or no segment, or `only` nothing of the map's."""
        asked = ("measures", map_.version, self.mark(), period, compare_to, segment, tuple(only))

        def work() -> Measures:
            told = self.works.progress()
            return api.measure(map_, self.log(), period=period, compare_to=compare_to, segment=segment, only=only, progress=told)

        return self._once(asked, work)

    def once(self, *asked: Any, work: Callable[[], T]) -> T:
        """What work comes to, kept while the events stay what they are."""
        return self._once((*asked, self.mark()), work)

    def _once(self, asked: Any, work: Callable[[], T]) -> T:
        with self._lock:
            if asked in self._kept:
                self._kept.move_to_end(asked)
                kept: T = self._kept[asked]
                return kept
        # Two who ask the same at once wait for the same work; no lock is held over it.
        return self.works.once(asked, lambda: self._keep(asked, self.worked_out(work)))

    def _keep(self, asked: Any, made: T) -> T:
        with self._lock:
            self._kept[asked] = made
            while len(self._kept) > MOST_ANSWERS:
                self._kept.popitem(last=False)
        return made

    def worked_out(self, work: Callable[[], T]) -> T:
        """What work comes to. Where a lake is fed meanwhile, files that are read may go: then it is done again, on those that are."""
        for _ in range(TRIES):
            before = self.mark()
            try:
                return work()
            except StoppedError:
                raise
            except Exception:
                if self.mark() == before:
                    raise
        return work()


def found_maps(said: Sequence[Path]) -> list[Path]:
    """The map files that are meant: those named, those in folders named; where nothing is, those here and one folder down, if any.

    Raises DesirelineError where something is named and there is none.
    """
    found: list[Path] = []
    for path in said or [Path()]:
        found.extend(maps_in(path, levels=1) if path.is_dir() else [path])
    if said and not found:
        raise DesirelineError(no_maps(said))
    return found


def home_of(said: Sequence[Path]) -> Path | None:
    """The folder for what is brought in: the first one named, else this one; None where nothing may be written there."""
    home = next((path for path in said if path.is_dir()), Path())
    return home if os.access(home, os.W_OK | os.X_OK) else None


def _mark(path: Path) -> tuple[int, int] | None:
    try:
        stat = os.stat(path)  # noqa: PTH116 - one call for both
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_size


def _twice(journey: str, path: Path | Map) -> Diagnostic:
    return Diagnostic(
        "C106",
        f"`{path if isinstance(path, Path) else path.title}` is a map of `{journey}`, and so is a file before it",
        why="nobody could tell which of the two is shown",
        fix=Fix("give one of them another id, or name only one"),
    )
