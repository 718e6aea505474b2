"""The text of a map file: of bounded size, in UTF-8."""

from pathlib import Path

from desireline.diagnostics.diagnostic import DesirelineError, Diagnostic, Fix, Span
from desireline.mapfile.limits import LARGEST_BYTES

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_OTHER_MARKS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}


def read_text(path: str | Path) -> str:
    """The text of a map file, without its byte order mark. Raises DesirelineError where that fails."""
    return decode(_bytes_of(Path(path)), str(path))


def decode(raw: bytes, path: str) -> str:
    """The text of the bytes of a map file. Raises DesirelineError where they are too many, or are not UTF-8."""
    if len(raw) > LARGEST_BYTES:
        raise DesirelineError(_too_large(path))
    content = raw.removeprefix(_BYTE_ORDER_MARK)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DesirelineError(_not_utf8(content, error, path)) from None


def _bytes_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LARGEST_BYTES + 1)
    except OSError as error:
        reason = (error.strerror or "it cannot be opened").lower()
        raise DesirelineError(
            Diagnostic(
                "J001",
                f"`{path}` cannot be read: {reason}",
                why="without the map nothing can be said",
                fix=Fix("check the path and its permissions"),
            )
        ) from None
    except ValueError:
        raise DesirelineError(Diagnostic("J001", "this is no path", fix=Fix("write the path of a map file"))) from None


def _too_large(path: str) -> Diagnostic:
    return Diagnostic(
        "J003",
        f"`{path}` is larger than {LARGEST_BYTES // 1024**2} MB",
        why="people read maps; none that is read is so large, and reading it would take minutes",
        fix=Fix("split the journey into several maps, or check that this is a map"),
    )


def _not_utf8(content: bytes, error: UnicodeDecodeError, path: str) -> Diagnostic:
    """Where the text stops being UTF-8, how many lines are concerned, and what they may be instead."""
    before = content[: error.start]
    line = before.count(b"\n") + 1
    column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
    wrong = sum(1 for text in content.split(b"\n") if not _is_utf8(text))
    if b"\0" in content and not _looks_like_utf16(content):
        return Diagnostic(
            "J002",
            "the file is no text",
            why="there is no journey that a customer could be on",
            fix=Fix("name a map: a text file, written as YAML"),
        )
    guess = _OTHER_MARKS.get(content[:2], "UTF-16" if _looks_like_utf16(content) else "Windows-1252 or Latin-1")
    mixed = guess != "UTF-16" and any(not text.isascii() and _is_utf8(text) for text in content.split(b"\n"))
    return Diagnostic(
        "J002",
        "the file mixes encodings" if mixed else "the file is not UTF-8",
        Span(path, line, column, line, column + 1),
        label=f"byte 0x{content[error.start]:02X}; {wrong} {'line is' if wrong == 1 else 'lines are'} concerned",
        why="customers and teams would read broken letters",
        fix=Fix(f"save it as UTF-8; {'these lines look' if mixed else 'it looks'} like {guess}"),
    )


def _looks_like_utf16(content: bytes) -> bool:
    start = content[:100]
    return start[:2] in _OTHER_MARKS or start.count(0) * 3 >= len(start)


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
