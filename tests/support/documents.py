"""Documents that run: the `console` and `python` blocks of a page, and whether what they show is what happens.

In a block a line that starts with `$ ` is a command; the lines below it are what it prints, messages and data together. A line `…` stands
for any lines, and `…` inside a line for any characters.
"""

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_PYTHON = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Shown:
    """A command of a page, and the output that the page shows for it."""

    command: str
    output: str


def shown_in(page: Path) -> Iterator[Shown]:
    for block in _BLOCK.findall(page.read_text(encoding="utf-8")):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            yield Shown(command, output.rstrip())


def python_in(page: Path) -> list[str]:
    """The `python` blocks of a page. They are run in order as one program, after the commands."""
    return _PYTHON.findall(page.read_text(encoding="utf-8"))


def run(command: str, folder: Path, environment: dict[str, str]) -> str:
    done = subprocess.run(
        command,
        shell=True,
        cwd=folder,
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=120,
        check=False,
    )
    return "\n".join(line.rstrip() for line in done.stdout.splitlines()).rstrip()


def matches(shown: str, real: str) -> bool:
    lines = []
    for line in shown.splitlines():
        lines.append(r"(?:.*\n)*?" if line.strip() == "…" else ".*?".join(map(re.escape, line.rstrip().split("…"))) + "\n")
    return re.fullmatch("".join(lines), real + "\n" if real else "") is not None
