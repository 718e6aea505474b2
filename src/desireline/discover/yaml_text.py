"""Single values and comments of a draft as YAML, written as `desireline fmt` leaves them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from desireline.mapfile.compose import kind_of

WIDTH = 140
"""The longest line that a list in brackets is kept on; the same as that of `desireline fmt`."""
_PLAIN = re.compile(r"[^\W\d_](?:[\w ./()+-]*[\w.)])?")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}
_LONGEST_SHOWN = 80


def scalar(text: str) -> str:
    """A text, in quotes where it could be read as anything else."""
    if _PLAIN.fullmatch(text) and kind_of(text) == "text":
        return text
    return '"' + "".join(_escaped(character) for character in text) + '"'


def flow(texts: Iterable[str]) -> str:
    """A list in brackets."""
    return f"[{', '.join(map(scalar, texts))}]"


def shown(text: str) -> str:
    """A text as it can stand in a comment: on one line, of bounded length."""
    cut = text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 1]}…"
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in cut)


def _escaped(character: str) -> str:
    if character in _ESCAPES or character.isprintable():
        return _ESCAPES.get(character, character)
    return f"\\u{ord(character):04X}" if ord(character) < 2**16 else f"\\U{ord(character):08X}"
