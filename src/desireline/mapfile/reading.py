"""What was read of a map so far: nouns with their words, names declared, names used. Not yet a Map: it may be broken or incomplete."""

from __future__ import annotations

from dataclasses import dataclass, field

from desireline.conditions import Condition
from desireline.mapfile.grammar import Noun, Reference
from desireline.mapfile.nodes import Node, Scalar

Place = tuple[str | int, ...]
"""Where something stands in a map: words, ids of nouns in lists (their position, where they have none), positions of single values."""


@dataclass(slots=True, eq=False)
class Reading:
    """A noun as it was read.

    head    what shows the noun best: its id, else its first word
    values  the words that could be read
    nodes   the values of all words that are there, readable or not
    keys    the words themselves
    meant   words that are not there, but like one that is and that the noun does not have
    """

    noun: Noun
    place: Place
    head: Node
    values: dict[str, object] = field(default_factory=dict)
    nodes: dict[str, Node] = field(default_factory=dict)
    keys: dict[str, Scalar] = field(default_factory=dict)
    meant: set[str] = field(default_factory=set)

    def has(self, word: str) -> bool:
        """Whether the word is there, readable or not, or something so like it that it must have been meant."""
        return word in self.keys or word in self.meant

    def text(self, word: str) -> str | None:
        """The value of a word that holds one text or name."""
        value = self.values.get(word)
        return value if isinstance(value, str) else None

    def whole(self, word: str) -> int | None:
        """The value of a word that holds a number or a duration."""
        value = self.values.get(word)
        return value if isinstance(value, int) else None

    def names(self, word: str) -> tuple[Named, ...]:
        """The values of a word that holds a list of texts or names."""
        value = self.values.get(word)
        return value if isinstance(value, tuple) else ()

    def nouns(self, word: str) -> list[Reading]:
        """The nouns of a word that holds some."""
        value = self.values.get(word)
        return value if isinstance(value, list) else []

    def keyed(self, word: str) -> dict[str, KeyedValue]:
        """The entries of a word that holds things by name."""
        value = self.values.get(word)
        return value if isinstance(value, dict) else {}


@dataclass(frozen=True, slots=True)
class Named:
    """One text or name in a list."""

    text: str
    node: Scalar


@dataclass(frozen=True, slots=True)
class KeyedValue:
    """One thing of those by name. `value`: a Reading, a ValueType or texts; None where it could not be read."""

    key: Scalar
    node: Node
    value: object


@dataclass(slots=True, eq=False)
class WrittenCondition:
    """A condition as it stands in the text. `parsed`: once that was possible."""

    node: Scalar
    text: str
    facts: bool
    parsed: Condition | None = None


@dataclass(frozen=True, slots=True)
class Use:
    """A name that is used for something declared elsewhere, by a word of a noun."""

    name: str
    node: Scalar
    reference: Reference
    word: str
    reading: Reading


@dataclass(slots=True)
class Declared:
    """All names that a map declares, by namespace. `uncertain`: namespaces in which one could not be read, so that more may be meant."""

    names: dict[str, dict[str, Scalar]] = field(default_factory=dict)
    uncertain: set[str] = field(default_factory=set)
    _of: dict[tuple[str, ...], dict[str, Scalar]] = field(default_factory=dict)

    def of(self, *namespaces: str) -> dict[str, Scalar]:
        """The names of some namespaces, with the place of each. To be asked once all is read."""
        if namespaces not in self._of:
            self._of[namespaces] = {name: node for namespace in namespaces for name, node in self.names.get(namespace, {}).items()}
        return self._of[namespaces]


@dataclass(slots=True)
class Notes:
    """What is gathered while reading, to be looked at once all is read."""

    declared: Declared = field(default_factory=Declared)
    uses: list[Use] = field(default_factory=list)
    conditions: list[WrittenCondition] = field(default_factory=list)
    messages: list[KeyedValue] = field(default_factory=list)
