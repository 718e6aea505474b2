"""`desireline report`: one page that tells what was measured, to be mailed."""

from pathlib import Path
from typing import Any

import click

from desireline.cli.parameters import Instant, ReadsEvents, days_in_option, period_option, source_options


@click.command(cls=ReadsEvents, short_help="Write one page to mail about what was measured.")
@click.argument("map_path", metavar="MAP", type=click.Path(path_type=Path, dir_okay=False))
@click.argument("log", type=click.Path(path_type=Path))
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path, dir_okay=False), help="The page: an .html file.")
@period_option
@click.option("--compare-to", metavar="PERIOD", help="An earlier period, shown beside it.")
@days_in_option
@click.option("--as-of", type=Instant(), help="The moment asked about; default: the latest event that is not in the future.")
@click.option("--threads", type=click.IntRange(min=1), help="Shards side by side; default: one per core.")
@source_options
def report(
    *,
    map_path: Path,
    log: Path,
    output: Path,
    period: str | None,
    compare_to: str | None,
    days_in: str,
    as_of: int | None,
    threads: int | None,
    **said: Any,
) -> None:
    """Write one page about what the events of LOG (a lake, or a file of events) come to on MAP.

    Style and pictures are in the page: it asks nobody for anything, is read in any browser, light or dark, on a desk or a telephone, and
    can be mailed and printed. It names no customer.
    """
    from desireline import api
    from desireline.cli.imports import print_noticed
    from desireline.cli.picture import refuse_other_endings
    from desireline.cli.printing import counted, print_message, progress
    from desireline.mapfile.saving import save

    refuse_other_endings(output, (".html", ".htm"))
    map_ = api.read_map(map_path)
    with progress() as shown, api.open_log(log, progress=shown, **said) as opened:
        measures = api.measure(
            map_,
            opened,
            period=period,
            compare_to=compare_to,
            days_in=days_in,
            as_of_us=as_of,
            threads=threads,
            progress=shown,
        )
    if opened.report is not None:
        print_noticed(opened.report)
    page = api.report(measures).encode()
    save(output, page)
    trips, customers = counted(measures.trips, "trip"), counted(measures.customers, "customer")
    if not measures.trips:
        for note in measures.notes:
            print_message(note)
    print_message(f"wrote {output}: {trips} of {customers}, {len(page) / 1000:,.0f} kB")
