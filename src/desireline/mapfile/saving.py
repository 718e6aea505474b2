"""Puts a file in its place whole: what stood there stays until all of the new one is on the disk."""

import os
import secrets
import shutil
from contextlib import suppress
from pathlib import Path


def save(path: Path, content: bytes) -> None:
    """Write a file, or leave what was there as it was. A link is followed, and permissions stay.

    Raises OSError where the disk or the system refuses.
    """
    target = path.resolve()
    if target.exists() and not target.is_file():
        # Such as /dev/stdout: nothing to lose, and nothing that can be put in its place.
        target.write_bytes(content)
        return
    made = target.with_name(f".{secrets.token_hex(8)}.tmp")
    try:
        with made.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            shutil.copymode(target, made)
        made.replace(target)
    except OSError as error:
        # The file that was asked for, not the one beside it that only this function knows.
        error.filename, error.filename2 = str(path), None
        raise
    finally:
        with suppress(OSError):
            made.unlink(missing_ok=True)
