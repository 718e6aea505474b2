"""CSV and TSV: every value is text; an empty field is no value; a row that is not as wide as the header is set aside, not mended."""

from pathlib import Path

from desireline.events.shard import literal
from desireline.events.sources.dialect import Dialect, dialect_of
from desireline.events.sources.options import SourceOptions
from desireline.events.sources.paths import readable
from desireline.events.sources.quotes import MOST_BREAKS, Quotes, never_closed, quotes_of, row_breaks, swallowed, swallowed_rows
from desireline.events.sources.table import Column, Query, Table, unique
from desireline.events.sources.text import MOST_LINE_BYTES, STRAY, Text, plain_text

_PAST = "past"
_ABSENT = "\x02absent\x02"
_PAST_COLUMN = Column(_PAST, _PAST, "VARCHAR", None)
_RAW_COLUMNS = 64


def read_csv(path: Path, options: SourceOptions, query: Query, scratch: Path) -> Table:
    """The table of a CSV or TSV file, plain, gzip or zstd.

    Raises DesirelineError: those of `plain_text`, E106 where the delimiter does not part the first line, E127 where a
    later line is the header, and E119 where a quote that is never closed swallows many lines.
    """
    delimiter = _delimiter(options.delimiter)
    text = plain_text(path, options.encoding, scratch, delimiter=delimiter)
    dialect = dialect_of(text.head(), path, delimiter, options.skip_lines or 0)
    names = unique(list(dialect.header))
    columns = tuple(Column(name, f"c{place}", "VARCHAR", name) for place, name in enumerate(names))
    quotes = quotes_of(text, dialect)
    sql = _select(text, dialect, columns, quotes, scratch)
    if quotes.odd:
        _refuse_never_closed(path, sql, query)
    return Table(
        sql=sql,
        columns=columns,
        raw=_raw(columns, dialect.delimiter),
        rows_estimate=max(0, text.lines - dialect.skip - 1),
        guessed=text.guessed,
        notes=_notes(dialect.header, names),
        breaks=row_breaks((*columns, _PAST_COLUMN)) if quotes.inner else "0",
        doubt=(lambda time: swallowed_rows(columns, dialect.delimiter, time)) if quotes.inner else None,
    )


def _refuse_never_closed(path: Path, sql: str, query: Query) -> None:
    found = query(f"SELECT line, swallowed FROM ({sql}) WHERE swallowed > {MOST_BREAKS} LIMIT 1")
    if found:
        raise never_closed(path, int(str(found[0][0])), int(str(found[0][1])))


def _select(text: Text, dialect: Dialect, columns: tuple[Column, ...], quotes: Quotes, scratch: Path) -> str:
    """Fields that are absent are told from empty ones by an impossible null text; fields past the last column land in one more column.

    A reader that may not work in parallel allows line breaks in quotes; the numbering of rows keeps it to one thread anyway.
    """
    fields = ", ".join(f"{column.column}: 'VARCHAR'" for column in (*columns, _PAST_COLUMN))
    read = (
        f"read_csv({literal(str(readable(text.path, scratch)))}, auto_detect=false, columns={{{fields}}}, "
        f"header=true, skip={dialect.skip}, "
        f"delim={literal(dialect.delimiter)}, quote={literal(dialect.quote)}, escape={literal(dialect.escape)}, "
        f"nullstr={literal(_ABSENT)}, null_padding=true, strict_mode=false, parallel=false, "
        f"max_line_size={MOST_LINE_BYTES}, buffer_size={2 * MOST_LINE_BYTES})"
    )
    values = ", ".join(f"nullif({column.column}, '') AS {column.column}" for column in columns)
    return (
        f"SELECT row_number() OVER () - 1 AS position, row_number() OVER () + {dialect.skip + 1} AS line,"
        f" {swallowed(quotes, columns)} AS swallowed, {_fault(text, columns)} AS fault, {values}, {_PAST} FROM {read}"
    )


def _fault(text: Text, columns: tuple[Column, ...]) -> str:
    """Why a row cannot be read, over the columns as they are in the file."""
    width = len(columns)
    cases = [
        "WHEN swallowed IS NOT NULL THEN concat('a quote that is opened in it and not closed swallowed ', swallowed, ' lines')",
        f"WHEN {_PAST} IS NOT NULL THEN 'it has more fields than the header, which has {width}'",
        f"WHEN {columns[-1].column} IS NULL THEN 'it has fewer fields than the header, which has {width}'",
    ]
    if text.strays:
        stray = " OR ".join(f"contains({column.column}, '{STRAY}')" for column in columns)
        cases.append(f"WHEN {stray} THEN 'it holds bytes that are not text in the encoding of the file'")
    return f"CASE {' '.join(cases)} END"


def _raw(columns: tuple[Column, ...], delimiter: str) -> str:
    shown = ", ".join(f"coalesce({column.column}, '')" for column in columns[:_RAW_COLUMNS])
    return f"concat_ws({literal(delimiter)}, {shown}, {_PAST})"


def _notes(header: tuple[str, ...], names: list[str]) -> tuple[str, ...]:
    return tuple(
        f"a second column `{old}` is read as `{new}`" if old else f"a column without a name is read as `{new}`"
        for old, new in zip(header, names, strict=True)
        if old != new
    )


def _delimiter(said: str | None) -> str | None:
    return {"\\t": "\t", "tab": "\t", "comma": ",", "semicolon": ";"}.get(said, said) if said else None
