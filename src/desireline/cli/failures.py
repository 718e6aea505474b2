"""What commands make of what could not be done."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from desireline.diagnostics import DesirelineError, Diagnostic, Fix

Made = TypeVar("Made")
COULD_NOT_RUN = 2
"""The exit code where something could not be done at all."""


def each_file(paths: Iterable[Path], work: Callable[[Path], Made]) -> tuple[list[Made], list[Diagnostic]]:
    """Do some work on each file: what came of it, and why it could not be done with some, which do not stop the others."""
    made: list[Made] = []
    wrong: list[Diagnostic] = []
    for path in paths:
        try:
            made.append(work(path))
        except DesirelineError as error:
            wrong.extend(error.diagnostics)
        except BrokenPipeError:
            raise
        except OSError as error:
            wrong.append(of_the_system(error))
    return made, wrong


def of_the_system(error: OSError) -> Diagnostic:
    """What the operating system refused."""
    where = f" ({error.filename})" if error.filename else ""
    return Diagnostic(
        "C101",
        f"the system refused: {error.strerror or error}{where}",
        why="nothing was left half-written",
        fix=Fix("see that the file or folder exists, that you may use it, and that the disk has room"),
    )
