"""`desireline schema`: the JSON Schema of the map language."""

import json
from pathlib import Path

import click


@click.command(short_help="Print the JSON Schema with which editors check maps.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write it here instead of printing it.")
def schema(output: Path | None) -> None:
    """Print the JSON Schema of map files, so that editors complete and check them.

    In VS Code with the YAML extension, put this on a map's first line:

    # yaml-language-server: $schema=journey.schema.json
    """
    from desireline import api
    from desireline.mapfile.saving import save

    text = json.dumps(api.schema(), indent=2, ensure_ascii=False)
    if output is None:
        click.echo(text)
    else:
        save(output, f"{text}\n".encode())
