"""Map files as a command line names them: a folder stands for the maps in it and below."""

from collections.abc import Iterable
from pathlib import Path


def map_files(said: Iterable[Path]) -> list[Path]:
    """The files named, and for a folder its maps by name. Raises DesirelineError where a folder has none (C105)."""
    from desireline.diagnostics import DesirelineError
    from desireline.mapfile.finding import maps_in, no_maps

    found: list[Path] = []
    for path in said:
        maps = maps_in(path) if path.is_dir() else [path]
        if not maps:
            raise DesirelineError(no_maps([path]))
        found += maps
    return list(dict.fromkeys(found))
