"""One look over the bytes of an XES file, before a parser sees them.

The parser takes half a file for a whole one, a number that is too large for 0, and a time without an offset for UTC; and an XML file could
declare entities. All that is found here, on the way to a plain UTF-8 copy.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from desireline.diagnostics.diagnostic import DesirelineError
from desireline.events.sources.expanding import CHUNK_BYTES, chunks
from desireline.events.sources.refusals import refusal
from desireline.events.sources.text import Text, plain_text

_DECLARED = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_TYPE = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_OFFSET = r"(?:Z|[+-]\d\d:?\d\d)"
_PLAIN_DATE = re.compile(rf'<date key="([^"]*)" value="[^"]*{_OFFSET}"')
_PLAIN = rf'(?! key="[^"]*" value="(?:-?\d{{1,18}}|[^"]*{_OFFSET})")'
_TAG = re.compile(rf"<(date|int|list|container)\b{_PLAIN}([^>]*)>")
_ATTRIBUTE = re.compile(r"""\b(key|value)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_STATED = re.compile(rf"{_OFFSET}\s*$", re.IGNORECASE)
_SAFE_DIGITS = 18
_LONGEST_TAG = 1 << 16


@dataclass(slots=True)
class XesText:
    """A plain XES text, and what the parser would pass over.

    naive, stated  how often the dates of each key state no offset, or one
    large          keys with integers that do not fit 64 bits
    nested         keys of lists and containers
    """

    text: Text
    naive: Counter[str] = field(default_factory=Counter)
    stated: Counter[str] = field(default_factory=Counter)
    large: set[str] = field(default_factory=set)
    nested: set[str] = field(default_factory=set)


def scan_xes(path: Path, encoding: str | None, scratch: Path) -> XesText:
    """Look over a file, plain, gzip or zstd.

    Raises DesirelineError: those of `plain_text`, E118 a document type or entity, E119 a file that breaks off before its end.
    """
    text = plain_text(path, encoding or _declared(path), scratch)
    found = XesText(text)
    tail = rest = ""
    with text.path.open(encoding="utf-8-sig", errors="replace") as file:
        while piece := file.read(CHUNK_BYTES):
            piece = rest + piece
            cut = piece.rfind(">") + 1
            whole, rest = piece[:cut], piece[cut:]
            if len(rest) > _LONGEST_TAG:
                rest = rest[-_LONGEST_TAG:]
            if _TYPE.search(whole):
                raise _entities(path)
            _look(whole, found)
            tail = (tail + whole)[-200:]
    if "</log" not in tail:
        raise _broken_off(path)
    return found


def _look(piece: str, found: XesText) -> None:
    """Tags as everyone writes them are counted at once; the others are taken apart."""
    found.stated.update(_PLAIN_DATE.findall(piece))
    for tag in _TAG.finditer(piece):
        kind = tag[1]
        values = {each[1]: each[2] if each[2] is not None else each[3] for each in _ATTRIBUTE.finditer(tag[2])}
        key, value = values.get("key", ""), values.get("value", "")
        if kind == "date":
            (found.stated if _STATED.search(value) else found.naive)[key] += 1
        elif kind == "int":
            if len(value) > _SAFE_DIGITS and _is_large(value):
                found.large.add(key)
        else:
            found.nested.add(key)


def _is_large(value: str) -> bool:
    try:
        return not -(2**63) <= int(value) < 2**63
    except ValueError:
        return True


def _declared(path: Path) -> str | None:
    match = _DECLARED.search(next(chunks(path), b"")[:1024])
    return match[1].decode() if match and match[1].lower() not in (b"utf-8", b"utf-16") else None


def _entities(path: Path) -> DesirelineError:
    return refusal(
        "E118",
        f"{path.name} declares a document type or an entity",
        why="an entity can stand for anything: another file, or a text that fills the memory; a log has no use for it",
        fix="remove the declaration, if you trust the file, or export the log again",
    )


def _broken_off(path: Path) -> DesirelineError:
    return refusal(
        "E119",
        f"{path.name} ends before its log does",
        why="the events after that place would be missing from every answer, and nobody would see it",
        fix="fetch or export the file again",
    )
