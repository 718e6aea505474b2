"""Bytes of a file, expanded where it is compressed, and never without bound."""

import gzip
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from desireline.diagnostics.diagnostic import DesirelineError
from desireline.events.sources.lakes import folder_given
from desireline.events.sources.refusals import refusal

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

CHUNK_BYTES = 1 << 20
FREE_BYTES = 1 << 30
MOST_TIMES = 200
"""A file may expand to `MOST_TIMES` its size, or to `FREE_BYTES` if that is more. Logs are seldom beyond 50 times."""
_GZIP, _ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"


def magic(path: Path) -> bytes:
    """The first bytes of a file.

    Raises DesirelineError: E101 where it cannot be opened, E103 where there are none, E126 where it is a lake.
    """
    try:
        with path.open("rb") as file:
            start = file.read(4096)
    except IsADirectoryError:
        raise folder_given(path) from None
    except OSError as error:
        raise refusal(
            "E101",
            f"{path} cannot be opened: {error.strerror or error}",
            why="there are no events to read",
            fix="give the path of a file that exists and that you may read",
        ) from error
    if not start:
        raise _empty(path)
    return start


def is_compressed(path: Path) -> bool:
    """Whether the bytes of the file are gzip or zstd, whatever its name says."""
    return magic(path).startswith((_GZIP, _ZSTD))


def chunks(path: Path) -> Iterator[bytes]:
    """The bytes of the file, a mebibyte at a time, expanded where they are gzip or zstd.

    Raises DesirelineError: E101, E103 (see `magic`), E104 damaged, E105 expands too far.
    """
    if not is_compressed(path):
        with path.open("rb") as file:
            yield from iter(lambda: file.read(CHUNK_BYTES), b"")
        return
    most = max(FREE_BYTES, MOST_TIMES * path.stat().st_size)
    seen = 0
    try:
        with _expander(path) as file:
            while chunk := file.read(CHUNK_BYTES):
                seen += len(chunk)
                if seen > most:
                    raise _bomb(path, most)
                yield chunk
    except (EOFError, zlib.error, gzip.BadGzipFile, zstd.ZstdError) as error:
        raise _damaged(path, seen, error) from error
    if not seen:
        raise _empty(path)


def first_bytes(path: Path) -> bytes:
    """The first 4 KiB of the file, expanded where it is compressed. Raises DesirelineError as `chunks` does."""
    return next(chunks(path), b"")[:4096]


def _expander(path: Path) -> BinaryIO:
    opener = gzip.open if magic(path).startswith(_GZIP) else zstd.open
    return cast(BinaryIO, opener(path, "rb"))


def _empty(path: Path) -> DesirelineError:
    return refusal(
        "E103",
        f"{path.name} is empty",
        why="an empty file says nothing of any customer; it is likelier that an export failed than that nothing happened",
        fix="export it again",
    )


def _damaged(path: Path, seen: int, error: Exception) -> DesirelineError:
    how = "breaks off" if isinstance(error, EOFError) else "is damaged"
    return refusal(
        "E104",
        f"{path.name} {how} after {seen:,} expanded bytes",
        why="the events after that place would be missing from every answer, and nobody would see it",
        fix="fetch or export the file again",
    )


def _bomb(path: Path, most: int) -> DesirelineError:
    return refusal(
        "E105",
        f"{path.name} ({path.stat().st_size:,} bytes) expands to more than {most:,} bytes",
        why="a file that expands so far is more often an attack than a log, and could fill the disk",
        fix="if it really is a log, expand it yourself and read the plain file",
    )
