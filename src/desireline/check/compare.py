"""What a change brought in: the findings of a map that an earlier text of it did not have."""

import os
import re
import subprocess
from collections import Counter
from pathlib import Path

from desireline.diagnostics import DesirelineError, Diagnostic, Fix
from desireline.mapfile import MapFile, parse_map, read_map_file
from desireline.mapfile.source import decode

_LONGEST_WAIT_SECONDS = 60
_MOST_READ = 200
"""Files that are read in search of one that was moved."""
_JOURNEY = re.compile(rb"""^(?:\xef\xbb\xbf)?journey:[ \t]*["']?([a-z][a-z0-9_]*)["']?[ \t]*(?:#.*)?\r?$""", re.MULTILINE)
_NOT_THERE = ("does not exist", "exists on disk, but not in", "not in '")


def earlier(path: str | Path, against: str) -> MapFile | None:
    """The map that `against` names: a file, or a git revision at which the same file is taken.

    Where it was not there then, the one map file of that revision that is of the same journey and is gone since: it was moved. None:
    there is no such file, or there are several.

    Raises DesirelineError where there is no such file or revision, or no git.
    """
    if Path(against).is_file():
        return read_map_file(against)
    file = Path(path)
    revision = _commit(file.parent, against)
    raw = _shown_by_git(file.parent, revision, f"./{file.name}", against)
    if raw is not None:
        return parse_map(decode(raw, str(path)), str(path))
    was = _moved_from(file, revision, against)
    return was[0] if len(was) == 1 else None


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


def _commit(folder: Path, revision: str) -> str:
    if revision.startswith("-"):
        raise _refusal(revision, "it begins with a dash")
    known = _git(revision, folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if known.returncode != 0:
        raise _refusal(revision, _said(known) or "git knows no such revision here")
    return known.stdout.decode().strip()


def _shown_by_git(folder: Path, commit: str, name: str, against: str) -> bytes | None:
    shown = _git(against, folder, "show", f"{commit}:{name}")
    if shown.returncode == 0:
        return shown.stdout
    if any(words in _said(shown) for words in _NOT_THERE):
        return None
    raise _refusal(against, _said(shown).split("\n", 1)[0])


def _moved_from(file: Path, commit: str, against: str) -> list[MapFile]:
    """Maps of the same journey that stood elsewhere in the repository at a commit, and no longer do."""
    journey = _journey_of(file.read_bytes())
    top = Path(os.fsdecode(_git(against, file.parent, "rev-parse", "--show-toplevel").stdout.rstrip(b"\n")))
    if journey is None:
        return []
    words = ("grep", "-z", "-l", "-I", "-F", "-e", journey, commit, "--", "*.yaml", "*.yml")
    named = _git(against, top, *words).stdout.decode("utf-8", "surrogateescape").split("\0")
    names = [name.removeprefix(f"{commit}:") for name in named if name]
    gone = [name for name in names if not (top / name).exists()][:_MOST_READ]
    raws = (_shown_by_git(top, commit, name, against) for name in gone)
    return [parse_map(decode(raw, str(file)), str(file)) for raw in raws if raw is not None and _journey_of(raw) == journey]


def _journey_of(raw: bytes) -> str | None:
    """The journey that a text says it is of, whatever else is wrong with it."""
    found = _JOURNEY.search(raw)
    return found[1].decode() if found else None


def _said(ran: subprocess.CompletedProcess[bytes]) -> str:
    return ran.stderr.decode("utf-8", "replace").strip().removeprefix("fatal: ")


def _git(against: str, folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(
            ["git", *arguments],
            cwd=folder,
            capture_output=True,
            timeout=_LONGEST_WAIT_SECONDS,
            check=False,
            env={**os.environ, "LC_ALL": "C"},
        )
    except FileNotFoundError:
        raise _refusal(against, "git is not installed") from None
    except subprocess.TimeoutExpired:
        raise _refusal(against, "git does not answer") from None


def _refusal(against: str, said: str) -> DesirelineError:
    return DesirelineError(
        Diagnostic(
            "C103",
            f"`{against}` is neither a map file nor a git revision: {said}",
            why="nobody could tell what the change brought in",
            fix=Fix("name a branch, a tag or a commit of the repository that the map is in, or a file"),
        )
    )
