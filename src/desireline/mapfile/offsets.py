"""Where each character of a value stands in the text of the file, whatever the quotes and folds it is written with."""

import re
from collections.abc import Iterator

from desireline.mapfile.nodes import Scalar

_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))", re.DOTALL)
_ONE_LETTER = {"0": "\0", "a": "\a", "b": "\b", "e": "\x1b", "f": "\f", "v": "\v", "N": "\x85", "_": "\xa0", '"': '"', "/": "/", "\\": "\\"}


def stretch(scalar: Scalar, text: str, start: int, end: int) -> tuple[int, int] | None:
    """Where some characters of a value (from `start` to `end`, exclusive) stand in the text. None where that cannot be told."""
    placed = _placed(scalar, text)
    if placed is None or not placed:
        return None
    first = placed[min(max(start, 0), len(placed) - 1)]
    last = placed[min(max(end, start + 1), len(placed)) - 1]
    return first[0], max(last[1], first[1])


def _placed(scalar: Scalar, text: str) -> list[tuple[int, int]] | None:
    """For each character of a value: where it is written, from and to.

    Blanks and line breaks are folded, escapes take several characters; what is neither stands in the text in the same order as in
    the value, and everything else is placed after it.
    """
    written = list(_inked(scalar, text))
    found: list[tuple[int, int]] = []
    following = 0
    after = written[0][1] if written else scalar.start
    for character in scalar.text:
        if character.isspace():
            found.append((after, after + 1))
            after += 1
            continue
        if following >= len(written) or written[following][0] != character:
            return None
        found.append(written[following][1:])
        after = written[following][2]
        following += 1
    return found if following == len(written) else None


def _inked(scalar: Scalar, text: str) -> Iterator[tuple[str, int, int]]:
    """The characters of a value that are not blank: each with where it is written, from and to."""
    raw = text[scalar.start : scalar.end]
    if scalar.style == '"':
        yield from _double_quoted(raw, scalar.start)
    elif scalar.style == "'":
        yield from _single_quoted(raw, scalar.start)
    else:
        begin = raw.find("\n") if scalar.style in ("|", ">") else 0
        for position in range(max(begin, 0), len(raw)):
            if not raw[position].isspace():
                yield raw[position], scalar.start + position, scalar.start + position + 1


def _single_quoted(raw: str, start: int) -> Iterator[tuple[str, int, int]]:
    position = 1
    while position < len(raw) - 1:
        width = 2 if raw[position : position + 2] == "''" else 1
        if not raw[position].isspace():
            yield raw[position], start + position, start + position + width
        position += width


def _double_quoted(raw: str, start: int) -> Iterator[tuple[str, int, int]]:
    position = 1
    while position < len(raw) - 1:
        escape = _ESCAPE.match(raw, position)
        character, width = (_escaped(escape), escape.end() - position) if escape else (raw[position], 1)
        if character and not character.isspace():
            yield character, start + position, start + position + width
        position += width


def _escaped(escape: re.Match[str]) -> str:
    code = escape[1] or escape[2] or escape[3]
    if code:
        return chr(int(code, 16)) if int(code, 16) < 0x110000 else ""
    return _ONE_LETTER.get(escape[4], "")
