"""Text files: one pass over the bytes that proves them UTF-8, or makes a plain UTF-8 copy that can be read from then on.

A copy is made of what is compressed, in another encoding, damaged, or has lines that end in different ways. In a damaged file (mostly
UTF-8, some bytes that are not) each stray byte becomes `STRAY`, so that the rows concerned can be set aside and the others kept.
"""

import codecs
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from desireline.events.sources.expanding import CHUNK_BYTES, chunks, first_bytes, is_compressed
from desireline.events.sources.paths import fresh
from desireline.events.sources.refusals import no_log, no_room, refusal

STRAY = "\ufffd"
MOST_LINE_BYTES = 16 << 20
_HEAD_BYTES = 1 << 16
_BOMS = ((codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_UTF8 = ("utf-8", "utf-8-sig")
_CONTROLS = bytes(sorted({*range(32), 127} - set(b"\t\n\r\f\v\x1b")))
"""Bytes that stand in no text, whatever its encoding, but in those of two bytes or four for each character."""
_MOST_CONTROLS = 0.05
"""Of a text that was damaged or padded, at its beginning. Of bytes at random they are a tenth."""


@dataclass(frozen=True, slots=True)
class Text:
    """A plain UTF-8 text on disk.

    path     where it can be read (the source itself, or a copy in the scratch folder)
    lines    how many lines it has
    strays   whether it holds `STRAY` for bytes that could not be decoded
    guessed  lines that say what was guessed about the encoding
    """

    path: Path
    lines: int
    strays: bool = False
    guessed: tuple[str, ...] = ()

    def head(self) -> str:
        """The first 64 KiB, and the first line in any case; without what may be half a character or half a line at the end."""
        with self.path.open("rb") as file:
            start = file.read(_HEAD_BYTES)
            while b"\n" not in start and (more := file.read(_HEAD_BYTES)):
                start += more
            whole = not file.read(1)
        text = start.decode("utf-8", errors="ignore").removeprefix("\ufeff")
        return text if whole else text[: text.rfind("\n") + 1] or text

    def tail(self) -> str:
        """The last characters that are not blank, at most 64 KiB of them."""
        with self.path.open("rb") as file:
            place, found = file.seek(0, io.SEEK_END), b""
            while place and not found:
                place = max(0, place - _HEAD_BYTES)
                file.seek(place)
                found = file.read(_HEAD_BYTES).rstrip()
        return found.decode("utf-8", errors="ignore")


def plain_text(path: Path, encoding: str | None, scratch: Path, *, keep_blank_lines: bool = False, delimiter: str | None = None) -> Text:
    """Read `path` and give a plain UTF-8 text with the same lines.

    With `keep_blank_lines`, a file that has blank lines is copied with a space in each, which keeps line numbers true for readers
    that skip them. A `delimiter` that is a control character makes no file a binary one.

    Raises DesirelineError: E101, E102 no text, E103 to E105, E116 encoding, E122 a line beyond `MOST_LINE_BYTES`, E124 no room.
    """
    codec = _codec(encoding) if encoding else _by_first_bytes(path, delimiter or "")
    lines = _Lines(path)
    text = _as_it_is(path, scratch, lines) if codec in _UTF8 else None
    if text is None or lines.stray_returns:
        text = _recoded(path, codec, scratch, guess=encoding is None)
    if keep_blank_lines and (lines.blank or codec not in _UTF8):
        return Text(_spaced(text.path, scratch), text.lines, text.strays, text.guessed)
    return text


def _as_it_is(path: Path, scratch: Path, lines: "_Lines") -> Text | None:
    """The file if it is good UTF-8, its expanded copy if it was compressed; None where it is not UTF-8."""
    try:
        if is_compressed(path):
            target = fresh(scratch)
            _write(target, _proven(path, lines))
            return Text(target, lines.count)
        for _ in _proven(path, lines):
            pass
    except UnicodeDecodeError:
        return None
    return Text(path, lines.count)


def _proven(path: Path, lines: "_Lines") -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder("utf-8")()
    for chunk in chunks(path):
        lines.see(chunk)
        decoder.decode(chunk)
        yield chunk
    decoder.decode(b"", final=True)


def _recoded(path: Path, codec: str, scratch: Path, *, guess: bool) -> Text:
    """A copy in UTF-8 whose lines all end in a line feed."""
    guessed: tuple[str, ...] = ()
    if codec not in _UTF8 and guess:
        guessed = (f"{codec} text (guessed from its first bytes; say --encoding)",)
    if codec in _UTF8 and guess and _only_ascii_is_utf8(path):
        codec, guessed = "cp1252", ("text in Windows-1252 (guessed, as it is not UTF-8; say --encoding)",)
    target, counted = fresh(scratch), _Pieces()
    forgiving = codec in (*_UTF8, "cp1252")
    stream = io.TextIOWrapper(_stream(path), "utf-8-sig" if codec in _UTF8 else codec, errors="replace" if forgiving else "strict")
    try:
        _write(target, counted.encoded(iter(lambda: stream.read(CHUNK_BYTES), "")))
    except UnicodeError as error:
        raise refusal(
            "E116",
            f"{path.name} is not {codec} text throughout",
            why="texts would be garbled, and customers and events with them",
            fix="give the right --encoding, such as utf-8, cp1252 or utf-16",
        ) from error
    return Text(target, counted.lines, counted.strays, guessed)


class _Pieces:
    """Counts lines and strays of a text as its pieces go by."""

    def __init__(self) -> None:
        self.lines = 0
        self.strays = False

    def encoded(self, pieces: Iterable[str]) -> Iterator[bytes]:
        for piece in pieces:
            self.lines += piece.count("\n")
            self.strays = self.strays or STRAY in piece
            yield piece.encode("utf-8", errors="replace")


def _only_ascii_is_utf8(path: Path) -> bool:
    """Whether a file has bytes that are not UTF-8 and no character outside ASCII that is."""
    decoder = codecs.getincrementaldecoder("utf-8-sig")(errors="replace")
    strays = False
    for text in map(decoder.decode, chunks(path)):
        if not text.isascii():
            strays = strays or STRAY in text
            if any(c > "\x7f" and c != STRAY for c in text):
                return False
    return strays


def _spaced(path: Path, scratch: Path) -> Path:
    target = fresh(scratch)
    with path.open("rb") as file:
        _write(target, (line if line.strip() else b" \n" for line in file))
    return target


class _Lines:
    """Counts lines as chunks go by, and watches for those that are blank, too long, or end in a lone carriage return."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.blank = False
        self._feeds = self._returns = self._pairs = self._open_bytes = 0
        self._last = b"\n"

    def see(self, chunk: bytes) -> None:
        """Take in the next chunk. Raises DesirelineError (E122) for a line that is too long."""
        feeds = chunk.count(b"\n")
        self._feeds += feeds
        returns = chunk.count(b"\r")
        if returns or self._last == b"\r":
            self._returns += returns
            self._pairs += chunk.count(b"\r\n") + (self._last == b"\r" and chunk.startswith(b"\n"))
        starts_blank = self._last == b"\n" and chunk[:1] in b"\r\n"
        self.blank = self.blank or starts_blank or b"\n\n" in chunk or b"\n\r\n" in chunk
        ended = feeds or returns
        self._open_bytes = len(chunk) if ended else self._open_bytes + len(chunk)
        if self._open_bytes > MOST_LINE_BYTES:
            raise _too_long(self.path, self.count)
        self._last = chunk[-1:]

    @property
    def count(self) -> int:
        """How many lines have ended, and the one that is open."""
        return max(self._feeds, self._returns) + (self._last not in (b"\n", b"\r"))

    @property
    def stray_returns(self) -> bool:
        """Whether carriage returns stand alone in a file whose lines end otherwise."""
        return self._feeds > 0 and self._returns > self._pairs


def _too_long(path: Path, line: int) -> Exception:
    return refusal(
        "E122",
        f"line {line} of {path.name} is longer than {MOST_LINE_BYTES >> 20} MiB",
        why="no event is that long; the file is damaged or is not a text of one event per line",
        fix="look at that line, and export the file again",
    )


class _ChunkStream(io.RawIOBase):
    """An iterator of chunks as a raw stream."""

    def __init__(self, source: Iterator[bytes]) -> None:
        self._source = source
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override]  # the base names a type of the standard library's stubs alone
        if not self._rest:
            self._rest = memoryview(next(self._source, b""))
        count = min(len(buffer), len(self._rest))
        buffer[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count


def _stream(path: Path) -> io.BufferedReader:
    return io.BufferedReader(_ChunkStream(chunks(path)), CHUNK_BYTES)


def _write(target: Path, data: Iterable[bytes]) -> None:
    try:
        with target.open("wb") as file:
            for chunk in data:
                file.write(chunk)
    except OSError as error:
        raise no_room(target.parent, error) from error


def _codec(name: str) -> str:
    try:
        info = codecs.lookup(name)
        "".encode(name)
    except LookupError as error:
        raise refusal(
            "E116",
            f"there is no text encoding `{name}`",
            why="the file's texts cannot be read",
            fix="give one such as utf-8, cp1252, latin-1 or utf-16",
        ) from error
    return info.name


def _by_first_bytes(path: Path, delimiter: str) -> str:
    start = first_bytes(path)
    for mark, codec in _BOMS:
        if start.startswith(mark):
            return codec
    evens, odds, half = start[0::2].count(0), start[1::2].count(0), len(start) // 2
    if half and odds > half * 0.7 and evens < half * 0.2:
        return "utf-16-le"
    if half and evens > half * 0.7 and odds < half * 0.2:
        return "utf-16-be"
    controls = _CONTROLS.translate(None, delimiter.encode())
    if len(start.translate(None, controls)) < (1 - _MOST_CONTROLS) * len(start):
        raise no_log(f"{path.name} looks like a binary file: it holds bytes that no text does")
    return "utf-8"
