"""Words of the types of fields and traits: `text`, `{number: {min: 0}}`, `{one of: [a, b]}`."""

from collections.abc import Mapping

from desireline.conditions import DECLARED_KINDS, Kind
from desireline.mapfile.grammar import Flag, Many, Number, Text, Word

ONE_OF = "one of"
PLAIN_KINDS: tuple[Kind, ...] = tuple(kind for kind in DECLARED_KINDS if kind != "one_of")
"""Types that are named by one word."""
PERSONAL = Word(
    name="personal",
    value=Flag(),
    doc="Whether values tell something about a person that must not be written to a log.",
    example="true",
    default="false",
)
_BOUNDS = (
    Word(name="min", value=Number(), doc="The least value that events carry.", example="0", default="no bound", attribute="minimum"),
    Word(name="max", value=Number(), doc="The greatest value that events carry.", example="100", default="no bound", attribute="maximum"),
)
DETAILS: Mapping[Kind, tuple[Word, ...]] = {
    kind: (*_BOUNDS, PERSONAL) if kind in ("number", "integer") else (PERSONAL,) for kind in PLAIN_KINDS
}
"""What each plain type may say about its values: `{number: {min: 0, max: 100}}`."""
VALUES = Word(
    name=ONE_OF, value=Many(Text()), doc="The texts that events carry, one of them each.", example="[line, cabinet, router]", required=True
)
ONE_OF_WORDS = (VALUES, PERSONAL)
"""The words of a type that is one of some texts."""
KIND_DOCS: Mapping[Kind, str] = {
    "text": "Any text.",
    "number": "A finite number: `12`, `-1.5`, `1e3`.",
    "integer": "A whole number.",
    "boolean": "`true` or `false`.",
    "time": "A moment that states its offset from UTC: `2026-03-02T08:00:00Z`.",
    "one_of": "One of some texts.",
}
