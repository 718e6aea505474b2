"""How a CSV file is written, told from its first lines: delimiter, quote, escape, names of the columns."""

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from desireline.diagnostics.diagnostic import DesirelineError
from desireline.events.sources.refusals import listed, refusal

DELIMITERS = (",", "\t", ";", "|")
_SPOKEN = {"\t": "tab", ",": "`,`", ";": "`;`", "|": "`|`"}
_ROWS = 200
_MOST_BEFORE = 50
_DATA = re.compile(r"[\d\s.:/+TZ-]+")
_ENCLOSED = re.compile(r"(?:^|(?<=[,;|\t]))'[^']*'(?=$|[,;|\t])", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Dialect:
    """delimiter, quote and escape are single characters; `skip` lines come before the header, whose fields are `header`."""

    delimiter: str
    quote: str
    escape: str
    skip: int
    header: tuple[str, ...]


def dialect_of(head: str, path: Path, delimiter: str | None, skip_lines: int = 0) -> Dialect:
    """The dialect of a file that starts with `head`, with the delimiter given, if one is. `skip_lines` come before everything.

    Raises DesirelineError: E106 where no delimiter, or not the one given, parts the first line; E127 where a later line is the header.
    """
    blank, said = _before_header("\n".join(head.splitlines()[skip_lines:]) if skip_lines else head)
    skip = skip_lines + blank
    rest = "\n".join(head.splitlines()[skip:]) if skip else head
    if skip_lines and not rest:
        raise _all_skipped(path, skip_lines)
    if delimiter is not None and len(delimiter.encode()) != 1:
        raise _not_one_character(delimiter)
    wanted = delimiter or said or ("\t" if ".tsv" in path.suffixes and "\t" in rest.split("\n", 1)[0] else None)
    quote = '"' if '"' in rest or "'" not in rest else _quote(rest)
    choices = [(d, e) for d in ((wanted,) if wanted else DELIMITERS) for e in ((quote, "\\") if "\\" + quote in rest else (quote,))]
    fits = {choice: _fit(rest, choice[0], quote, choice[1]) for choice in choices}
    best = max(choices, key=lambda choice: fits[choice])
    header = _records(rest, best[0], quote, best[1])[0]
    if (_is_odd(header) or fits[best][0] < 0.5) and (later := _header_after(rest, (wanted,) if wanted else DELIMITERS, quote)):
        raise _no_header(path, skip, header, *later)
    if len(header) == 1 and (others := _other_delimiters(rest, wanted)):
        raise _one_column(path, wanted or best[0], others, header[0])
    return Dialect(best[0], quote, best[1], skip, tuple(name.strip() for name in header))


def _before_header(head: str) -> tuple[int, str | None]:
    """Lines before the header: blank ones, and the `sep=;` that spreadsheets write; and the delimiter that it names."""
    skip, said = 0, None
    for line in head.splitlines():
        if line.lower().startswith("sep=") and len(line) == 5:
            said = line[4]
        elif line.strip():
            break
        skip += 1
    return skip, said


def _is_odd(header: list[str]) -> bool:
    """Whether a line has one field at most with anything in it, as titles and comments have."""
    return sum(bool(name.strip()) for name in header) < 2


def _header_after(text: str, delimiters: Iterable[str], quote: str) -> tuple[int, list[str]] | None:
    """The first line after the first that names columns of the lines that follow it: how many lines come before it, and its fields."""
    lines = text.splitlines()
    for place in range(1, min(len(lines) - 1, _MOST_BEFORE)):
        following = "\n".join(lines[place : place + _ROWS])
        for delimiter in delimiters:
            names = [name.strip() for name in _records(lines[place], delimiter, quote, quote)[0]]
            named = len(names) > 1 and all(names) and len(set(names)) == len(names) and not any(map(_DATA.fullmatch, names))
            if named and _fit(following, delimiter, quote, quote)[0] >= 0.9:
                return place, names
    return None


def _records(text: str, delimiter: str, quote: str, escape: str, *, strict: bool = False) -> list[list[str]]:
    """The first rows; one row of one field where they cannot be read (with `strict`: where a quote ends in the middle of a field)."""
    doubled = escape == quote
    limit = csv.field_size_limit(1 << 24)
    try:
        reader = csv.reader(
            text.splitlines(keepends=True),
            delimiter=delimiter,
            quotechar=quote,
            doublequote=doubled,
            escapechar=None if doubled else escape,
            strict=strict,
        )
        return [row for row, _ in zip((row for row in reader if row), range(_ROWS), strict=False)] or [[""]]
    except csv.Error:
        return [[text.split("\n", 1)[0]]]
    finally:
        csv.field_size_limit(limit)


def _fit(text: str, delimiter: str, quote: str, escape: str) -> tuple[float, int, int, int]:
    """How well a dialect explains the text: the share of rows as wide as the header, then the rows, the width, and those without a slip.

    One single column explains nothing; rows are fewer where a quote is not closed where it should be.
    """
    rows = _records(text, delimiter, quote, escape)
    width = len(rows[0])
    even = sum(len(row) == width for row in rows) / len(rows)
    return (even if width > 1 else 0.0, len(rows), width, len(_records(text, delimiter, quote, escape, strict=True)))


def _quote(text: str) -> str:
    """`'` where nearly all of them stand in pairs around whole fields, else `"`."""
    return "'" if 2 * len(_ENCLOSED.findall(text)) > 0.9 * text.count("'") else '"'


def _other_delimiters(text: str, wanted: str | None) -> list[str]:
    first = text.split("\n", 1)[0]
    found = [d for d in DELIMITERS if d != wanted and d in first]
    return [_SPOKEN[d] for d in sorted(found, key=lambda d: -_fit(text, d, '"', '"')[0])] or (["spaces"] if len(first.split()) > 2 else [])


def _one_column(path: Path, delimiter: str, others: list[str], line: str) -> DesirelineError:
    spaces = others == ["spaces"]
    return refusal(
        "E106",
        f"{path.name} is one single column when parted at {_SPOKEN.get(delimiter, f'`{delimiter}`')}: {listed([line])}",
        why="customer, time and event cannot be told apart",
        fix="its columns seem to be aligned with spaces; write it with one comma or tab between them"
        if spaces
        else f"the delimiter seems to be {others[0]}: say --delimiter '{_typed(others[0])}'",
    )


def _typed(spoken: str) -> str:
    return "\\t" if spoken == "tab" else spoken.strip("`")


def _no_header(path: Path, skip: int, first: list[str], place: int, names: list[str]) -> DesirelineError:
    return refusal(
        "E127",
        f"line {skip + 1} of {path.name} does not name columns, it says {listed([' '.join(first).strip()])};"
        f" line {skip + place + 1} seems to name them: {listed(names)}",
        why="customer, time and event cannot be told apart",
        fix=f"say --skip-lines {skip + place} (in a mapping file: `skip_lines: {skip + place}`), or remove the lines before the names",
    )


def _all_skipped(path: Path, lines: int) -> DesirelineError:
    return refusal(
        "E127",
        f"{path.name} has no line that names columns after {lines:,} skipped lines",
        why="customer, time and event cannot be told apart",
        fix="give the number of lines before the one that names the columns",
    )


def _not_one_character(delimiter: str) -> DesirelineError:
    return refusal(
        "E106",
        f"`{delimiter}` is not a delimiter",
        why="columns are parted at one single character",
        fix="give one character, such as , ; | or \\t for a tab",
    )
