"""Reads the declared type of a field or trait."""

from typing import cast

from desireline.conditions import Kind, ValueType
from desireline.mapfile.findings import Findings
from desireline.mapfile.grammar import Text, TypeOf, Word
from desireline.mapfile.language.types import DETAILS, ONE_OF, ONE_OF_WORDS, PLAIN_KINDS, VALUES
from desireline.mapfile.nodes import Mapping, Node, Scalar, Sequence
from desireline.mapfile.scalars import BROKEN, ScalarReader
from desireline.mapfile.unknown_words import report_unknown_word
from desireline.mapfile.wording import NearNames, a, either, quoted, shown

_WHY = "conditions could not be checked against what events carry"
_SAME_ELSEWHERE: dict[str, Kind] = {
    **dict.fromkeys(("string", "str", "varchar"), "text"),
    **dict.fromkeys(("float", "double", "decimal"), "number"),
    **dict.fromkeys(("int", "bigint", "long"), "integer"),
    **dict.fromkeys(("bool", "flag"), "boolean"),
    **dict.fromkeys(("datetime", "timestamp"), "time"),
}
"""What other languages call the types."""


def read_type(node: Node, name: str, findings: Findings, scalars: ScalarReader, near: NearNames) -> object:
    """The type that a field or trait is declared to have; BROKEN where it cannot be read."""
    return _TypeReader(name, findings, scalars, near).read(node)


class _TypeReader:
    def __init__(self, name: str, findings: Findings, scalars: ScalarReader, near: NearNames) -> None:
        self._name = name
        self._findings = findings
        self._scalars = scalars
        self._near = near

    def read(self, node: Node) -> object:
        if isinstance(node, Scalar) and node.kind not in ("empty", "broken"):
            return self._plain(node, None)
        if not isinstance(node, Mapping) or not node.entries:
            return self._scalars.wrong(TypeOf(), node, self._name)
        if node.get(ONE_OF) is not None:
            return self._one_of(node)
        if len(node.entries) > 1:
            return self._unknown(node.entries[1][0], f"`{shown(self._name)}` has more than one type", "a second type")
        return self._plain(*node.entries[0])

    def _plain(self, kind: Scalar, details: Node | None) -> object:
        known = next((k for k in PLAIN_KINDS if k == kind.text), None)
        if known is None:
            return self._unknown(kind, f"`{shown(kind.text)}` is no type", "unknown type")
        if details is None or (isinstance(details, Scalar) and details.kind == "empty"):
            return ValueType(kind=known)
        if isinstance(details, Mapping):
            return self._detailed(known, details)
        words = DETAILS[known]
        self._findings.add(
            "J137",
            details,
            f"what is said of {a(known)} is said in words",
            label=f"takes {quoted(word.name for word in words)}",
            why=_WHY,
            fix=f"write `{known}`, or such as `{{{known}: {{{words[0].name}: {words[0].example}}}}}`",
        )
        return BROKEN

    def _words(self, node: Mapping, words: tuple[Word, ...], noun: str) -> dict[str, object]:
        """Read some words; those that take a list are left to the caller."""
        read: dict[str, object] = {}
        for key, value in node.entries:
            word = next((word for word in words if word.name == key.text), None)
            if word is None:
                report_unknown_word(self._findings, self._near, key, noun, words)
            elif word is not VALUES:
                read[word.target] = self._scalars.read(word.value, value, word.name, word.example)
        return read

    def _detailed(self, kind: Kind, details: Mapping) -> object:
        read = self._words(details, DETAILS[kind], kind)
        if BROKEN in read.values():
            return BROKEN
        lowest, highest = (_bound(kind, read.get(name)) for name in ("minimum", "maximum"))
        if lowest is None or highest is None or lowest <= highest:
            return ValueType(kind=kind, minimum=lowest, maximum=highest, personal=read.get("personal") is True)
        headline = f"the least of `{shown(self._name)}` is above its greatest"
        self._findings.add("J136", details, headline, label="no value can be in it", why=_WHY, fix="swap `min` and `max`")
        return BROKEN

    def _one_of(self, node: Mapping) -> object:
        read = self._words(node, ONE_OF_WORDS, ONE_OF)
        values = node.get(ONE_OF)
        if not isinstance(values, Sequence):
            return self._scalars.wrong(VALUES.value, values or node, ONE_OF, VALUES.example)
        if not values.items:
            self._findings.add(
                "J123", values, f"`{ONE_OF}` is empty", label="nothing is in it", why=_WHY, fix="list the texts that events carry"
            )
            return BROKEN
        texts = [self._scalars.read(Text(), item, ONE_OF) for item in values.items]
        if BROKEN in texts or BROKEN in read.values():
            return BROKEN
        return ValueType(kind="one_of", values=tuple(dict.fromkeys(cast("list[str]", texts))), personal=read.get("personal") is True)

    def _unknown(self, node: Scalar, headline: str, label: str) -> object:
        near, meant = self._near.like(node.text, dict.fromkeys((*PLAIN_KINDS, ONE_OF)))
        meant = _SAME_ELSEWHERE.get(node.text.casefold(), meant)
        one = meant in PLAIN_KINDS and label == "unknown type"
        choices = f"write {either(PLAIN_KINDS)}, or `{{{ONE_OF}: [a, b]}}`"
        fix = self._findings.rewrite(f"write `{meant}`", node, meant or "") if one else choices
        self._findings.add("J137", node, headline, label=label, why=_WHY, fix=fix, near=near if label == "unknown type" else ())
        return BROKEN


def _bound(kind: Kind, value: object) -> float | int | None:
    if not isinstance(value, (int, float)):
        return None
    return int(value) if kind == "integer" and value == int(value) else value
