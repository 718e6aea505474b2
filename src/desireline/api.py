"""What the commands do, as functions: the Python API, with the commands' names.

A map is given as the path of its file or as a `Map`; events as the path of a lake or of a log file, or as `open_log` gives them.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from desireline.diagnostics import DesirelineError, Diagnostic, Fix, ordered

if TYPE_CHECKING:
    from desireline.check import Rule
    from desireline.discover import Draft, Update
    from desireline.events import ImportOptions, ImportReport, OpenLog
    from desireline.explain import Story
    from desireline.mapfile import MapFile
    from desireline.measure import Customers, Measures, Period
    from desireline.measure.definitions import Definition
    from desireline.model import Map
    from desireline.pictures import Picture
    from desireline.replay import Replay, Summary
    from desireline.simulate import Plants, Simulation, Written
    from desireline.walk import Walk

AnyMap: TypeAlias = "Map | str | Path"
AnyLog: TypeAlias = "OpenLog | str | Path"
Progress = Callable[[str, int, int | None], None]
"""Told how far a long piece of work is: its stage, how much of it is done, of how much where that is known."""
__all__ = [
    "check",
    "customers",
    "definition",
    "definitions",
    "discover",
    "discover_new",
    "explain",
    "fix",
    "fmt",
    "import_events",
    "import_options",
    "measure",
    "open_log",
    "picture",
    "read_map",
    "replay",
    "replay_to",
    "report",
    "rules",
    "schema",
    "simulate",
    "simulate_to",
    "summary",
    "walk",
]


def check(path: str | Path, *, against: str | None = None, events: AnyLog | None = None) -> MapFile:
    """Read a map file and find everything that is wrong with it: `.map` (None where it is broken), `.diagnostics`, `.text`.

    What the reader finds are errors; where there are none, the rules of `check` look for what could go wrong for a customer.
    `against`: only what was not found in this other file, or in the same file at this git revision.
    `events`: a log against which the map is held as well.
    Raises DesirelineError where a file cannot be read as text at all, git knows no such revision, or the log cannot be read.
    """
    from desireline.check import check_map, compare
    from desireline.mapfile import read_map_file

    log = None if events is None else _opened(events)

    def looked(file: MapFile) -> tuple[Diagnostic, ...]:
        if log is None or file.map is None:
            return check_map(file)
        from desireline.check.evidence import evidence_of

        return check_map(file, evidence_of(file.map, log.lake, now_us=_clock_us(), threads=_cores()))

    file = read_map_file(path)
    if file.map is not None:
        file = replace(file, diagnostics=ordered((*file.diagnostics, *looked(file))))
    if against is None:
        return file
    before = compare.earlier(path, against)
    if before is not None and before.map is not None:
        before = replace(before, diagnostics=(*before.diagnostics, *looked(before)))
    return replace(file, diagnostics=compare.new_in(file, before))


def fix(path: str | Path, *, against: str | None = None, events: AnyLog | None = None) -> MapFile:
    """Make all edits to a map file that have one meaning, write it where that changes it, and give what `check` then finds.

    Raises DesirelineError where the file cannot be read as text at all.
    """
    from desireline.mapfile import fix_map
    from desireline.mapfile.saving import save

    log = None if events is None else _opened(events)
    found = check(path, against=against, events=log)
    mended = fix_map(found.text, found.diagnostics)
    if mended == found.text:
        return found
    save(Path(path), mended.encode())
    return check(path, against=against, events=log)


def rules() -> Mapping[str, Rule]:
    """The rules of `check` by their codes: what each finds, why it hurts a customer, a bad and a good map."""
    from desireline.check import RULES

    return RULES


def read_map(path: str | Path) -> Map:
    """The map in a file. Raises DesirelineError with everything that is wrong with it."""
    from desireline import mapfile

    return mapfile.read_map(path)


def fmt(path: str | Path, *, write: bool = True) -> bool:
    """Lay a map file out anew; comments, order and meaning stay. Says whether that changes it; `write=False` leaves the file as it is.

    Raises DesirelineError where the file is no YAML or no map; other findings of a map do not hinder.
    """
    from desireline.mapfile import format_map, read_map_file
    from desireline.mapfile.format import refuse_no_map
    from desireline.mapfile.saving import save

    file = read_map_file(path)
    refuse_no_map(file)
    before = file.text
    after = format_map(before)
    if write and after != before:
        save(Path(path), after.encode())
    return after != before


def schema() -> dict[str, Any]:
    """The JSON Schema of map files."""
    from desireline.mapfile import json_schema

    return json_schema()


def import_events(
    files: str | Path | Sequence[str | Path], lake: str | Path, *, progress: Progress | None = None, **said: Any
) -> ImportReport:
    """Bring a file of events, or several, into a lake, all of them or none. `said`: see `import_options`.

    Raises DesirelineError where a file cannot be read or too many of its rows are bad; the lake is then as it was.
    """
    from desireline.events import import_files

    listed = [files] if isinstance(files, str | Path) else files
    return import_files(listed, lake, import_options(**said), clock_us=_clock_us(), progress=progress)


def open_log(path: str | Path, *, progress: Progress | None = None, **said: Any) -> OpenLog:
    """Open a lake, or a log file in the place of one: `.lake`, and for a file `.report`. `said`: see `import_options`, for a file.

    A context manager: what stands for the lake of a log file is removed when it is closed, or when nobody has it any longer.
    Raises DesirelineError where it cannot be read.
    """
    from desireline import events

    return events.open_log(path, import_options(**said), clock_us=_clock_us(), progress=progress)


def import_options(
    *, mapping: str | Path | None = None, aliases: str | Path | None = None, max_bad_share: float = 0.01, **source: Any
) -> ImportOptions:
    """How events are to be imported.

    mapping        a mapping file, which says how a source is to be read
    aliases        a table of known identities that are one customer
    max_bad_share  share of bad rows above which an import stops
    source         options of `SourceOptions`: `customer="Case ID"`, `timezone="Europe/Rome"`, …; they win over the mapping file

    Raises DesirelineError where the mapping file cannot be read, or the share is none (E216).
    """
    from desireline.events import ImportOptions, SourceOptions, read_mapping

    _refuse_no_share(max_bad_share)
    options = SourceOptions() if mapping is None else read_mapping(Path(mapping))
    said = {name: value for name, value in source.items() if value is not None and value is not False}
    return ImportOptions(source=replace(options, **said), aliases=None if aliases is None else Path(aliases), max_bad_share=max_bad_share)


def replay(
    map_: AnyMap, log: AnyLog, *, as_of_us: int | None = None, threads: int | None = None, progress: Progress | None = None
) -> Replay:
    """Run events through a map, and hold the tables trips, visits, promises and asides ready.

    as_of_us  the moment asked about, UTC microseconds; default: that of the latest event that is not in the future
    threads   shards side by side; default: one for each core

    Raises DesirelineError where map or events cannot be read.
    """
    from desireline import replay as room

    lake = _opened(log).lake
    return room.replay(_map(map_), lake, as_of_us, now_us=_clock_us(), threads=threads or _cores(), progress=_replaying(progress))


def replay_to(
    map_: AnyMap,
    log: AnyLog,
    directory: str | Path,
    *,
    as_of_us: int | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Summary:
    """As `replay`, but the tables are written as Parquet, shard by shard, for logs of any size; what it comes to is given back.

    Raises DesirelineError where map or events cannot be read, or the directory cannot be written; it is then as it was.
    """
    from desireline import replay as room

    lake, now_us = _opened(log).lake, _clock_us()
    shown = _replaying(progress)
    return room.replay_to(_map(map_), lake, Path(directory), as_of_us, now_us=now_us, threads=threads or _cores(), progress=shown)


def summary(
    map_: AnyMap, log: AnyLog, *, as_of_us: int | None = None, threads: int | None = None, progress: Progress | None = None
) -> Summary:
    """As `replay`, but only what it comes to in numbers is kept.

    Raises DesirelineError where map or events cannot be read.
    """
    from desireline import replay as room

    lake = _opened(log).lake
    return room.summed_up(_map(map_), lake, as_of_us, now_us=_clock_us(), threads=threads or _cores(), progress=_replaying(progress))


def measure(
    map_: AnyMap,
    log: AnyLog,
    *,
    period: str | Period | None = None,
    compare_to: str | Period | None = None,
    days_in: str = "UTC",
    segment: str | None = None,
    as_of_us: int | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Measures:
    """Measure what events come to on a map: counts of trips and customers, times, promises, routes, and where it hurts first.

    period      what began in it is counted, as of its end: a text such as `2026-03` or `2026-03-01..2026-04-15`; default: all of time
    compare_to  an earlier period, measured beside it
    days_in     the time zone in which days and months begin
    segment     tell trips apart by a trait or field of the map, or by `channel`, `start` or `again`
    as_of_us    the moment asked about, UTC microseconds; default: that of the latest event that is not in the future
    threads     shards side by side; default: one for each core

    Raises DesirelineError where map or events cannot be read, or a text is no period, or a name no segment.
    """
    from desireline import measure as room

    def read(said: str | Period | None) -> Period | None:
        return room.parse_period(said, days_in) if isinstance(said, str) else said

    opened, measured = _opened(log), _map(map_)
    return room.measure(
        measured,
        opened.lake,
        read(period) or room.ALWAYS,
        now_us=_clock_us(),
        as_of_us=as_of_us,
        compare_to=read(compare_to),
        segment=None if segment is None else room.segment_of(measured, segment),
        threads=threads or _cores(),
        progress=_measuring(progress),
        kept_in=opened.lake.path if opened.report is None else None,
    )


def explain(
    customer: str, maps: AnyMap | Sequence[AnyMap], log: AnyLog, as_of_us: int | None = None, *, why_not: str | None = None
) -> Story:
    """Tell one customer's whole story over all channels and maps: `.as_data()`, or `.tell()` for event by event.

    customer  any name of the customer, known or anonymous
    as_of_us  the moment to tell it for, UTC microseconds; default: that of the latest event that is not in the future
    why_not   id of a step or outcome: why the customer never was there, or is there no longer

    Raises DesirelineError where maps or events cannot be read, nothing is known of the customer, or no map has the step.
    """
    from desireline import explain as room

    listed = [maps] if isinstance(maps, str | Path) or not isinstance(maps, Sequence) else maps
    return room.explain(customer, _sources(listed), _opened(log).lake, as_of_us, now_us=_clock_us(), why_not=why_not)


def customers(
    map_: AnyMap,
    log: AnyLog,
    asked: Sequence[tuple[str, str]] = (),
    *,
    period: str | Period | None = None,
    days_in: str = "UTC",
    as_of_us: int | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Customers:
    """The customers whom a number counts, with their trips and rows: those of trips for which all that is asked holds.

    asked  words of the command `customers` and what stands behind them, in order: `[("move", "speed_test:call"), ("at-least", "1d")]`;
           the first one's rows are counted, none: all trips
    For the others see `measure`.

    Raises DesirelineError where map or events cannot be read, or something is asked for that is nothing of the map's.
    """
    from desireline import measure as room

    lake = _opened(log).lake
    said = room.parse_period(period, days_in) if isinstance(period, str) else period
    return room.customers(
        _map(map_),
        lake,
        asked,
        said or room.ALWAYS,
        now_us=_clock_us(),
        as_of_us=as_of_us,
        threads=threads or _cores(),
        progress=_measuring(progress),
    )


def picture(
    name: str,
    map_: AnyMap,
    log: AnyLog,
    *,
    steps: Sequence[str] = (),
    period: str | Period | None = None,
    days_in: str = "UTC",
    as_of_us: int | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Picture:
    """A picture of what events come to on a map: `.data()`, `.definition`, `.svg()`, `.png(path)`; notebooks and rich show it as it is.

    name   `map`, `moves`, `routes`, `times`, `funnel`, `returns` or `dots`
    steps  for `times` a step, and perhaps the one gone to; for `funnel` two or more in their order
    For the others see `measure`.

    Raises DesirelineError where map or events cannot be read, there is no such picture, or the steps are none for it.
    """
    from desireline import pictures as room
    from desireline.measure import ALWAYS, parse_period
    from desireline.measure.passes import LakePass

    measured, opened = _map(map_), _opened(log)
    said = parse_period(period, days_in) if isinstance(period, str) else period
    over = LakePass(measured, opened.lake, _clock_us(), said or ALWAYS, as_of_us, threads or _cores(), _measuring(progress))

    def measures() -> Measures:
        return measure(measured, opened, period=said, as_of_us=as_of_us, threads=threads, progress=progress)

    return room.picture(name, over, measures, steps)


def report(measures: Measures) -> str:
    """The page that tells what was measured, as HTML: style and pictures are in it, and it asks nobody for anything."""
    from desireline import pictures as room

    return room.report(measures)


def definition(name: str) -> Definition:
    """What a measure counts: `.population`, `.formula`, `.unit`, `.leaves_out`, and `.listed`, the criteria of `customers` that list it.

    Raises DesirelineError where there is no such measure.
    """
    from desireline.measure import definitions as room

    return room.definition(name)


def definitions() -> tuple[Definition, ...]:
    """The definitions of all measures."""
    from desireline.measure.definitions import DEFINITIONS

    return DEFINITIONS


def simulate(
    map_: AnyMap,
    *,
    customers: int = 1_000,
    days: int = 90,
    start_us: int | None = None,
    seed: int = 0,
    slow: Sequence[str] = (),
    drift: Sequence[str] = (),
    leaving: Sequence[str] = (),
) -> Simulation:
    """Synthetic customers who walk a map; to iterate is to make their events. Plants are texts such as `call:3`, or see `simulate.Plants`.

    Raises DesirelineError with everything that is wrong with the map or with what is to be planted.
    """
    from desireline import simulate as room

    plants = _plants(slow, drift, leaving)
    start = room.DEFAULT_START_US if start_us is None else start_us
    return room.simulate(_map(map_), customers, start_us=start, days=days, seed=seed, plants=plants)


def simulate_to(map_: AnyMap, path: str | Path, **said: Any) -> Written:
    """As `simulate`, with its arguments, but the events are written to a file, with the truth beside it.

    Raises DesirelineError as `simulate` does, or where the file's ending names no format.
    """
    from desireline.simulate import write_simulation

    return write_simulation(simulate(map_, **said), Path(path))


def walk(map_: AnyMap) -> Walk:
    """Example journeys that together show a map: `.journeys`, the shortest first, each with its events; `.missed`, with reasons; `.tell()`.

    Raises DesirelineError with everything that is wrong with the map.
    """
    from desireline import walk as room

    return room.walk(_map(map_))


def _refuse_no_share(max_bad_share: float) -> None:
    # Not a number is neither above nor below any other: so written, it is refused too.
    if not 0 <= max_bad_share <= 1:
        raise DesirelineError(
            Diagnostic(
                "E216",
                f"max_bad_share is {max_bad_share}, which is no share",
                why="nobody could tell how many bad rows are too many",
                fix=Fix("give a number from 0 (none) to 1 (all)"),
            )
        )


def _clock_us() -> int:
    """Now, UTC microseconds: the one place where the clock is read."""
    return time.time_ns() // 1_000


def discover(
    log: AnyLog,
    *,
    name: str | None = None,
    all_moves: bool = False,
    coverage: float = 0.95,
    quiet: str | None = None,
    per: str | None = None,
    threads: int | None = None,
) -> Draft:
    """Draft a map of what customers did: `.text`, with its evidence in comments, `.map`, `.notes`.

    It is sound; what the rules of `check` miss in it, it allows as hints.

    name       what the journey is called; default: the name of the log's file or folder
    all_moves  every name a step, every move seen expected, no outcome drawn
    coverage   the share of all moves that `next` is to cover
    quiet      a duration such as `7d`, or `never`; default: proposed from the data
    per        the field whose value parts trips, or `none`; default: proposed from the data

    Raises DesirelineError where the log cannot be read, no map can be drafted from it, or no event carries the field `per`.
    """
    from desireline import discover as room
    from desireline.check import check_map
    from desireline.mapfile import parse_map

    called = name or (room.name_of_log(log) if isinstance(log, str | Path) else room.UNNAMED)
    wishes = room.Wishes(all=all_moves, coverage=coverage, quiet=None if quiet is None else room.quiet_told(quiet), per=per)
    draft = room.discover(_opened(log).lake, called, wishes, now_us=_clock_us(), threads=threads or _cores())
    missed = check_map(parse_map(draft.text))
    return draft.allowing(sorted({found.code for found in missed if found.severity != "hint"}))


def discover_new(path: str | Path, log: AnyLog, *, all_moves: bool = False, coverage: float = 0.95, threads: int | None = None) -> Update:
    """What a log holds that the map in a file does not know: `.diff`, a unified diff of added lines (empty: nothing is new), `.notes`.

    all_moves  every move off the map is new
    coverage   else those from a step that at least what it leaves of all moves from there are

    Raises DesirelineError where map or log cannot be read, or the map is written in a way that lines alone cannot add to.
    """
    from desireline import discover as room

    wishes = room.Wishes(all=all_moves, coverage=coverage)
    return room.update(Path(path), _opened(log).lake, wishes, now_us=_clock_us(), threads=threads or _cores())


def _map(map_: AnyMap) -> Map:
    return read_map(map_) if isinstance(map_, str | Path) else map_


def _sources(maps: Sequence[AnyMap]) -> list[MapFile | Map]:
    """All maps, those of files with their text, or everything that is wrong with them."""
    from desireline.mapfile import read_map_file

    wrong: list[Diagnostic] = []
    found: list[MapFile | Map] = []
    for source in maps:
        try:
            found.append(_sound(read_map_file(source)) if isinstance(source, str | Path) else source)
        except DesirelineError as error:
            wrong.extend(error.diagnostics)
    if wrong:
        raise DesirelineError(wrong)
    return found


def _sound(file: MapFile) -> MapFile:
    if file.map is None:
        raise DesirelineError(file.diagnostics)
    return file


def _plants(slow: Sequence[str], drift: Sequence[str], leaving: Sequence[str]) -> Plants:
    """All plants, or everything that is wrong with their texts."""
    from desireline import simulate as room

    wrong: list[Diagnostic] = []

    def read(parse: Callable[[str], Any], texts: Sequence[str]) -> tuple[Any, ...]:
        found = []
        for text in texts:
            try:
                found.append(parse(text))
            except DesirelineError as error:
                wrong.extend(error.diagnostics)
        return tuple(found)

    plants = room.Plants(slow=read(room.parse_slow, slow), drifts=read(room.parse_drift, drift), leaving=read(room.parse_leaving, leaving))
    if wrong:
        raise DesirelineError(wrong)
    return plants


def _opened(log: AnyLog) -> OpenLog:
    return open_log(log) if isinstance(log, str | Path) else log


def _cores() -> int:
    """The cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _replaying(progress: Progress | None) -> Callable[[int, int], None] | None:
    return None if progress is None else lambda done, total: progress("replaying events", done, total)


def _measuring(progress: Progress | None) -> Callable[[int, int], None] | None:
    return None if progress is None else lambda done, total: progress("measuring events", done, total)
