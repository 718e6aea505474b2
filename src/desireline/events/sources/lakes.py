"""Lakes and their files in the place of a source: their codes mean nothing outside the lake, so they are refused."""

from pathlib import Path

from desireline.diagnostics.diagnostic import DesirelineError
from desireline.events.manifest import MANIFEST
from desireline.events.sources.refusals import listed, refusal
from desireline.events.sources.table import Column

_CODED = {"source": "INTEGER", "name": "INTEGER", "customer_no": "INTEGER", "identity": "VARCHAR"}


def folder_given(path: Path) -> DesirelineError:
    """The error of a folder (E101), or of a lake (E126), where a file is wanted."""
    if (path / MANIFEST).is_file():
        return refusal(
            "E126",
            f"{path} is a lake, not a file of events",
            why="what it holds was imported before, and names, channels and sources stand in it as numbers",
            fix="replay it as it is (`desireline replay MAP LAKE`), or import the files that it was made of",
        )
    files = sorted(each.name for each in path.iterdir() if each.is_file() and not each.name.startswith("."))
    return refusal(
        "E101",
        f"{path} is a folder, not a file of events",
        why="which of its files hold events could not be told",
        fix=f"name the files in it, such as {listed(files[:3])}" if files else "name the files; it has none itself",
    )


def refuse_shard(columns: tuple[Column, ...], shown: str) -> None:
    """Raise DesirelineError (E126) where columns of a Parquet file are those of a lake's shard."""
    types = {column.name: column.type for column in columns}
    if all(types.get(name) == kind for name, kind in _CODED.items()):
        raise refusal(
            "E126",
            f"{shown} is a file of a lake: its events are named by numbers, which only the lake's {MANIFEST} explains",
            why="steps are found by the names of events, and none would be found",
            fix="replay the lake as it is (`desireline replay MAP LAKE`), or import the files that it was made of",
        )
