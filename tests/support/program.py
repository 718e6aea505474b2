"""The program as a person meets it: what goes to stdout, what to stderr, and the exit code.

It runs in this process, where it is loaded already. As a process of its own it runs in `tests/functional/test_command_line.py`
and where pages are held against what they show.
"""

from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner

from desireline.cli import main


@dataclass(frozen=True)
class Ran:
    """What it came to."""

    code: int
    out: str
    err: str


def desireline(*words: str | Path, folder: Path) -> Ran:
    """Run a command in a folder, on a terminal of 80 columns."""
    with chdir(folder):
        done = CliRunner().invoke(main, [str(word) for word in words], env={"COLUMNS": "80", "NO_COLOR": "1"})
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    assert "Traceback" not in done.stderr
    return Ran(done.exit_code, done.stdout, done.stderr)
