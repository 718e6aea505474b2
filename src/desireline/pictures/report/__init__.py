"""The page that tells what was measured to those who were not there: one file, without network, to be mailed."""

from desireline.pictures.report.page import report

__all__ = ["report"]
