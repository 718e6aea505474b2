"""Which program counts: what another one has kept beside a lake is not taken for what this one would count."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import as_file, files

COUNTED_BY = ("conditions", "model", "replay", "measure")
"""The rooms whose program decides what is counted."""


@cache
def program() -> str:
    """A hash of the program that counts."""
    package = files("desireline")
    texts = hashlib.sha256()
    for room in COUNTED_BY:
        with as_file(package / room) as folder:
            for path in sorted(folder.rglob("*.py")):
                texts.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return texts.hexdigest()
