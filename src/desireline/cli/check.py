"""`desireline check`: everything that is wrong with a map, at once."""

import json
from pathlib import Path

import click

from desireline.cli.failures import COULD_NOT_RUN, each_file


@click.command()
@click.argument("maps", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@click.option("--fix", is_flag=True, help="First make all edits that have one meaning.")
def check(maps: tuple[Path, ...], as_json: bool, fix: bool) -> None:
    """Find everything that is wrong with map files.

    Exit code 0: nothing found; 1: findings; 2: could not run.
    """
    from desireline import api
    from desireline.cli.printing import print_diagnostics, print_message
    from desireline.diagnostics import as_data

    files, wrong = each_file(maps, api.fix if fix else api.check)
    findings = wrong + [d for file in files for d in file.diagnostics]
    if as_json:
        click.echo(json.dumps([as_data(d) for d in findings], indent=2, ensure_ascii=False))
    else:
        print_diagnostics(findings, {file.path: file.text for file in files})
    for file in files:
        if file.map is not None and not file.diagnostics:
            m = file.map
            print_message(f"{file.path}: sound; {len(m.steps)} steps, {len(m.outcomes)} outcomes, version {m.short_version}")
    if findings:
        raise click.exceptions.Exit(COULD_NOT_RUN if wrong else 1)
