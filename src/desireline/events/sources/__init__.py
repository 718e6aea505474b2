"""Reading event sources: one file per format, and what all of them share."""

from desireline.events.sources.opening import open_source
from desireline.events.sources.options import SourceOptions
from desireline.events.sources.refusals import reading_failed
from desireline.events.sources.rows import PropertyColumn, SourceRows

__all__ = ["PropertyColumn", "SourceOptions", "SourceRows", "open_source", "reading_failed"]
