"""The declared type of a field or trait: `text`, `{number: {min: 0}}`, `{one of: [a, b]}`."""

from typing import get_args

from desireline.conditions.types import Kind, ValueType
from desireline.mapfile.findings import Findings
from desireline.mapfile.grammar import Flag, Many, Number, Text, TypeOf, Value
from desireline.mapfile.nodes import Mapping, Node, Scalar, Sequence
from desireline.mapfile.scalars import BROKEN, ScalarReader
from desireline.mapfile.wording import NearNames, either, quoted, shown

ONE_OF = "one of"
PLAIN_KINDS: tuple[Kind, ...] = tuple(kind for kind in get_args(Kind) if kind not in ("one_of", "duration"))
"""Types that are one word; durations come only from the trip's own facts."""
NUMERIC: tuple[Kind, ...] = ("number", "integer")
"""Types that may say `min` and `max`. Each plain type may say `personal`."""


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
        if isinstance(node, Scalar) and node.kind != "empty":
            return BROKEN if node.kind == "broken" else self._plain(node, None)
        if not isinstance(node, Mapping) or not node.entries:
            return self._scalars.wrong(TypeOf(), node, self._name)
        if (values := node.get(ONE_OF)) is not None:
            return self._one_of(node, values)
        if len(node.entries) > 1:
            return self._two_types(node)
        kind, details = node.entries[0]
        return self._plain(kind, details)

    def _two_types(self, node: Mapping) -> object:
        second = node.entries[1][0]
        return self._unknown(second, f"`{shown(self._name)}` has more than one type", "a second type")

    def _plain(self, kind: Scalar, details: Node | None) -> object:
        known = next((k for k in PLAIN_KINDS if k == kind.text), None)
        if known is None:
            return self._unknown(kind, f"`{shown(kind.text)}` is no type", "unknown type")
        if details is None or (isinstance(details, Scalar) and details.kind == "empty"):
            return ValueType(kind=known)
        if not isinstance(details, Mapping):
            words = ("min", "max", "personal") if known in NUMERIC else ("personal",)
            self._findings.add(
                "J137",
                details,
                f"what a {known} is bound to is said in words",
                label=f"takes {quoted(words)}",
                fix=f"write `{{{known}: {{personal: true}}}}`",
            )
            return BROKEN
        return self._detailed(known, details)

    def _detailed(self, kind: Kind, details: Mapping) -> object:
        allowed: dict[str, Value] = {"min": Number(), "max": Number(), "personal": Flag()} if kind in NUMERIC else {"personal": Flag()}
        read: dict[str, object] = {}
        for key, value in details.entries:
            if key.text not in allowed:
                near, meant = self._near.like(key.text, dict.fromkeys(allowed))
                fix = self._findings.rewrite(f"write `{meant}`", key, meant) if meant else f"use {quoted(allowed)}"
                self._findings.add("J101", key, f"a {kind} has no word `{shown(key.text)}`", label="unknown word", fix=fix, near=near)
                continue
            read[key.text] = self._scalars.read(allowed[key.text], value, key.text)
        return self._bounded(kind, details, read)

    def _bounded(self, kind: Kind, details: Mapping, read: dict[str, object]) -> object:
        lowest, highest = _bound(kind, read.get("min")), _bound(kind, read.get("max"))
        if BROKEN in read.values():
            return BROKEN
        if lowest is not None and highest is not None and lowest > highest:
            self._findings.add(
                "J136",
                details,
                f"the least of `{shown(self._name)}` is above its greatest",
                label="no value can be in it",
                fix="swap `min` and `max`",
            )
            return BROKEN
        return ValueType(kind=kind, minimum=lowest, maximum=highest, personal=read.get("personal") is True)

    def _one_of(self, node: Mapping, values: Node) -> object:
        personal: object = False
        for key, value in node.entries:
            if key.text == "personal":
                personal = self._scalars.read(Flag(), value, "personal")
            elif key.text != ONE_OF:
                self._findings.add(
                    "J101",
                    key,
                    f"`{ONE_OF}` has no word `{shown(key.text)}`",
                    label="unknown word",
                    fix=f"use {quoted((ONE_OF, 'personal'))}",
                )
        if not isinstance(values, Sequence) or not values.items:
            return self._scalars.wrong(Many(Text()), values, ONE_OF) if not isinstance(values, Sequence) else self._none_of(values)
        read = [self._scalars.read(Text(), item, ONE_OF) for item in values.items]
        texts = tuple(dict.fromkeys(text for text in read if isinstance(text, str)))
        return (
            ValueType(kind="one_of", values=texts, personal=personal is True) if BROKEN not in read and personal is not BROKEN else BROKEN
        )

    def _none_of(self, values: Sequence) -> object:
        self._findings.add("J123", values, f"`{ONE_OF}` is empty", label="nothing is in it", fix="list the values that events carry")
        return BROKEN

    def _unknown(self, node: Scalar, headline: str, label: str) -> object:
        near, meant = self._near.like(node.text, dict.fromkeys((*PLAIN_KINDS, ONE_OF)))
        plain = meant in PLAIN_KINDS
        self._findings.add(
            "J137",
            node,
            headline,
            label=label,
            why="conditions could not be checked against what events carry",
            fix=self._findings.rewrite(f"write `{meant}`", node, meant or "")
            if plain
            else f"write {either(PLAIN_KINDS)}, or `{{{ONE_OF}: [a, b]}}`",
            near=near,
        )
        return BROKEN


def _bound(kind: Kind, value: object) -> float | int | None:
    if not isinstance(value, (int, float)):
        return None
    return int(value) if kind == "integer" and value == int(value) else value
