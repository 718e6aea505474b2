"""`desireline studio`: the map with what customers really did on it, as a page in the browser."""

from __future__ import annotations

from contextlib import ExitStack
from contextlib import closing as closing_store
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from desireline.live import Feeding


@click.command()
@click.argument("maps", nargs=-1, type=click.Path(path_type=Path))
@click.option("--lake", "log", metavar="LOG", type=click.Path(path_type=Path), help="The events: a lake, or a file of events.")
@click.option("--store", metavar="ADDRESS", help="The store that maps run on; with --lake: the lake that is fed from it.")
@click.option("--port", default=0, type=click.IntRange(0, 65535), help="Port of this machine; default: one that is free.")
@click.option("--no-open", is_flag=True, help="Print the link and leave the browser alone.")
def studio(maps: tuple[Path, ...], log: Path | None, store: str | None, port: int, no_open: bool) -> None:
    """Look at MAPS, and at what the events of a lake come to on them, in the browser.

    MAPS are map files or folders of them; default: those in this folder and one below. The page is served to this machine alone, by a link
    that opens once. Nothing it shows leaves the machine. Maps and events are read anew when they change. Ctrl-C ends it.

    With --store the numbers follow what happens: while the page is open, a lake is fed from the store every second.
    """
    from desireline.cli.printing import print_message
    from desireline.service.studio import Sources, serve
    from desireline.service.studio.sources import found_maps

    def ready(link: str) -> None:
        # The link is what the command gives: data, for whoever opens it.
        click.echo(link)
        opened = not no_open and click.launch(link) == 0
        print_message("the studio is open in your browser; Ctrl-C ends it" if opened else "open this link, once; Ctrl-C ends the studio")

    found = found_maps(maps)
    with ExitStack() as closing:
        feeding = None if store is None else _feeding(closing, store, log)
        sources = Sources(found, log, feeding)
        if log is not None or store is not None:
            sources.log()
        serve(sources, port, ready)


def _feeding(closing: ExitStack, address: str, lake: Path | None) -> Feeding:
    """What feeds a lake from the store at an address. It is opened for each turn: nothing keeps it from being put back meanwhile."""
    from desireline.cli.printing import print_message
    from desireline.live import Feeding, SystemClock, lake_of, open_store

    with closing_store(open_store(address, create=False)) as store:
        place = lake or lake_of(store.id, address)
    feeding = Feeding(lambda: closing_store(open_store(address, create=False)), place, SystemClock())
    closing.callback(feeding.close)
    print_message(f"the lake `{place}` is fed from the store while somebody looks")
    return feeding
