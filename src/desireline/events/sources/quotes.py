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
    """What is known of all quotes of a file.

    any        whether it has one
    odd        whether they do not go in pairs
    inner      whether a line ends between the two of a pair: so do texts of several lines, and lines that a quote swallows
    last_line  the text that a quote open at the end of the file takes in
    """

    any: bool
    odd: bool
    inner: bool
    last_line: str


def quotes_of(text: Text, dialect: Dialect) -> Quotes:
    """Look at all quotes of a file, in one pass over its bytes."""
    quote, count, inner = dialect.quote.encode(), 0, False
    escaped = b"\\" + quote if dialect.escape == "\\" else None
    with text.path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            chunk += file.read(1) if chunk.endswith(b"\\") else b""
            chunk = chunk.replace(escaped, b"") if escaped else chunk
            inner = inner or _ends_inside(chunk, quote, count)
            count += chunk.count(quote)
    return Quotes(count > 0, count % 2 == 1, inner, text.tail().replace("\r", "\n").rsplit("\n", 1)[-1])


def _ends_inside(chunk: bytes, quote: bytes, before: int) -> bool:
    """Whether a line of the chunk ends after an odd number of quotes, of which so many came before the chunk."""
    import numpy as np

    if before % 2 == 0 and quote not in chunk:
        return False
    codes = np.frombuffer(chunk, np.uint8)
    quotes = np.flatnonzero(codes == quote[0])
    ends = np.flatnonzero((codes == ord("\n")) | (codes == ord("\r")))
    return bool(((np.searchsorted(quotes, ends) + before) % 2).any())


def breaks_in(text: str) -> str:
    """How many line breaks are in a text."""
    feeds, returns = (f"strlen({text}) - strlen(replace({text}, chr({code}), ''))" for code in (10, 13))
    return f"greatest({feeds}, {returns})"


def swallowed_rows(columns: Sequence[Column], delimiter: str, time: Column) -> str:
    """Why a row is not what it seems where a field of it holds whole rows: null where none does.

    Of two quotes that are not closed, the second closes the first: what is between them becomes one field. As the row is as wide as the
    header all the same, that field has as many delimiters as the lines in it have; and it has a time of theirs, written as the row's.
    """
    breaks, delimiters = breaks_in("x"), f"strlen(x) - strlen(replace(x, {literal(delimiter)}, ''))"
    times = f"contains({_shape('x')}, left({_shape(f'trim({time.sql})')}, 5))"
    fields = f"[{', '.join(column.column for column in columns)}]"
    whole = f"list_filter({fields}, lambda x: {breaks} > 0 AND {delimiters} = {len(columns) - 1} * {breaks} AND {times})"
    lines = f"list_sum(list_transform({whole}, lambda x: {breaks}))"
    said = f"concat('a quote that is opened in it and not closed swallowed ', {lines}, ' lines')"
    row = f"concat({', '.join(column.column for column in columns)})"
    return f"CASE WHEN contains({row}, chr(10)) OR contains({row}, chr(13)) THEN CASE WHEN {lines} > 0 THEN {said} END END"


def row_breaks(columns: Sequence[Column]) -> str:
    """How many line breaks are in all fields of a row."""
    return breaks_in(f"concat({', '.join(column.column for column in columns)})")


def _shape(text: str) -> str:
    """What numbers and words of a text leave, with one character for each of them."""
    return f"regexp_replace(regexp_replace({text}, '[0-9]+', '0', 'g'), '[A-Za-z]+', 'a', 'g')"


def swallowed(quotes: Quotes, columns: Sequence[Column]) -> str:
    """How many lines a quote that was not closed made part of a row's fields; null where none did. Over the columns as they are."""
    if not quotes.any:
        return "CAST(NULL AS BIGINT)"
    cases = []
    for field in (column.column for column in columns):
        breaks = breaks_in(field)
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
