"""`desireline fmt`: one layout for all maps; comments and order stay."""

from pathlib import Path

import click


@click.command()
@click.argument("maps", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--check", "only_check", is_flag=True, help="Change nothing; exit with 1 if a file would change.")
def fmt(maps: tuple[Path, ...], only_check: bool) -> None:
    """Lay map files out in one way. Comments, order and meaning stay as they are."""
    from desireline import api
    from desireline.cli.printing import print_message
    from desireline.diagnostics import DesirelineError, Diagnostic

    would_change = False
    wrong: list[Diagnostic] = []
    for path in maps:
        try:
            changes = api.fmt(path, write=not only_check)
        except DesirelineError as error:
            wrong.extend(error.diagnostics)
            continue
        would_change = would_change or changes
        if changes:
            print_message(f"{'would lay out' if only_check else 'laid out'} {path}")
    if wrong:
        raise DesirelineError(wrong)
    if only_check and would_change:
        raise click.exceptions.Exit(1)
