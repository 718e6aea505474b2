"""What an import did, in lines for a person."""

from __future__ import annotations

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


def _when(report: ImportReport) -> str:
    from desireline.model import format_instant

    if report.first_us is None or report.last_us is None:
        return ""
    return f", from {format_instant(report.first_us)[:10]} to {format_instant(report.last_us)[:10]}"
