"""`desireline import`: files of events into a lake."""

import json
from pathlib import Path
from typing import Any

import click

from desireline.cli.parameters import ReadsEvents, Share, source_options


@click.command("import", cls=ReadsEvents, short_help="Bring files of events into a lake, each event once.")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--lake", required=True, type=click.Path(path_type=Path, file_okay=False), help="The lake's folder.")
@source_options
@click.option("--aliases", type=click.Path(path_type=Path, dir_okay=False), help="Table of known identities that are one customer.")
@click.option("--max-bad-share", type=Share(0, 1), default=0.01, show_default=True, help="Share of bad rows above which the import stops.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def import_(
    *, files: tuple[Path, ...], lake: Path, mapping: Path | None, aliases: Path | None, max_bad_share: float, as_json: bool, **said: Any
) -> None:
    """Bring events of FILES (CSV, TSV, JSON lines, Parquet, XES; also .gz and .zst) into a lake.

    An event is taken once over all imports: to import a file again changes nothing. An import is taken whole or not at all.
    """
    from desireline import api
    from desireline.cli.imports import print_report
    from desireline.cli.printing import progress

    with progress() as shown:
        report = api.import_events(files, lake, mapping=mapping, aliases=aliases, max_bad_share=max_bad_share, progress=shown, **said)
    if as_json:
        click.echo(json.dumps(report.as_data(), indent=2, ensure_ascii=False))
    else:
        print_report(report)
