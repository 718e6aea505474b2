"""`desireline simulate`: synthetic customers of a map, with planted truths."""

from pathlib import Path

import click

from desireline.cli.parameters import Instant


@click.command(short_help="Make events of synthetic customers for a map.")
@click.argument("map_path", metavar="MAP", type=click.Path(path_type=Path, dir_okay=False))
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path, dir_okay=False), help="A .jsonl, .csv or .parquet file.")
@click.option("--customers", default=1_000, show_default=True, help="How many customers.")
@click.option("--days", default=90, show_default=True, help="For how many days they start trips.")
@click.option("--start", type=Instant(), help="When it begins; default 2026-01-01.")
@click.option("--seed", default=0, show_default=True, help="Equal seeds give equal events, others other customers.")
@click.option("--slow", multiple=True, metavar="STEP:FACTOR", help="Waits at the step are so many times longer.")
@click.option("--drift", multiple=True, metavar="DATE:STEP:SHARE", help="From that date this share goes to the step.")
@click.option("--leaving", multiple=True, metavar="PROMISE:DIFFERENCE", help="A broken promise makes leaving that much likelier.")
def simulate(
    *,
    map_path: Path,
    output: Path,
    customers: int,
    days: int,
    start: int | None,
    seed: int,
    slow: tuple[str, ...],
    drift: tuple[str, ...],
    leaving: tuple[str, ...],
) -> None:
    """Make events of synthetic customers who walk MAP, with planted truths.

    What was planted is written beside the events, so that an analysis can be held against it.
    """
    from desireline import api
    from desireline.cli.printing import print_diagnostics, print_message

    written = api.simulate_to(
        map_path, output, customers=customers, days=days, start_us=start, seed=seed, slow=slow, drift=drift, leaving=leaving
    )
    print_diagnostics(written.notes)
    print_message(f"wrote {written.events:,} synthetic events to {written.path}, and what was planted to {written.truth_path}")
