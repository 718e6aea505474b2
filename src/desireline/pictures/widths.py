"""How wide a text is at most. Nobody knows the reader's font: widths are those of the widest of the common ones, DejaVu Sans."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache

# Hundredths of the font's size, from the space to the tilde.
_REGULAR = (
    "32 41 46 84 64 96 78 28 40 40 50 84 32 37 32 34 64 64 64 64 64 64 64 64 64 64 34 34 84 84 84 54 100 69 69 70 77 64 58 78 76 30 30 "
    "66 56 87 75 79 61 79 70 64 62 74 69 99 69 62 69 40 34 40 84 50 50 62 64 55 64 62 36 64 64 28 28 58 28 98 64 62 64 64 42 53 40 64 60 "
    "82 60 60 53 64 34 64 84"
)
_BOLD = (
    "35 46 53 84 70 101 88 31 46 46 53 84 38 42 38 37 70 70 70 70 70 70 70 70 70 70 40 40 84 84 84 58 100 78 77 74 83 69 69 83 84 38 38 "
    "78 64 100 84 85 74 85 77 73 69 82 78 111 78 73 73 46 37 46 84 50 50 68 72 60 72 68 44 72 72 35 35 67 35 105 72 69 72 72 50 60 48 72 "
    "66 93 65 66 59 72 37 72 84"
)
_TABLES = tuple({chr(32 + place): int(width) / 100 for place, width in enumerate(text.split())} for text in (_REGULAR, _BOLD))
ELLIPSIS = "…"


def width_of(text: str, size: float, bold: bool = False) -> float:
    """The width of a text in pixels, at a font's size in pixels."""
    return size * sum(_em(character, bold) for character in text)


def fitted(text: str, size: float, most: float, bold: bool = False) -> str:
    """The text, cut behind a letter and ended with an ellipsis where it is wider than `most` pixels."""
    if width_of(text, size, bold) <= most:
        return text
    room = most - width_of(ELLIPSIS, size, bold)
    taken = ""
    for letter in _letters(text):
        room -= width_of(letter, size, bold)
        if room < 0:
            break
        taken += letter
    return taken.rstrip() + ELLIPSIS


def wrapped(text: str, size: float, most: float, bold: bool = False) -> list[str]:
    """The text in lines of at most `most` pixels; a word that is wider is cut."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, size, bold) <= most:
            lines[-1] = longer
        else:
            lines.append(fitted(word, size, most, bold))
    return lines or [""]


def in_rows(text: str, size: float, most: float, rows: int, bold: bool = False) -> list[str]:
    """The text in so many lines at most, the last of them cut where it does not fit."""
    lines = wrapped(text, size, most, bold)
    if len(lines) <= rows:
        return lines
    return [*lines[: rows - 1], fitted(" ".join((*lines[rows - 1 :], ELLIPSIS)), size, most, bold)]


def _letters(text: str) -> Iterator[str]:
    """The letters with the marks that stand on them: a cut goes through none."""
    letter = ""
    for character in text:
        if letter and not _joined(character) and not letter.endswith("\u200d"):
            yield letter
            letter = ""
        letter += character
    if letter:
        yield letter


def _joined(character: str) -> bool:
    return bool(unicodedata.combining(character)) or character in "\u200d\ufe0e\ufe0f" or "\U0001f3fb" <= character <= "\U0001f3ff"


@cache
def _em(character: str, bold: bool) -> float:
    known = _TABLES[bold]
    if character in known:
        return known[character]
    kind = unicodedata.category(character)
    if kind in {"Mn", "Me", "Cf", "Cc"}:
        return 0.0
    base = unicodedata.normalize("NFD", character)[0]
    if base in known:
        return known[base]
    if unicodedata.east_asian_width(character) in {"W", "F"}:
        return 1.3 if kind == "So" else 1.05
    return {"Ll": 0.95, "Po": 0.5, "Pd": 1.0}.get(kind, 1.15) if character not in "·›" else 0.45
