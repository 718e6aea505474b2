"""Importing: files of events, or events at hand, into a lake, all of them or nothing."""

from desireline.events.importing.driver import Step, feed, import_files
from desireline.events.importing.options import ImportOptions
from desireline.events.importing.report import ImportReport
from desireline.events.importing.workshop import Progress

__all__ = ["ImportOptions", "ImportReport", "Progress", "Step", "feed", "import_files"]
