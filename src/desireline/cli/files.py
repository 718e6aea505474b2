"""Map files as a command line names them: a folder stands for the maps in it and below."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from desireline.diagnostics import DesirelineError, Diagnostic, Fix

ENDINGS = (".journey.yaml", ".journey.yml")


def map_files(said: Iterable[Path]) -> list[Path]:
    """The files named, and for a folder its maps by name. Raises DesirelineError where a folder has none (C105)."""
    found: list[Path] = []
    for path in said:
        if not path.is_dir():
            found.append(path)
            continue
        maps = sorted(_maps_below(path))
        if not maps:
            raise DesirelineError(_no_maps(path))
        found += maps
    return list(dict.fromkeys(found))


def _maps_below(folder: Path) -> Iterator[Path]:
    for ending in ENDINGS:
        for path in folder.rglob(f"*{ending}"):
            if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts):
                yield path


def _no_maps(folder: Path) -> Diagnostic:
    return Diagnostic(
        "C105",
        f"the folder `{folder}` has no map in it or below",
        why="nothing was looked at",
        fix=Fix(f"end the names of maps in {ENDINGS[0]}, or name the files themselves"),
    )
