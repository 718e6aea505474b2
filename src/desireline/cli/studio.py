"""`desireline studio`: the map with what customers really did on it, as a page in the browser."""

from __future__ import annotations

from contextlib import ExitStack
from contextlib import closing as closing_store
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from desireline.live import Feeding
    from desireline.service.studio import Sources


@click.command(short_help="Look at maps in the browser, with what happened on them.")
@click.argument("maps", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--lake", "logs", metavar="[JOURNEY=]LOG", multiple=True, help="The events: a lake, or a file of events; JOURNEY=: of that map alone."
)
@click.option("--store", metavar="ADDRESS", help="The store that maps run on; with --lake: the lake that is fed from it.")
@click.option("--port", default=0, type=click.IntRange(0, 65535), help="Port of this machine; default: one that is free.")
@click.option("--no-open", is_flag=True, help="Print the link and leave the browser alone.")
def studio(maps: tuple[Path, ...], logs: tuple[str, ...], store: str | None, port: int, no_open: bool) -> None:
    """Look at MAPS, and at what the events of a lake come to on them, in the browser.

    MAPS are map files or folders of them; default: those in this folder and one below. Where there is none, the page begins with
    bringing in a file of events (CSV, TSV, JSON lines, Parquet, XES; also .gz and .zst), from which it drafts a map. New lakes and maps
    are put into the folder named, else into this one, and never over anything that is there.

    The page is served to this machine alone, by a link that opens once. Nothing it shows leaves the machine. Maps and events are read anew
    when they change. Ctrl-C ends it.

    With --store the numbers follow what happens: while the page is open, a lake is fed from the store every second.
    """
    from desireline.cli.imports import telling_to_import
    from desireline.cli.printing import print_message
    from desireline.service.studio import Sources, serve
    from desireline.service.studio.sources import found_maps, home_of

    def ready(link: str) -> None:
        # The link is what the command gives: data, for whoever opens it.
        click.echo(link)
        opened = not no_open and click.launch(link) == 0
        print_message("the studio is open in your browser; Ctrl-C ends it" if opened else "open this link, once; Ctrl-C ends the studio")

    # Without maps nothing of a store could be shown: there must be some.
    found, log, own = _paired(Sources(found_maps(maps or (() if store is None else (Path(),)))), logs)
    with ExitStack() as closing:
        feeding = None if store is None else _feeding(closing, store, log)
        home = home_of(maps) if feeding is None else None
        sources = Sources(found, log, feeding, [Sources([path], place) for path, place in own], home)
        for one in sources.each():
            if one.path is not None:
                with telling_to_import(one.path):
                    one.log()
        serve(sources, port, ready)


def _paired(sources: Sources, logs: tuple[str, ...]) -> tuple[list[Path], Path | None, list[tuple[Path, Path]]]:
    """The maps without a log of their own, their log, and the others with theirs."""
    own: dict[str, Path] = {}
    shared: list[Path] = []
    for said in logs:
        journey, equals, place = said.partition("=")
        if equals and journey in sources.paths:
            own[journey] = Path(place)
        elif equals and not Path(said).exists():
            known = ", ".join(f"`{one}`" for one in sources.paths) or "none"
            raise click.UsageError(f"--lake {said}: there is no map of a journey `{journey}`; there are {known}")
        else:
            shared.append(Path(said))
    if len(shared) > 1:
        raise click.UsageError("--lake was given twice for the same maps: say whose each is, as in --lake JOURNEY=LAKE")
    rest = [path for journey, path in sources.paths.items() if journey not in own]
    pairs = [(sources.paths[journey], place) for journey, place in own.items()]
    if not rest and not shared and pairs:
        (first, log), *pairs = pairs
        return [first], log, pairs
    return rest, next(iter(shared), None), pairs


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
