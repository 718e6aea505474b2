"""What a change brought in: the findings of a map that an earlier text of it did not have."""

import subprocess
from collections import Counter
from pathlib import Path

from desireline.diagnostics import DesirelineError, Diagnostic, Fix
from desireline.mapfile import MapFile, parse_map, read_map_file
from desireline.mapfile.source import decode

_LONGEST_WAIT_SECONDS = 60
_NOT_THERE = ("does not exist", "exists on disk, but not in", "not in '")


def earlier(path: str | Path, against: str) -> MapFile | None:
    """The map that `against` names: a file, or a git revision at which the same file is taken. None: the file was not there then.

    Raises DesirelineError where there is no such file or revision, or no git.
    """
    if Path(against).is_file():
        return read_map_file(against)
    raw = _shown_by_git(Path(path), against)
    return None if raw is None else parse_map(decode(raw, str(path)), str(path))


def new_in(file: MapFile, before: MapFile | None) -> tuple[Diagnostic, ...]:
    """The findings of a map that it did not have before. Two are the same where they say the same, wherever in the text they stand."""
    had = Counter(map(_says, before.diagnostics)) if before is not None else Counter()
    new: list[Diagnostic] = []
    for diagnostic in file.diagnostics:
        if had[_says(diagnostic)] > 0:
            had[_says(diagnostic)] -= 1
        else:
            new.append(diagnostic)
    return tuple(new)


def _says(diagnostic: Diagnostic) -> tuple[str, str, str]:
    return diagnostic.code, diagnostic.headline, diagnostic.severity


def _shown_by_git(path: Path, revision: str) -> bytes | None:
    if revision.startswith("-"):
        raise _refusal(revision, "it begins with a dash")
    try:
        known = _git(path.parent, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        if known.returncode != 0:
            said = known.stderr.decode("utf-8", "replace").strip().removeprefix("fatal: ")
            raise _refusal(revision, said or "git knows no such revision here")
        shown = _git(path.parent, "show", f"{known.stdout.decode().strip()}:./{path.name}")
    except FileNotFoundError:
        raise _refusal(revision, "git is not installed") from None
    except subprocess.TimeoutExpired:
        raise _refusal(revision, "git does not answer") from None
    if shown.returncode == 0:
        return shown.stdout
    said = shown.stderr.decode("utf-8", "replace").strip().removeprefix("fatal: ")
    if any(words in said for words in _NOT_THERE):
        return None
    raise _refusal(revision, said.split("\n", 1)[0])


def _git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    import os

    return subprocess.run(
        ["git", *arguments],
        cwd=folder,
        capture_output=True,
        timeout=_LONGEST_WAIT_SECONDS,
        check=False,
        env={**os.environ, "LC_ALL": "C"},
    )


def _refusal(against: str, said: str) -> DesirelineError:
    return DesirelineError(
        Diagnostic(
            "C103",
            f"`{against}` is neither a map file nor a git revision: {said}",
            why="nobody could tell what the change brought in",
            fix=Fix("name a branch, a tag or a commit of the repository that the map is in, or a file"),
        )
    )
