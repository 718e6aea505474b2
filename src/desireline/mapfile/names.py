"""The names that a map declares: permanent, unique in their namespace, and none that means something else already."""

import re

from desireline.conditions import BUILT_IN_NAMES
from desireline.diagnostics.diagnostic import Near
from desireline.mapfile.findings import Findings
from desireline.mapfile.grammar import LONGEST_NAME, Keyed
from desireline.mapfile.nodes import Scalar
from desireline.mapfile.reading import Declared
from desireline.mapfile.scalars import ScalarReader
from desireline.mapfile.wording import a, shown
from desireline.model.event import WAS
from desireline.model.journeys import GONE_QUIET, OPEN
from desireline.model.map import DONE

_PLACES = {
    DONE: "the end of work of a visit",
    OPEN: "a trip that is under way",
    GONE_QUIET: "a trip that ended without an outcome",
}
_PROPERTIES = {
    name: "where the event happened" if name == "channel" else "a fact of the trip, which conditions may use"
    for name in sorted(BUILT_IN_NAMES)
}
RESERVED: dict[str, dict[str, str]] = {
    "step": _PLACES,
    "outcome": _PLACES,
    "field": _PROPERTIES,
    "trait": {**_PROPERTIES, WAS: "the anonymous identity in an `identify` event"},
}
"""Namespace -> names that nothing in it may have -> what they stand for."""


class Namer:
    """Notes declared names. One that is wrong is noted too, so that what refers to it is not another error."""

    def __init__(self, findings: Findings, declared: Declared) -> None:
        self._findings = findings
        self._declared = declared

    def declare(self, namespace: str, apart_from: str, node: Scalar) -> None:
        """Note a name in a namespace, where the other namespace may not have it either."""
        if (meaning := RESERVED.get(namespace, {}).get(node.text)) is not None:
            self._reserved(namespace, node, meaning)
        here = self._declared.names.setdefault(namespace, {})
        there = self._declared.names.get(apart_from, {})
        if node.text in here:
            self._taken(namespace, namespace, node, here[node.text])
        elif node.text in there:
            self._taken(namespace, apart_from, node, there[node.text])
        here.setdefault(node.text, node)

    def key(self, value: Keyed, key: Scalar, scalars: ScalarReader) -> None:
        """Check and note a name that stands as a key. Keys cannot be there twice: that was found before."""
        if not value.free:
            if not scalars.identifier(key, value.namespace):
                self._declared.uncertain.add(value.namespace)
        elif not key.text.strip() or len(key.text) > LONGEST_NAME or not re.fullmatch(r"[^\x00-\x1f\x7f-\x9f\ud800-\udfff]+", key.text):
            self._findings.add(
                "J113",
                key,
                f"`{shown(key.text)}` cannot be the name of {a(value.namespace)}",
                label=f"names are 1 to {LONGEST_NAME} characters that can be seen",
                why="no event could carry it under this name",
                fix="write the name as the events carry it",
            )
        self.declare(value.namespace, value.apart_from, key)

    def _reserved(self, namespace: str, node: Scalar, meaning: str) -> None:
        self._findings.add(
            "J115",
            node,
            f"`{node.text}` cannot be the name of {a(namespace)}",
            label="means something already",
            why=f"it stands for {meaning}",
            fix="give it another name",
        )

    def _taken(self, namespace: str, by: str, node: Scalar, first: Scalar) -> None:
        near = (Near(node.text, self._findings.span(first)),)
        if {namespace, by} == {"field", "trait"}:
            self._findings.add(
                "J116",
                node,
                f"`{shown(node.text)}` is a field and a trait",
                label=f"already a {by}",
                why="a condition that names it could mean what the event carries, or what is known of the customer",
                fix="give one of them another name",
                near=near,
            )
            return
        self._findings.add(
            "J114",
            node,
            f"the id `{shown(node.text)}` is taken" + (f" by the {by} of this name" if by != namespace else ""),
            label=f"a second {namespace} of this name" if by == namespace else "must differ from it",
            why="what is counted or done under this name could belong to either",
            fix="give one of them another id; keep the one that events were recorded under",
            near=near,
        )
