"""What an import did, in lines for a person."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from desireline.cli.printing import counted, print_message

if TYPE_CHECKING:
    from desireline.events import ImportReport

MOST_NAMES = 5


def print_report(report: ImportReport) -> None:
    """What was guessed and noticed, what was taken and what was not, and what the lake holds now."""
    print_noticed(report)
    print_message(f"took {report.taken:,} of {counted(report.rows, 'row')} in {report.seconds:.1f} s{_when(report)}")
    if report.new_names:
        more = len(report.new_names) - MOST_NAMES
        listed = ", ".join(report.new_names[:MOST_NAMES]) + (f" and {more:,} more" if more > 0 else "")
        print_message(f"new names of events: {listed}")
    print_message(f"the lake holds {counted(report.lake_rows, 'event')} of {counted(report.lake_customers, 'customer')}")


def print_noticed(report: ImportReport) -> None:
    """What was guessed, and everything that was not taken as it came."""
    for line in (*report.guessed, *report.notes):
        print_message(line)
    if report.duplicates:
        print_message(f"left out {counted(report.duplicates, 'event')} taken before")
    if report.differing:
        print_message(f"{report.differing:,} of them differ from what was taken first: {', '.join(report.differing_ids)}")
    for reason, count in report.quarantined.items():
        print_message(f"set aside {count:,}: {reason} (see {report.quarantine_file})")
    if report.conflicts:
        print_message(f"not followed: {counted(report.conflicts, 'identification')}, among them {'; '.join(report.conflict_examples)}")
    if report.future:
        print_message(f"later than now: {counted(report.future, 'event')}; each counts once its time has come")


@contextmanager
def telling_to_import(log: Path | None) -> Iterator[None]:
    """Where a command opens a log and takes no options that say how a file is read: what it refuses tells who takes them."""
    from desireline.diagnostics import DesirelineError, Diagnostic, Fix

    def told(one: Diagnostic) -> Diagnostic:
        if one.fix is None or "say " not in one.fix.message or "--" not in one.fix.message:
            return one
        how = f"{one.fix.message}, to `desireline import {log} --lake LAKE`; then name that lake here"
        return replace(one, fix=Fix(how))

    try:
        yield
    except DesirelineError as error:
        raise DesirelineError([told(one) for one in error.diagnostics]) from None


def _when(report: ImportReport) -> str:
    from desireline.model import format_instant

    if report.first_us is None or report.last_us is None:
        return ""
    return f", from {format_instant(report.first_us)[:10]} to {format_instant(report.last_us)[:10]}"
