"""`desireline sync`: the lake, fed from the store that maps run on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from desireline.live import Synced

_PASSING = ("L103", "E205", "E211")
"""What may be over in a moment: a store that cannot be reached, another import that is under way, a full disk."""


class Duration(click.ParamType[float]):
    """A duration as maps write it: `30s`, `5m`. Given on in seconds."""

    name = "duration"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        from desireline.model import parse_duration_us

        try:
            seconds = parse_duration_us(str(value)) / 1_000_000
        except ValueError:
            seconds = 0.0
        if seconds < 1:
            self.fail(f"`{value}` is no duration of a second or more; write one such as 30s or 5m", param, ctx)
        return seconds


@click.command(short_help="Bring what a live store took in into a lake.")
@click.option("--store", metavar="ADDRESS", required=True, help="The store that the maps run on.")
@click.option("--lake", required=True, type=click.Path(path_type=Path, file_okay=False), help="The lake's folder.")
@click.option("--every", metavar="DURATION", type=Duration(), help="Go on, so often, until interrupted.")
def sync(*, store: str, lake: Path, every: float | None) -> None:
    """Bring the events, identities and aliases that a store has taken in since the last time into a lake.

    The lake knows how far it got: nothing is lost or taken twice, whenever it ends. With --every it goes on until Ctrl-C, and says a line
    whenever something came.
    """
    import time

    from desireline import api
    from desireline.cli.printing import print_diagnostics, print_message
    from desireline.diagnostics import DesirelineError

    first = True
    while True:
        begun = time.monotonic()
        try:
            done = api.sync(store, lake)
            if done.commits or (first and every is None):
                print_message(_line(done, time.monotonic() - begun))
        except DesirelineError as error:
            if first or not all(diagnostic.code in _PASSING for diagnostic in error.diagnostics):
                raise
            print_diagnostics(error.diagnostics)
        if every is None:
            return
        first = False
        time.sleep(max(every - (time.monotonic() - begun), 0.0))


def _line(done: Synced, seconds: float) -> str:
    from desireline.cli.printing import counted

    holds = f"the lake holds {counted(done.lake_rows, 'event')} of {counted(done.lake_customers, 'customer')}"
    if not done.events and not done.aliases:
        return f"nothing new; {holds}" if done.lake_rows else "the store has taken in no event yet; the lake is empty"
    known = f", {done.events - done.taken:,} were there" if done.events > done.taken else ""
    aliases = f", {counted(done.aliases, 'pair')} of aliases" if done.aliases else ""
    return f"took {counted(done.taken, 'event')}{known}{aliases} in {seconds:.1f} s; {holds}"
