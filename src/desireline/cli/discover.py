"""`desireline discover`: a draft of a map from what customers did, or what a map does not know yet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from desireline.cli.parameters import ReadsEvents, Share, source_options


class QuietFor(click.ParamType[str]):
    """A duration such as `7d`, or `never`."""

    name = "duration"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from desireline.model import parse_duration_us

        try:
            if value != "never":
                parse_duration_us(value)
        except ValueError as error:
            self.fail(f"{error}, or never", param, ctx)
        return str(value)


@click.command(cls=ReadsEvents, short_help="Draft a map from what customers did.")
@click.argument("log", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="File for the draft; default: print it.")
@click.option("--name", help="What the journey is called; default: as the log's file or folder.")
@click.option("--all", "all_", is_flag=True, help="Every name a step, every move seen expected, no outcome drawn.")
@click.option("--coverage", type=Share(0, 1), default=0.95, show_default=True, help="Share of moves that are to be expected.")
@click.option("--quiet", type=QuietFor(), help="When a trip has gone quiet, such as 7d or never; default: proposed from the data.")
@click.option("--per", help="Field whose value parts trips, or none; default: proposed from the data.")
@click.option(
    "--update", "map_path", metavar="MAP", type=click.Path(path_type=Path, dir_okay=False), help="Only what is new to MAP, as a diff."
)
@source_options
def discover(
    *,
    log: Path,
    output: Path | None,
    name: str | None,
    all_: bool,
    coverage: float,
    quiet: str | None,
    per: str | None,
    map_path: Path | None,
    **said: Any,
) -> None:
    """Draft a map from the events of LOG (a lake, or a file of events).

    The draft is sound, says in comments what each proposal rests on, and is meant to be edited.

    With --update only what MAP does not know is proposed, as a diff of added lines that `patch MAP` and `git apply` take.
    """
    from desireline import api
    from desireline.cli.imports import print_noticed
    from desireline.cli.printing import print_message, progress
    from desireline.discover import name_of_log

    if map_path is not None and (quiet is not None or per is not None):
        raise click.UsageError("--update goes by the trips of MAP, which says its own `quiet` and `per`; leave --quiet and --per out")
    _refuse_to_overwrite(output, map_path)
    if map_path is not None:
        # What is wrong with it is better known before a long import than after.
        api.read_map(map_path)
    with progress() as shown, api.open_log(log, progress=shown, **said) as opened:
        if opened.report is not None:
            print_noticed(opened.report)
        elif any(said.values()):
            print_message(f"{log} is a lake: what says how a source is to be read is for files only, and changed nothing")
        if map_path is None:
            called = name or name_of_log(log)
            draft = api.discover(opened, name=called, all_moves=all_, coverage=coverage, quiet=quiet, per=per, progress=shown)
            text, notes = draft.text, draft.notes
        else:
            update = api.discover_new(map_path, opened, all_moves=all_, coverage=coverage)
            text, notes = update.diff, update.notes
    for note in notes:
        print_message(note)
    _put(text, output)
    if output is not None:
        print_message(f"wrote {output}; next: {f'desireline check {output}' if map_path is None else f'patch {map_path} {output}'}")


def _put(text: str, output: Path | None) -> None:
    from desireline.mapfile.saving import save

    if output is None:
        click.echo(text, nl=False)
    else:
        save(output, text.encode())


def _refuse_to_overwrite(output: Path | None, map_path: Path | None) -> None:
    from desireline.diagnostics import DesirelineError, Diagnostic, Fix

    if output is None or not output.is_file():
        return
    also = "" if map_path is not None else f", or see what is new to it: desireline discover LOG --update {output}"
    raise DesirelineError(
        Diagnostic(
            "C102", f"{output} exists already", why="what you wrote there would be lost", fix=Fix(f"name another file with -o{also}")
        )
    )
