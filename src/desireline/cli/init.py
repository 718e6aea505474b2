"""`desireline init`: a first map, a few synthetic events that walk it, and the schema that editors check it with."""

import json
from pathlib import Path

import click

STARTER = Path(__file__).parent / "starter"
FILES = ("first.journey.yaml", "events.csv")
SCHEMA = "journey.schema.json"


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=Path())
def init(folder: Path) -> None:
    """Write a first map, a few synthetic events and the editors' schema into FOLDER.

    Nothing that exists is overwritten.
    """
    from desireline import api
    from desireline.cli.printing import print_message

    _refuse_to_overwrite(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        (folder / name).write_bytes((STARTER / name).read_bytes())
    (folder / SCHEMA).write_text(json.dumps(api.schema(), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    at = "" if folder == Path() else f"{folder}/"
    print_message(f"wrote {at}{FILES[0]}, {at}{FILES[1]} (synthetic) and {at}{SCHEMA}; next:")
    print_message(f"  desireline check {at}{FILES[0]}")
    print_message(f"  desireline replay {at}{FILES[0]} {at}{FILES[1]}")


def _refuse_to_overwrite(folder: Path) -> None:
    from desireline.diagnostics import DesirelineError, Diagnostic, Fix

    there = [name for name in (*FILES, SCHEMA) if (folder / name).exists()]
    if there:
        raise DesirelineError(
            Diagnostic(
                "C102",
                f"{', '.join(there)} exists already in {folder.resolve().name}/",
                why="what you wrote there would be lost",
                fix=Fix("name another folder: desireline init my_journeys"),
            )
        )
