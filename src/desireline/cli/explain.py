"""`desireline explain`: one customer's whole story over all channels and maps."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from desireline.cli.parameters import Instant, ReadsEvents, source_options

if TYPE_CHECKING:
    from desireline.live import LiveStory


@click.command(cls=ReadsEvents, short_help="Tell one customer's whole story, with the reasons.")
@click.argument("identity", metavar="CUSTOMER")
@click.argument("paths", metavar="MAP... [LOG]", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--store", metavar="ADDRESS", help="The store that the maps run on, in the place of a LOG.")
@click.option(
    "--as-of", type=Instant(), help="The moment to tell it for; default: the latest event that is not in the future; of a store: now."
)
@click.option("--why-not", metavar="STEP", help="Say why the customer never was at a step or outcome, or is there no longer.")
@click.option("--why", metavar="ID", help="Say why a step, an action, or an effect of a store, is as it is.")
@click.option("--all", "whole", is_flag=True, help="Print every trip, visit and event of a long story.")
@source_options
@click.option("--json", "as_json", is_flag=True, help="Print the whole story as JSON.")
def explain(
    *,
    identity: str,
    paths: tuple[Path, ...],
    store: str | None,
    as_of: int | None,
    why_not: str | None,
    why: str | None,
    whole: bool,
    as_json: bool,
    **said: Any,
) -> None:
    """Tell the story of CUSTOMER (any of its names) on each MAP, from the events of LOG (a lake, or a file of events) or of a store.

    Each event with the step that it was and the line of the map that says so, or why it was nothing; trips, moves, promises, and what
    may come next. Of a store also what was decided for the customer, what became of it, and why.
    """
    from desireline import api

    if store is not None:
        if any(said.values()):
            raise click.UsageError("the events of a store are as they are: leave out how a file is read")
        logs = [str(path) for path in paths if path.is_dir()]
        if logs:
            raise click.UsageError(f"with --store the events are the store's: leave out `{'`, `'.join(logs)}`, and name maps alone")
        _print_live(api.explain_live(identity, paths, store, as_of_us=as_of, why_not=why_not, why=why), whole=whole, as_json=as_json)
        return
    from desireline.cli.imports import print_noticed
    from desireline.cli.printing import print_message, progress
    from desireline.cli.stories import print_story

    *maps, log = paths
    if not maps:
        raise click.UsageError("name at least one map before the lake: desireline explain CUSTOMER MAP... LOG")
    with progress() as shown:
        opened = api.open_log(log, progress=shown, **said)
    with opened:
        if opened.report is not None:
            print_noticed(opened.report)
        elif any(said.values()):
            print_message(f"{log} is a lake: what says how a source is to be read is for files only, and changed nothing")
        story = api.explain(identity, maps, opened, as_of_us=as_of, why_not=why_not, why=why)
        with progress() as shown:

            def told(events: int) -> None:
                shown("telling events", events, story.extent.events)

            if as_json:
                for piece in story.as_json(told):
                    click.echo(piece, nl=False)
            else:
                print_story(story, whole=whole, progress=told)


def _print_live(story: LiveStory, *, whole: bool, as_json: bool) -> None:
    import json

    from desireline.cli.live_stories import print_live_story

    if as_json:
        click.echo(json.dumps(story.as_data(), ensure_ascii=False))
    else:
        print_live_story(story, whole=whole)
