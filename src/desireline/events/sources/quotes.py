"""Quotes of a CSV file that are opened and not closed where they should be: the lines after them become part of one field."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from desireline.diagnostics.diagnostic import DesirelineError
from desireline.events.shard import literal
from desireline.events.sources.dialect import Dialect
from desireline.events.sources.expanding import CHUNK_BYTES
from desireline.events.sources.refusals import refusal
from desireline.events.sources.table import Column
from desireline.events.sources.text import Text

MOST_BREAKS = 100
"""Line breaks that a field may hold. Notes and mails have fewer; a quote that is never closed takes in more."""


@dataclass(frozen=True, slots=True)
class Quotes:
    """odd: whether the quotes of the file do not go in pairs. last_line: the text that a quote open at the end of the file takes in."""

    odd: bool
    last_line: str


def quotes_of(text: Text, dialect: Dialect) -> Quotes:
    """Look at all quotes of a file, in one pass over its bytes."""
    quote, count = dialect.quote.encode(), 0
    escaped = b"\\" + quote if dialect.escape == "\\" else None
    with text.path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            chunk += file.read(1) if chunk.endswith(b"\\") else b""
            count += chunk.count(quote) - (chunk.count(escaped) if escaped else 0)
    return Quotes(count % 2 == 1, text.tail().replace("\r", "\n").rsplit("\n", 1)[-1])


def swallowed(quotes: Quotes, columns: Sequence[Column]) -> str:
    """How many lines a quote that was not closed made part of a row's fields; null where none did. Over the columns as they are."""
    cases = []
    for field in (column.column for column in columns):
        breaks = f"strlen({field}) - strlen(replace({field}, chr(10), ''))"
        breaks = f"greatest({breaks}, strlen({field}) - strlen(replace({field}, chr(13), '')))"
        # Most fields are short, which is quickly seen.
        cases.append(f"WHEN strlen({field}) > {MOST_BREAKS} AND {breaks} > {MOST_BREAKS} THEN {breaks}")
        if quotes.odd and quotes.last_line:
            ends = f"ends_with(rtrim({field}, concat(chr(10), chr(13), chr(9), ' ')), {literal(quotes.last_line)})"
            cases.append(f"WHEN {ends} AND {breaks} > 0 THEN {breaks}")
    return f"CASE {' '.join(cases)} END"


def never_closed(path: Path, line: int, lines: int) -> DesirelineError:
    """The error of a file in which a quote took in more than `MOST_BREAKS` lines."""
    return refusal(
        "E119",
        f"{path.name} has a quote that is not closed: opened in the record at line {line}, it swallowed {lines:,} lines",
        why="the events on those lines would be missing from every answer, and nobody would see it",
        fix="close the quote at that record, or export the file again",
    )
