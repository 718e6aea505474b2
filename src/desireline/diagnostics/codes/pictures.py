"""Codes of pictures and pages."""

CODES = {
    "P101": "PNG asked for, and the package that draws it is not installed",
}
