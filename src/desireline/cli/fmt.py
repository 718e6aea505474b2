"""`desireline fmt`: one layout for all maps; comments and order stay."""

from pathlib import Path

import click

from desireline.cli.failures import each_file
from desireline.cli.files import map_files


@click.command()
@click.argument("maps", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--check", "only_check", is_flag=True, help="Change nothing; exit with 1 if a file would change.")
def fmt(maps: tuple[Path, ...], only_check: bool) -> None:
    """Lay map files out in one way. Comments, order and meaning stay as they are.

    Of a folder these are the *.journey.yaml in it and below.
    """
    from desireline import api
    from desireline.cli.printing import counted, print_message
    from desireline.diagnostics import DesirelineError

    def lay_out(path: Path) -> bool:
        changes = api.fmt(path, write=not only_check)
        if changes:
            print_message(f"{'would lay out' if only_check else 'laid out'} {path}")
        return changes

    changed, wrong = each_file(map_files(maps), lay_out)
    if wrong:
        raise DesirelineError(wrong)
    if not any(changed):
        print_message(f"{counted(len(changed), 'map')} laid out as they should be" if len(changed) > 1 else "laid out as it should be")
    if only_check and any(changed):
        raise click.exceptions.Exit(1)
