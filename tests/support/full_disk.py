"""A disk that is full: a small one of its own, where the system lets us mount one, or files that cannot grow."""

import resource
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from support.memory import MEMORY


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """The system refuses to write files on beyond so many bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def small_disk(mebibytes: int) -> Iterator[Path]:
    """The folder of a file system in memory that has so much room. Who may not mount one skips the test."""
    with tempfile.TemporaryDirectory(prefix="desireline-", dir=MEMORY) as folder:
        Path(folder).chmod(0o755)
        mounting = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={mebibytes}m,mode=777", "tmpfs", folder], capture_output=True, check=False
        )
        if mounting.returncode:
            pytest.skip("only who administers the machine may mount a small disk")
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", folder], check=True)


@contextmanager
def filled(disk: Path) -> Iterator[Path]:
    """No room is left on a disk: the file that takes it."""
    ballast = disk / "ballast"
    try:
        with suppress(OSError), ballast.open("wb", buffering=0) as file:
            while True:
                file.write(bytes(4096))
        yield ballast
    finally:
        ballast.unlink()
