"""Codes of the command line."""

CODES = {
    "C101": "the system refused a file, a folder or space on the disk",
    "C102": "a file that would be overwritten",
    "C103": "something to compare with that is neither a map file nor a git revision",
    "C104": "a code that does not exist",
    "C105": "no map file where one was looked for",
    "C106": "two map files of the same journey",
    "C107": "a port that cannot be used",
    "C199": "a mistake inside Desireline itself",
}
