"""`desireline replay`: a map and events in; trips, visits and promises out."""

import json
from pathlib import Path
from typing import Any

import click

from desireline.cli.parameters import Instant, ReadsEvents, source_options


@click.command(cls=ReadsEvents, short_help="Run events through a map: trips, visits, promises.")
@click.argument("map_path", metavar="MAP", type=click.Path(path_type=Path, dir_okay=False))
@click.argument("log", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path, file_okay=False), help="Folder for the tables, as Parquet.")
@click.option("--as-of", type=Instant(), help="The moment asked about; default: the latest event that is not in the future.")
@click.option("--threads", type=click.IntRange(min=1), help="Shards side by side; default: one per core.")
@source_options
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
def replay(*, map_path: Path, log: Path, output: Path | None, as_of: int | None, threads: int | None, as_json: bool, **said: Any) -> None:
    """Run the events of LOG (a lake, or a file of events) through MAP.

    With -o the tables trips, visits and promises are written; what happened is summed up in any case.
    """
    from desireline import api
    from desireline.cli.imports import print_noticed
    from desireline.cli.printing import print_message, print_tables, progress
    from desireline.cli.summaries import headline, notes_on, tables_of

    map_ = api.read_map(map_path)
    with progress() as shown, api.open_log(log, progress=shown, **said) as opened:
        if output is None:
            summary = api.summary(map_, opened, as_of_us=as_of, threads=threads, progress=shown)
        else:
            summary = api.replay_to(map_, opened, output, as_of_us=as_of, threads=threads, progress=shown)
    if opened.report is not None:
        print_noticed(opened.report)
    elif any(said.values()):
        print_message(f"{log} is a lake: what says how a source is to be read is for files only, and changed nothing")
    if output is not None:
        print_message(f"wrote the tables trips, visits, promises and asides to {output}/")
    if as_json:
        click.echo(json.dumps(summary.as_data(), indent=2, ensure_ascii=False))
    else:
        print_message(headline(summary))
        for note in notes_on(summary):
            print_message(note)
        print_tables(tables_of(summary, map_))
