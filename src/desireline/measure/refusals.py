"""What is said where a list or a definition is asked for that there is none of."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path

from desireline.diagnostics import Diagnostic, Fix, Near
from desireline.diagnostics.system import said_by_the_system

MOST_LISTED = 12


def unknown(name: str, what: str, known: Iterable[str], code: str = "M110") -> Diagnostic:
    """A name that stands for nothing. `what`: of which kind it should have been; `known`: the names there are."""
    names = list(known)
    listed = ", ".join(f"`{one}`" for one in names[:MOST_LISTED]) + (", …" if len(names) > MOST_LISTED else "")
    return Diagnostic(
        code,
        f"there is no {what} `{name}`",
        why="what is asked for would be no number of this map",
        fix=Fix(f"write one of {listed}" if names else f"there is no {what} at all: leave it out"),
        near=tuple(Near(near) for near in get_close_matches(name, names, n=3)),
    )


def malformed(what: str, fix: str) -> Diagnostic:
    """A criterion that cannot be read."""
    return Diagnostic("M112", what, why="it would not be known who is meant", fix=Fix(fix))


def not_of_trips(events: str, others: Iterable[str]) -> Diagnostic:
    """Events are asked for beside what holds of trips."""
    return Diagnostic(
        "M113",
        f"`{events}` asks for events, and they cannot be narrowed by {', '.join(f'`{other}`' for other in others)}",
        why="events that touched no trip have no trip for which these could hold",
        fix=Fix("ask for the one or for the other"),
    )


def no_such_file(path: Path) -> Diagnostic:
    """A file whose ending is none that a list can be written as."""
    return Diagnostic(
        "M114",
        f"`{path}` has an ending by which no list is written",
        why="nobody could tell what is in the file",
        fix=Fix("name a file that ends in .csv or .parquet"),
    )


def not_written(path: Path, error: Exception) -> Diagnostic:
    """A file that cannot be written."""
    return Diagnostic(
        "M115",
        f"the list cannot be written to `{path}`: {said_by_the_system(error)}",
        why="whoever reads the file would not have the list",
        fix=Fix("name a file in a folder that is there and may be written to"),
    )
