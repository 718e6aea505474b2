"""Arrays in a file: a line that says what they are, and their bytes. What is not asked for is not read.

A file is there whole or not at all: it is written under another name first, and its size must be that which its first line says.
"""

from __future__ import annotations

import json
import mmap
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

Columns = Mapping[str, NDArray[Any]]
_FORMAT = "desireline columns 1"
_ALIGNED = 64


def write_columns(path: Path, columns: Columns) -> None:
    """Write arrays of numbers of one dimension. Raises OSError."""
    said, at = [], 0
    for name, column in columns.items():
        said.append([name, column.dtype.str, len(column), at])
        at += _padded(column.nbytes)
    head = json.dumps([_FORMAT, at, said]).encode() + b"\n"
    head = head.rjust(_padded(len(head)))
    made = path.with_name(f"{path.stem}.{secrets.token_hex(4)}.part")
    try:
        with made.open("wb") as file:
            file.write(head)
            for column in columns.values():
                file.write(np.ascontiguousarray(column).data)
                file.write(bytes(_padded(column.nbytes) - column.nbytes))
        made.replace(path)
    finally:
        made.unlink(missing_ok=True)


def read_columns(path: Path) -> Columns | None:
    """The arrays of a file, read where they are looked at, and not to be written to; None where there is no such file, or it is damaged."""
    try:
        with path.open("rb") as file:
            head = file.readline()
            form, size, said = json.loads(head)
            if form != _FORMAT or path.stat().st_size != len(head) + size:
                return None
            held = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        return {name: np.frombuffer(held, np.dtype(kind), count, len(head) + at) for name, kind, count, at in said}
    except (OSError, ValueError, TypeError):
        return None


def files_in(folder: Path) -> list[str]:
    """The names of what is in a folder, which may be some thousand: as paths they would take ten times as long. Raises OSError."""
    with os.scandir(folder) as entries:
        return [entry.name for entry in entries]


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts as two columns, of which only those that are asked for are decoded.

    utf8  all of them, one behind the other
    ends  where each of them ends
    """

    utf8: NDArray[np.uint8]
    ends: NDArray[np.int64]

    def at(self, positions: NDArray[np.integer[Any]]) -> NDArray[np.object_]:
        """Those at some positions. Raises ValueError."""
        raw, ends = self.utf8.data, self.ends[positions]
        begins = np.where(positions > 0, self.ends[positions - 1], 0)
        found = np.empty(len(positions), dtype=np.object_)
        found[:] = [str(raw[begin:end], "utf-8") for begin, end in zip(begins.tolist(), ends.tolist(), strict=True)]
        return found


def bytes_of(value: object) -> NDArray[np.uint8]:
    """A value of JSON as a column."""
    return np.frombuffer(msgspec.json.encode(value), dtype=np.uint8)


def value_of(column: NDArray[np.uint8]) -> Any:
    """The value of JSON that a column holds. Raises ValueError."""
    return msgspec.json.decode(column.data)


def _padded(count: int) -> int:
    return -(-count // _ALIGNED) * _ALIGNED
