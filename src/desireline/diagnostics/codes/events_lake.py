"""Codes of imports and of the lake."""

CODES = {
    "E201": "a folder without a lake in it",
    "E202": "a manifest that cannot be read, or is none of a lake",
    "E203": "a lake of a newer format",
    "E204": "a lake of which files are missing or cut",
    "E205": "an import into a lake while another one is under way",
    "E206": "more rows that are no events than are allowed",
    "E207": "a file that differs from the file of the same name that was imported before",
    "E208": "ids that do not tell events apart",
    "E209": "more event names than any journey has",
    "E210": "more channels than any company has",
    "E211": "an import that could not be written to disk",
    "E212": "a table of aliases that cannot be read as one",
    "E213": "a folder that cannot become a lake because other things are in it",
    "E215": "an import that needs more memory than it may use",
    "E216": "a share of bad rows that is no share",
}
