"""`desireline measure`: what customers did on a map, and where it hurts first."""

import json
from pathlib import Path
from typing import Any

import click

from desireline.cli.parameters import Instant, ReadsEvents, days_in_option, period_option, source_options

SEGMENTS = "Tell trips apart by a trait or field of the map, or by channel, start, again, day, week, month or year."


@click.command(cls=ReadsEvents, short_help="Measure what customers did, and where it hurts first.")
@click.argument("map_path", metavar="MAP", type=click.Path(path_type=Path, dir_okay=False))
@click.argument("log", type=click.Path(path_type=Path))
@period_option
@click.option("--compare-to", metavar="PERIOD", help="An earlier period, shown beside it.")
@days_in_option
@click.option("--segment", metavar="NAME", help=SEGMENTS)
@click.option("--as-of", type=Instant(), help="The moment asked about; default: the latest event that is not in the future.")
@click.option("--threads", type=click.IntRange(min=1), help="Shards side by side; default: one per core.")
@source_options
@click.option("--json", "as_json", is_flag=True, help="Print all measures as JSON.")
def measure(
    *,
    map_path: Path,
    log: Path,
    period: str | None,
    compare_to: str | None,
    days_in: str,
    segment: str | None,
    as_of: int | None,
    threads: int | None,
    as_json: bool,
    **said: Any,
) -> None:
    """Measure what the events of LOG (a lake, or a file of events) come to on MAP.

    A number counts what began in the period, as of its end. `desireline define` says of each what it counts, `desireline customers`
    lists whom.
    """
    from desireline import api
    from desireline.cli.imports import print_noticed
    from desireline.cli.measures import headline, tables_of
    from desireline.cli.printing import print_message, print_tables, progress

    map_ = api.read_map(map_path)
    with progress() as shown, api.open_log(log, progress=shown, **said) as opened:
        found = api.measure(
            map_,
            opened,
            period=period,
            compare_to=compare_to,
            days_in=days_in,
            segment=segment,
            as_of_us=as_of,
            threads=threads,
            progress=shown,
        )
    if opened.report is not None:
        print_noticed(opened.report)
    if as_json:
        click.echo(json.dumps(found.as_data(), indent=2, ensure_ascii=False))
    else:
        print_message(headline(found))
        for note in found.notes:
            print_message(note)
        print_tables(tables_of(found))
