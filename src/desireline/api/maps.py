"""Maps: read, checked, mended, laid out, walked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desireline.api.asked import AnyLog, AnyMap, clock_us, cores, map_of, opened_log
from desireline.diagnostics import Diagnostic, ordered

if TYPE_CHECKING:
    from desireline.check import Rule, ToAPerson, WorstCase
    from desireline.mapfile import MapFile
    from desireline.model import Map
    from desireline.walk import Walk


def check(path: str | Path, *, against: str | None = None, events: AnyLog | None = None) -> MapFile:
    """Read a map file and find everything that is wrong with it: `.map` (None where it is broken), `.diagnostics`, `.text`.

    What the reader finds are errors; where there are none, the rules of `check` look for what could go wrong for a customer.
    `against`: only what was not found in this other file, or in the same file at this git revision.
    `events`: a log against which the map is held as well.
    Raises DesirelineError where a file cannot be read as text at all, git knows no such revision, or the log cannot be read.
    """
    from desireline.check import check_map, compare
    from desireline.mapfile import read_map_file

    log = None if events is None else opened_log(events)

    def looked(file: MapFile) -> tuple[Diagnostic, ...]:
        if log is None or file.map is None:
            return check_map(file)
        from desireline.check.evidence import evidence_of

        return check_map(file, evidence_of(file.map, log.lake, now_us=clock_us(), threads=cores()))

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

    log = None if events is None else opened_log(events)
    found = check(path, against=against, events=log)
    mended = fix_map(found.text, found.diagnostics)
    if mended == found.text:
        return found
    save(Path(path), mended.encode())
    return check(path, against=against, events=log)


def times(map_: AnyMap) -> list[WorstCase]:
    """The longest that a map promises, if all is kept at the last moment: from each start to each outcome (`.begin`, `.end`), then for each
    stage (`.end` None). `.longest_us`, None where it has no bound; `.way`, the places on the way that takes longest.

    Raises DesirelineError with everything that is wrong with the map.
    """
    from desireline.check import Subject, worst_cases

    return worst_cases(Subject.of(map_of(map_)))


def people(map_: AnyMap) -> list[ToAPerson]:
    """For every step and channel the fewest moves to a person: `.moves`, and `.in_channel` without changing it; None: no way leads there.

    Raises DesirelineError with everything that is wrong with the map.
    """
    from desireline.check import Subject, to_a_person

    return to_a_person(Subject.of(map_of(map_)))


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


def walk(map_: AnyMap) -> Walk:
    """Example journeys that together show a map: `.journeys`, the shortest first, each with its events; `.missed`, with reasons; `.tell()`.

    Raises DesirelineError with everything that is wrong with the map.
    """
    from desireline import walk as room

    return room.walk(map_of(map_))
