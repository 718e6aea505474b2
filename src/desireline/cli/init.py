"""`desireline init`: a first map, a few synthetic events that walk it, and the schema that editors check it with."""

import json
from pathlib import Path

import click

STARTER = Path(__file__).parent / "starter"
FILES = ("first.journey.yaml", "events.csv")
SCHEMA = "journey.schema.json"


@click.command(short_help="Write a first map, a few events and the editors' schema.")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=Path())
def init(folder: Path) -> None:
    """Write a first map, a few synthetic events and the editors' schema into FOLDER.

    Nothing that exists is overwritten.
    """
    from desireline import api
    from desireline.cli.printing import print_message

    _refuse_to_overwrite(folder)
    contents = {name: (STARTER / name).read_bytes() for name in FILES}
    contents[SCHEMA] = (json.dumps(api.schema(), indent=2, ensure_ascii=False) + "\n").encode()
    _write_all(folder, contents)
    at = "" if folder == Path() else f"{folder}/"
    print_message(f"wrote {at}{FILES[0]}, {at}{FILES[1]} (synthetic) and {at}{SCHEMA}; next:")
    print_message(f"  desireline check {at}{FILES[0]}")
    print_message(f"  desireline replay {at}{FILES[0]} {at}{FILES[1]}")


def _write_all(folder: Path, contents: dict[str, bytes]) -> None:
    """All files, or none of them and no new folder."""
    from desireline.mapfile.saving import save

    new_folders = [above for above in (folder, *folder.parents) if not above.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in contents.items():
            save(folder / name, content)
    except BaseException:
        for name in contents:
            (folder / name).unlink(missing_ok=True)
        for above in new_folders:
            if above.exists():
                above.rmdir()
        raise


def _refuse_to_overwrite(folder: Path) -> None:
    from desireline.diagnostics import DesirelineError, Diagnostic, Fix

    there = [name for name in (*FILES, SCHEMA) if (folder / name).exists()]
    if there:
        raise DesirelineError(
            Diagnostic(
                "C102",
                f"{_listed(there)} already in {folder}/",
                why="what you wrote there would be lost",
                fix=Fix("name another folder: desireline init my_journeys"),
            )
        )


def _listed(names: list[str]) -> str:
    *others, last = names
    return f"{', '.join(others)} and {last} exist" if others else f"{last} exists"
