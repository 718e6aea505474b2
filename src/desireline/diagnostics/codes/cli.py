"""Codes of the command line."""

CODES = {
    "C101": "the system refused a file, a folder or space on the disk",
    "C102": "a file that would be overwritten",
    "C199": "a mistake inside Desireline itself",
}
