"""Where map files are: what a folder stands for."""

from collections.abc import Iterable
from pathlib import Path

from desireline.diagnostics import Diagnostic, Fix

ENDINGS = (".journey.yaml", ".journey.yml")


def maps_in(folder: Path, *, levels: int | None = None) -> list[Path]:
    """The map files in a folder and below, by path; hidden folders and files are passed by. `levels`: how many folders down; None: all."""
    found = []
    for path in folder.rglob("*.journey.y*ml") if levels is None else _down(folder, levels):
        below = path.relative_to(folder).parts
        if path.name.endswith(ENDINGS) and path.is_file() and not any(part.startswith(".") for part in below):
            found.append(path)
    return sorted(found)


def no_maps(folders: Iterable[Path]) -> Diagnostic:
    """That there are none where some were meant (C105)."""
    return Diagnostic(
        "C105",
        f"there is no map file in {', '.join(f'`{folder}`' for folder in folders)}",
        why="there would be nothing to look at",
        fix=Fix(f"name a file that ends in {ENDINGS[0]}, or make one: `desireline init` or `desireline discover LOG -o MAP`"),
    )


def _down(folder: Path, levels: int) -> Iterable[Path]:
    for level in range(levels + 1):
        yield from folder.glob("*/" * level + "*.journey.y*ml")
