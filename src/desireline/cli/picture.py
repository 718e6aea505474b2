"""`desireline picture`: one picture, on the terminal or as a file."""

import json
from pathlib import Path
from typing import Any

import click

from desireline.cli.parameters import Instant, ReadsEvents, days_in_option, period_option, source_options
from desireline.diagnostics import DesirelineError, Diagnostic, Fix

ENDINGS = (".svg", ".png")


@click.command(cls=ReadsEvents, short_help="Draw map, moves, routes, times, funnel, returns or dots.")
@click.argument("name")
@click.argument("map_path", metavar="MAP", type=click.Path(path_type=Path, dir_okay=False))
@click.argument("log", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="A .svg or .png file; default: the terminal.")
@click.option("--step", "steps", multiple=True, metavar="STEP", help="For times: a step, and perhaps where to. For funnel: in order.")
@period_option
@days_in_option
@click.option("--as-of", type=Instant(), help="The moment asked about; default: the latest event that is not in the future.")
@click.option("--width", type=click.IntRange(320, 4000), default=960, show_default=True, help="Width in pixels.")
@click.option("--theme", type=click.Choice(("auto", "light", "dark")), default="auto", show_default=True, help="auto: as the reader's.")
@click.option("--threads", type=click.IntRange(min=1), help="Shards side by side; default: one per core.")
@source_options
@click.option("--json", "as_json", is_flag=True, help="Print its numbers as JSON.")
def picture(
    *,
    name: str,
    map_path: Path,
    log: Path,
    output: Path | None,
    steps: tuple[str, ...],
    period: str | None,
    days_in: str,
    as_of: int | None,
    width: int,
    theme: Any,
    threads: int | None,
    as_json: bool,
    **said: Any,
) -> None:
    """Draw what the events of LOG (a lake, or a file of events) come to on MAP.

    NAME is map (its stages with what was measured), moves (by the time they cost all customers), routes, times (of a step or a wait),
    funnel (over some steps), returns (customers coming back) or dots (single customers by date).
    """
    from desireline import api
    from desireline.cli.imports import print_noticed
    from desireline.cli.printing import print_message, progress
    from desireline.mapfile.saving import save

    refuse_other_endings(output, ENDINGS)
    map_ = api.read_map(map_path)
    with progress() as shown, api.open_log(log, progress=shown, **said) as opened:
        drawn = api.picture(
            name, map_, opened, steps=steps, period=period, days_in=days_in, as_of_us=as_of, threads=threads, progress=shown
        )
    if opened.report is not None:
        print_noticed(opened.report)
    if output is not None:
        if output.suffix.lower() == ".png":
            drawn.png(output, width, "light" if theme == "auto" else theme)
        else:
            save(output, drawn.svg(width, theme).encode())
        print_message(f"wrote {output}: {drawn.title}. {drawn.whom}")
    if as_json:
        click.echo(json.dumps(drawn.as_data(), indent=2, ensure_ascii=False))
    elif output is None:
        _show(drawn)


def refuse_other_endings(output: Path | None, endings: tuple[str, ...]) -> None:
    """Raise DesirelineError where a file's ending names no format that can be written."""
    if output is not None and output.suffix.lower() not in endings:
        formats = " or ".join(endings)
        why = "the ending of its name says in which format a file is to be written"
        raise DesirelineError(
            Diagnostic(
                "P104", f"`{output.name}` does not end with {formats}", why=why, fix=Fix(f"write -o {output.stem or 'page'}{endings[0]}")
            )
        )


def _show(drawn: Any) -> None:
    import sys

    from desireline.cli.printing import Printer

    console = Printer(highlight=False) if sys.stdout.isatty() else Printer(highlight=False, width=100, no_color=True)
    console.print(drawn)
