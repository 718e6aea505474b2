"""`desireline define`: what a number counts."""

import json
from dataclasses import asdict
from textwrap import wrap

import click

WIDTH = 80


@click.command(short_help="Say what a number counts, and what it leaves out.")
@click.argument("name", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def define(*, name: str | None, as_json: bool) -> None:
    """Say of the measure NAME whom it counts, how, in what unit, what it leaves out, and how to list those whom it counts.

    Without NAME, all are listed with a line for each.
    """
    from desireline import api

    found = api.definitions() if name is None else (api.definition(name),)
    if as_json:
        data = [asdict(definition) for definition in found]
        click.echo(json.dumps(data if name is None else data[0], indent=2, ensure_ascii=False))
        return
    if name is None:
        longest = max(len(definition.name) for definition in found)
        for definition in found:
            click.echo(f"{definition.name:{longest}}  {definition.title}")
        return
    definition = found[0]
    click.echo(f"{definition.name}: {definition.title}")
    parts = definition.parts()
    longest = max(len(heading) for heading, _ in parts)
    for heading, text in parts:
        first, *rest = wrap(text, WIDTH - longest - 4, break_on_hyphens=False)
        click.echo(f"  {heading:{longest}}  {first}")
        for line in rest:
            click.echo(" " * (longest + 4) + line)
