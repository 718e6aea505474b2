"""`desireline walk`: example journeys that together show a map."""

import json
from pathlib import Path

import click


@click.command(short_help="Write example journeys that together show all of a map.")
@click.argument("map_path", metavar="MAP", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--json", "as_json", is_flag=True, help="Print the journeys as JSON, with their events, for tests.")
def walk(map_path: Path, as_json: bool) -> None:
    """Write example journeys that together show all of MAP, in as few as it finds, the shortest first.

    Every start, move, branch of a choice, broken promise and outcome, and a quiet end; each journey runs through the engine as it is told.
    What none of them shows is said with the reason.
    """
    from desireline import api

    walked = api.walk(map_path)
    if as_json:
        click.echo(json.dumps(walked.as_data(), indent=2, ensure_ascii=False))
    else:
        for line in walked.tell():
            click.echo(line)
