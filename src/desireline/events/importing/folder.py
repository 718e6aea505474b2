"""The folder of a lake while something is imported into it."""

from __future__ import annotations

import errno
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree

from desireline.diagnostics import DesirelineError, Diagnostic, Fix
from desireline.events.importing import quarantine, writing
from desireline.events.importing.workshop import not_written
from desireline.events.locking import LOCK
from desireline.events.manifest import MANIFEST, Manifest

SCRATCH = "scratch-"
_COMMIT = r"\d{6,}-[0-9a-f]{8}"
_OF_A_COMMIT = re.compile(
    rf"\d{{4,}}-{_COMMIT}\.parquet|(?:identities|identifications|aliases)-{_COMMIT}\.parquet|{re.escape(MANIFEST)}\.{_COMMIT}"
)
_SCRATCH = re.compile(rf"{SCRATCH}{_COMMIT}")
_CANNOT_WRITE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO, errno.ENOTDIR, errno.EEXIST}


def prepare(lake: Path) -> None:
    """Make the folder where there is none.

    Raises DesirelineError (E213) where there is something else in its place, or other files are in it.
    """
    if lake.exists() and not lake.is_dir():
        raise DesirelineError(_other_things(lake, "it is a file"))
    lake.mkdir(parents=True, exist_ok=True)
    if not (lake / MANIFEST).exists():
        strange = sorted(path.name for path in lake.iterdir() if not _is_ours(path.name))
        if strange:
            raise DesirelineError(_other_things(lake, f"it holds `{strange[0]}`" + (" and more" if len(strange) > 1 else "")))


def next_commit(manifest: Manifest | None) -> str:
    """A name for the next commit: its number, and something that no other attempt at it has."""
    number = int(manifest.commit.partition("-")[0]) + 1 if manifest is not None else 1
    return f"{number:06}-{secrets.token_hex(4)}"


def clear(lake: Path, manifest: Manifest | None) -> None:
    """Remove what no commit names: files of the commit before, and of imports that did not end."""
    named = set(manifest.all_files()) if manifest is not None else set()
    for path in [*lake.iterdir(), *(lake / writing.FOLDER).glob("*.parquet")]:
        if _SCRATCH.fullmatch(path.name):
            rmtree(path, ignore_errors=True)
        elif _OF_A_COMMIT.fullmatch(path.name) and str(path.relative_to(lake)) not in named:
            path.unlink(missing_ok=True)


@contextmanager
def undone_on_failure(lake: Path, commit: str) -> Iterator[None]:
    """Remove the files of a commit that does not come about."""
    try:
        yield
    except BaseException:
        for path in [*lake.glob(f"*{commit}*"), *(lake / writing.FOLDER).glob(f"*{commit}*")]:
            if path.is_file():
                path.unlink(missing_ok=True)
        raise


@contextmanager
def telling_of_failed_writes(lake: Path) -> Iterator[None]:
    """Raise what the system says about writing as DesirelineError (E211)."""
    try:
        yield
    except OSError as error:
        if error.errno not in _CANNOT_WRITE:
            raise
        raise DesirelineError(not_written(lake, str(error))) from None


def _is_ours(name: str) -> bool:
    return name in (writing.FOLDER, quarantine.FOLDER, LOCK) or bool(_SCRATCH.fullmatch(name) or _OF_A_COMMIT.fullmatch(name))


def _other_things(lake: Path, reason: str) -> Diagnostic:
    return Diagnostic(
        "E213",
        f"`{lake}` cannot become a lake: {reason}",
        why="an import removes files that it does not know from its folder",
        fix=Fix("name an empty folder, or one that does not exist yet"),
    )
