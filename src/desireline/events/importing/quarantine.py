"""Rows that are no events: kept apart, counted by reason, and too many of them stop the import."""

from __future__ import annotations

from pathlib import Path

from desireline.diagnostics import DesirelineError, Diagnostic, Fix
from desireline.events.importing.batch import ALL_ROWS, Batch
from desireline.events.importing.options import ImportOptions
from desireline.events.importing.workshop import Workshop
from desireline.events.shard import literal

FOLDER = "quarantine"
_REASONS_SHOWN = 5


def quarantine(batch: Batch, file: Path, options: ImportOptions, shop: Workshop) -> dict[str, int]:
    """Write the bad rows of a batch to `file` as JSON lines (file, line, reason, raw), and count them by reason, most frequent first.

    Raises DesirelineError (E206) where there are too many; the file is written even then.
    """
    if batch.bad == 0:
        return {}
    file.parent.mkdir(exist_ok=True)
    names = "[" + ", ".join(literal(path.name) for path in batch.paths) + "]"
    rows = f"SELECT {names}[file + 1] AS file, line, bad AS reason, raw FROM {ALL_ROWS} WHERE bad IS NOT NULL"
    shop.run(f"COPY ({rows}) TO {literal(str(file))} (FORMAT json)")
    counted = shop.run(f"SELECT bad, count(*) AS n, min(line) FROM {ALL_ROWS} WHERE bad IS NOT NULL GROUP BY bad ORDER BY n DESC, bad")
    if batch.bad + batch.lost > options.max_bad_share * (batch.rows + batch.lost):
        raise DesirelineError(_too_many(batch, file, options, [(reason, count, line) for reason, count, line in counted]))
    return {reason: count for reason, count, _ in counted}


def _too_many(batch: Batch, file: Path, options: ImportOptions, counted: list[tuple[str, int, int]]) -> Diagnostic:
    reasons = "; ".join(f"{reason}: {count:,} (first at line {line})" for reason, count, line in counted[:_REASONS_SHOWN])
    see = "" if options.temporary else f"see the rows in `{file}`, and "
    lines = f", and take {batch.lost:,} more lines with them" if batch.lost else ""
    return Diagnostic(
        "E206",
        f"{batch.bad:,} of {batch.rows:,} rows are no events{lines}, more than {options.max_bad_share * 100:.4g} % of all",
        label=reasons,
        why="customers would seem to have done less than they did; nothing was imported",
        fix=Fix(f"{see}mend the file, or say how it is to be read; or allow more with --max-bad-share"),
    )
