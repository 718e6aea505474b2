"""`like`: `%` is any number of characters, `_` exactly one, everything else itself."""

import re


class Pattern:
    """A pattern, taken apart at its `%`. Called with a text, it says whether all of the text has the pattern, in time linear per piece."""

    __slots__ = ("_first", "_last", "_least", "_middle", "_whole")

    def __init__(self, pattern: str) -> None:
        pieces = pattern.split("%")
        self._whole = _piece(pattern) if len(pieces) == 1 else None
        self._first = _piece(pieces[0])
        self._last = _piece(pieces[-1])
        self._middle = [_piece(p) for p in pieces[1:-1] if p]
        self._least = (len(pieces[0]), len(pieces[-1]))

    def __call__(self, text: str) -> bool:
        """Whether the text has the pattern."""
        if self._whole is not None:
            return self._whole.fullmatch(text) is not None
        start, tail = self._least
        end = len(text) - tail
        if start > end or not self._first.match(text) or not self._last.match(text, end):
            return False
        for piece in self._middle:
            found = piece.search(text, start, end)
            if found is None:
                return False
            start = found.end()
        return True


def _piece(piece: str) -> re.Pattern[str]:
    return re.compile("".join("." if c == "_" else re.escape(c) for c in piece), re.DOTALL)
