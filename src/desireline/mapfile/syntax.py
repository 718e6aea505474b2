"""What YAML itself finds wrong with a text, said so that a reader who knows no YAML can mend it."""

from desireline.mapfile.findings import Findings
from desireline.mapfile.nodes import Scalar
from desireline.mapfile.parsing import NotYamlError

_WHY = "nothing of the map can be read, so nothing of it reaches a customer"

# What the parser's sentence holds -> headline, label, fix. The first that is found counts.
_SAID = (
    (
        "mapping values are not allowed here",
        "a `:` stands where no value can begin",
        "not expected here",
        "put the text in quotes if the `:` belongs to it; else check the indentation of this line and the one before",
    ),
    ("undefined tag handle", "a map has no tags", "a YAML tag", "leave the tag out"),
    ("found character '\\t'", "the line is indented with a tab", "a tab", "indent with spaces"),
    ("that cannot start any token", "no value can begin with this character", "not expected here", "put the text in quotes"),
    ("unexpected end of stream", "a quote is opened and never closed", "opened here", "close the quote"),
    ("unknown escape character", "an escape that YAML does not know", "not an escape", r"write \\ for a backslash, or use single quotes"),
    (
        "sequence entries are not allowed",
        "a list begins in the middle of a line",
        "a list item",
        "begin the list on a line of its own, or write it in brackets",
    ),
    ("expected ',' or ']'", "a list in brackets is not closed", "`,` or `]` expected", "close it with `]`, and part its items by `,`"),
    ("expected ',' or '}'", "words in braces are not closed", "`,` or `}` expected", "close them with `}`, and part them by `,`"),
    (
        "expected <block end>",
        "this line does not fit those around it",
        "not expected here",
        "check its indentation, and that of the lines before it",
    ),
    ("expected the node content", "no value can begin like this", "not expected here", "put the text in quotes"),
    ("could not find expected ':'", "a word without its `:`", "`:` expected", "write `:` and a value after the word"),
)
_AT_THE_BEGINNING = ("unexpected end of stream",)


def report_syntax(findings: Findings, text: str, error: NotYamlError) -> None:
    """Report the one place where a text stops being YAML."""
    known = next((entry for entry in _SAID if entry[0] in error.said), None)
    mark = error.at
    if known and known[0] in _AT_THE_BEGINNING and error.began is not None:
        mark = error.began
    position = min(mark, max(0, len(text) - 1)) if mark is not None else 0
    at = Scalar(position, _one_further(text, position), "")
    if known is None:
        findings.add("J004", at, f"the text is not YAML: {error.said}", label="not expected here", why=_WHY, fix="mend this line")
    elif known[0] == "undefined tag handle":
        findings.add("J009", at, known[1], label=known[2], why="tags can make programs do things; a map only says things", fix=known[3])
    else:
        findings.add("J004", at, known[1], label=known[2], why=_WHY, fix=known[3])


def report_character(findings: Findings, text: str, position: int) -> None:
    """Report a character that no text may hold, such as a NUL byte."""
    code = ord(text[position])
    findings.add(
        "J015",
        Scalar(position, position + 1, ""),
        f"the character U+{code:04X} may not stand in a map",
        label="cannot be seen",
        why=_WHY,
        fix="delete it; it may have come with a copied text",
    )


def _one_further(text: str, position: int) -> int:
    """The end of a stretch of one character, but none that is a line break."""
    return position if text[position : position + 1] in ("\n", "\r", "") else position + 1
