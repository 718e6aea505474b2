"""What a line is, wherever spans count them: only what editors break lines at, and not the other marks of `str.splitlines`."""

import re

_BREAK = re.compile(r"\r\n?|\n")


def lines_in(text: str) -> list[str]:
    """The lines of a text, without their breaks."""
    return _BREAK.split(text)


def line_starts(text: str) -> list[int]:
    """The index of the first character of each line."""
    return [0, *(found.end() for found in _BREAK.finditer(text))]
