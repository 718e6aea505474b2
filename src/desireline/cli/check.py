"""`desireline check`: everything that is wrong with a map, at once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from desireline.cli.failures import COULD_NOT_RUN, each_file
from desireline.cli.files import map_files

if TYPE_CHECKING:
    from desireline.mapfile import MapFile


@click.command()
@click.argument("maps", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON: a list; with --times or --people an object.")
@click.option("--sarif", "as_sarif_log", is_flag=True, help="Print the findings as SARIF 2.1.0, for code hosts and editors.")
@click.option("--fix", is_flag=True, help="First make all edits that have one meaning.")
@click.option("--against", metavar="REF|FILE", help="Only what a change brought in since this git revision, or this other map file.")
@click.option("--events", metavar="LOG", type=click.Path(path_type=Path), help="Also hold the maps against the events of a lake or file.")
@click.option("--times", is_flag=True, help="Also print the longest that is promised, with the way that takes longest.")
@click.option("--people", is_flag=True, help="Also print the fewest moves to a person, by step and channel.")
def check(
    *,
    maps: tuple[Path, ...],
    as_json: bool,
    as_sarif_log: bool,
    fix: bool,
    against: str | None,
    events: Path | None,
    times: bool,
    people: bool,
) -> None:
    """Find everything that is wrong with map files. Of a folder these are the *.journey.yaml in it and below.

    What cannot be read is said first; the rules (`desireline rules`) then look for what could go wrong for a customer.

    Exit code 0: no error and no warning, though perhaps hints; 1: findings; 2: could not run.
    """
    from desireline import __version__, api
    from desireline.cli.imports import telling_to_import
    from desireline.cli.printing import print_diagnostics
    from desireline.diagnostics import as_data
    from desireline.diagnostics.sarif import as_sarif

    if as_json + as_sarif_log > 1 or (as_sarif_log and (times or people)):
        raise click.UsageError("--sarif holds findings alone: leave out --json, --times and --people")
    work = api.fix if fix else api.check
    with telling_to_import(events):
        log = None if events is None else api.open_log(events)
    files, wrong = each_file(map_files(maps), lambda path: work(path, against=against, events=log))
    findings = wrong + [d for file in files for d in file.diagnostics]
    if as_json:
        said = [as_data(d) for d in findings]
        whole = {"findings": said, **_foreseen(files, times, people)} if times or people else said
        click.echo(json.dumps(whole, indent=2, ensure_ascii=False))
    elif as_sarif_log:
        click.echo(json.dumps(as_sarif(findings, __version__), indent=2, ensure_ascii=False))
    else:
        print_diagnostics(findings, {file.path: file.text for file in files})
    _say_what_is_sound(files)
    if not as_json:
        _print_tables(files, times, people)
    if wrong or any(d.severity != "hint" for d in findings):
        raise click.exceptions.Exit(COULD_NOT_RUN if wrong else 1)


def _say_what_is_sound(files: list[MapFile]) -> None:
    from desireline.cli.printing import counted, print_message

    for file in files:
        if file.map is not None and all(d.severity == "hint" for d in file.diagnostics):
            m = file.map
            print_message(
                f"{file.path}: sound; {counted(len(m.steps), 'step')}, {counted(len(m.outcomes), 'outcome')}, version {m.short_version}"
            )


def _foreseen(files: list[MapFile], times: bool, people: bool) -> dict[str, list[dict[str, object]]]:
    """What the tables show, as data: for each map that could be read."""
    from desireline import api

    wanted = [(name, work) for name, work, is_wanted in (("times", api.times, times), ("people", api.people, people)) if is_wanted]
    maps = [file.map for file in files if file.map is not None]
    return {name: [{"journey": map_.journey, **one.as_data()} for map_ in maps for one in work(map_)] for name, work in wanted}


def _print_tables(files: list[MapFile], times: bool, people: bool) -> None:
    if not (times or people):
        return
    from desireline.check import Subject
    from desireline.cli.foresight import people_table, times_table
    from desireline.cli.printing import print_tables

    subjects = [Subject(file) for file in files if file.map is not None]
    wanted = [table for table, is_wanted in ((times_table, times), (people_table, people)) if is_wanted]
    print_tables(table(subject) for subject in subjects for table in wanted)
