"""Codes of pictures and pages."""

CODES = {
    "P101": "PNG asked for, and the package that draws it is not installed",
    "P102": "there is no picture of this name",
    "P103": "a picture is asked for with too few steps or too many",
    "P104": "a picture or page is to be written to a file whose ending names no format",
    "P105": "PNG asked for on a machine without fonts",
}
