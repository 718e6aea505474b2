"""All codes for people: a page of them by family, and the line of one."""

from collections.abc import Iterator
from difflib import get_close_matches

from desireline.diagnostics.codes import CATALOGUE, FAMILIES

_HEAD = """# Codes

Made from the catalogue of codes (`desireline rules E108` prints one line of it). A message tells its code, what is wrong and
where, why it matters (`why`) and what to do (`fix`). These two name your own files, columns and steps: they stand in the message,
and not here. J2xx are [the rules of check](rules.md), each with a page of its own.
"""


def line(code: str) -> str:
    """What one code finds, and what its family is about."""
    return f"{code}  {CATALOGUE[code]} ({FAMILIES[code[0]]})\n"


def near(code: str) -> tuple[str, ...]:
    """Codes that may have been meant."""
    return tuple(get_close_matches(code, CATALOGUE, n=3))


def reference_page() -> str:
    """All codes as one page, for docs/reference."""
    return "\n".join([_HEAD, *(text for letter in FAMILIES for text in _family(letter))])


def _family(letter: str) -> Iterator[str]:
    yield from (f"## {letter}: {FAMILIES[letter]}", "", "| code | finds |", "|---|---|")
    yield from (f"| {code} | {finds} |" for code, finds in CATALOGUE.items() if code[0] == letter)
    yield ""
