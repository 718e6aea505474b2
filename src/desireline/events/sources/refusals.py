"""Errors of reading a source, and the words they share."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from pathlib import Path

from desireline.diagnostics.diagnostic import DesirelineError, Diagnostic, Fix, Near

_SHOWN, _LONGEST = 20, 60


def refusal(code: str, headline: str, *, why: str, fix: str, near: Iterable[str] = ()) -> DesirelineError:
    """An error of one diagnostic."""
    return DesirelineError(Diagnostic(code, headline, why=why, fix=Fix(fix), near=tuple(Near(name) for name in near)))


def listed(names: Sequence[str]) -> str:
    """``a`, `b` and 7 more``."""
    shown = ", ".join(f"`{printable(name)}`" for name in names[:_SHOWN])
    return f"{shown} and {len(names) - _SHOWN} more" if len(names) > _SHOWN else shown


def printable(text: str) -> str:
    """A text of a file as it can stand in a headline: on one line, of bounded length, without what cannot be printed."""
    cut = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in cut)


def similar(name: str, names: Sequence[str]) -> tuple[str, ...]:
    """Names that may have been meant, best first."""
    by_fold = {each.casefold(): each for each in names}
    return tuple(by_fold[fold] for fold in get_close_matches(name.casefold(), list(by_fold), n=3))


def no_log(headline: str) -> DesirelineError:
    """The error of a file that holds no text and nothing else that events are read from."""
    return refusal(
        "E102",
        headline,
        why="there are no events to read",
        fix="give CSV, TSV, JSON lines, JSON, Parquet or XES, as it is or (but for Parquet) as .gz or .zst, or export it as one of these",
    )


def no_room(folder: Path, error: Exception) -> DesirelineError:
    """The error of intermediate files that cannot be written."""
    return refusal(
        "E124",
        f"no room for intermediate files in {folder}: {getattr(error, 'strerror', None) or error}",
        why="compressed files, those in another encoding and XES are read by way of a plain copy",
        fix="free some space on that disk, or expand the file yourself and read the plain one",
    )


def reading_failed(path: Path, error: Exception) -> DesirelineError:
    """What to tell where DuckDB gives up on a source file while its rows are read."""
    said = str(error).split("\n", 1)[0].strip()
    if "maximum line size" in str(error).casefold():
        return refusal(
            "E122",
            f"{path.name} has a line that is longer than 16 MiB",
            why="no event is that long: a quote may have been opened and never closed, or the delimiter is another one",
            fix="mend the line, or give the right --delimiter",
        )
    return refusal(
        "E119",
        f"{path.name} cannot be read to its end: {said[:300]}",
        why="the events after that place would be missing from every answer",
        fix="make the file again, or mend it at the place named",
    )
