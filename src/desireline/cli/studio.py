"""`desireline studio`: the map with what customers really did on it, as a page in the browser."""

from pathlib import Path

import click


@click.command()
@click.argument("maps", nargs=-1, type=click.Path(path_type=Path))
@click.option("--lake", "log", metavar="LOG", type=click.Path(path_type=Path), help="The events: a lake, or a file of events.")
@click.option("--port", default=0, type=click.IntRange(0, 65535), help="Port of this machine; default: one that is free.")
@click.option("--no-open", is_flag=True, help="Print the link and leave the browser alone.")
def studio(maps: tuple[Path, ...], log: Path | None, port: int, no_open: bool) -> None:
    """Look at MAPS, and at what the events of a lake come to on them, in the browser.

    MAPS are map files or folders of them; default: those in this folder and one below. The page is served to this machine alone, by a link
    that opens once. Nothing it shows leaves the machine. Maps and events are read anew when they change. Ctrl-C ends it.
    """
    from desireline.cli.printing import print_message
    from desireline.service.studio import Sources, serve
    from desireline.service.studio.sources import found_maps

    def ready(link: str) -> None:
        # The link is what the command gives: data, for whoever opens it.
        click.echo(link)
        opened = not no_open and click.launch(link) == 0
        print_message("the studio is open in your browser; Ctrl-C ends it" if opened else "open this link, once; Ctrl-C ends the studio")

    sources = Sources(found_maps(maps), log)
    if log is not None:
        sources.log()
    serve(sources, port, ready)
