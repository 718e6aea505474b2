"""Reads a tree by the grammar. It looks at one noun at a time; what concerns several is noted, and looked at when all is read."""

from dataclasses import dataclass

from desireline.mapfile.declared_types import read_type
from desireline.mapfile.findings import Findings
from desireline.mapfile.grammar import ConditionText, Id, Keyed, Many, Noun, Nouns, One, Reference, Texts, TypeOf, Value, Word
from desireline.mapfile.names import Namer
from desireline.mapfile.nodes import Mapping, Node, Scalar, Sequence, nothing_there, value_or_key
from desireline.mapfile.reading import KeyedValue, Named, Notes, Place, Reading, Use, WrittenCondition
from desireline.mapfile.scalars import BROKEN, ScalarReader
from desireline.mapfile.texts import read_texts
from desireline.mapfile.unknown_words import report_unknown_word
from desireline.mapfile.wording import NearNames, a, in_quotes, takes


class Reader:
    """Reads nouns into readings, and notes what they declare and use."""

    def __init__(self, findings: Findings, near: NearNames) -> None:
        self.notes = Notes()
        self._findings = findings
        self._near = near
        self._scalars = ScalarReader(findings, near)
        self._names = Namer(findings, self.notes.declared)

    def noun(self, noun: Noun, node: Mapping, place: Place, name: Scalar | None = None) -> Reading:
        """Read one noun. `name`: the key under which it stands, where it has no id of its own."""
        head = name or node.get("id") or (node.entries[0][0] if node.entries else node)
        reading = Reading(noun, place, head)
        cut = _cut_by_commas(noun, node)
        for key, value in node.entries:
            word = noun.word(key.text)
            if key in cut.tails:
                continue
            if word is None:
                self._unknown_word(reading, key)
                continue
            reading.keys[word.name] = key
            reading.nodes[word.name] = value
            read = self._cut_value(word, value, cut.after[key]) if key in cut.after else self._word(word, value, key, reading)
            if read is not BROKEN:
                reading.values[word.name] = read
        self._missing_words(reading)
        return reading

    def _unknown_word(self, reading: Reading, key: Scalar) -> None:
        """Report a word; the one that is like it is not said to be missing, and what it would have declared may be anything."""
        meant = report_unknown_word(self._findings, self._near, key, reading.noun.name, reading.noun.words)
        if meant is not None and not reading.has(meant.name):
            reading.meant.add(meant.name)
            self._uncertain_about(meant.value)

    def _cut_value(self, word: Word, value: Node, tail: Scalar) -> object:
        """A value in braces that goes on after a comma, where YAML takes the rest for another word."""
        at = Scalar(value.start, tail.end, "")
        whole = self._findings.written(at)
        self._findings.add(
            "J141",
            tail,
            f"a `,` cuts the value of `{word.name}` in two",
            label="taken for another word",
            why="inside braces a `,` ends a value, so the rest of it would be lost",
            fix=self._findings.rewrite("put the value in quotes", at, in_quotes(whole)) if whole else "put the value in quotes",
        )
        self._uncertain_about(word.value)
        return BROKEN

    def _missing_words(self, reading: Reading) -> None:
        for word in reading.noun.words:
            if not word.required or reading.has(word.name) or word.name in reading.meant:
                continue
            self._uncertain_about(word.value)
            self._findings.add(
                "J102",
                reading.head,
                f"this {reading.noun.name} does not say its `{word.name}`",
                label=f"`{word.name}` is missing",
                why=word.why,
                fix=f"add `{word.name}:` with what holds here"
                + (f", such as `{word.name}: {word.example}`" if len(word.example) < 60 else ""),
            )

    def _word(self, word: Word, node: Node, key: Scalar, reading: Reading) -> object:
        if nothing_there(node) and not isinstance(word.value, Id):
            self._uncertain_about(word.value)
            return self._scalars.wrong(word.value, value_or_key(key, node), word.name, word.example, optional=not word.required)
        match word.value:
            case Id():
                return self._own_id(word.value, node, key)
            case Many(of=of):
                return self._many(word, of, node, reading)
            case One(noun=noun):
                return self._one(noun, word, node, (*reading.place, word.name), key)
            case Nouns():
                return self._nouns(word.value, word, node, (*reading.place, word.name))
            case Keyed():
                return self._keyed(word.value, word, node, (*reading.place, word.name))
            case ConditionText(facts=facts):
                return self._condition(word, facts, node)
            case _:
                return self._single(word, word.value, node, reading)

    def _uncertain_about(self, value: Value) -> None:
        match value:
            case Nouns(noun=noun) | One(noun=noun):
                self._uncertain_of(noun)
            case Id(namespace=namespace) | Keyed(namespace=namespace):
                self.notes.declared.uncertain.add(namespace)
            case _:
                pass

    def _single(self, word: Word, value: Value, node: Node, reading: Reading) -> object:
        read = self._scalars.read(value, node, word.name, word.example)
        if isinstance(value, Reference) and isinstance(read, str) and isinstance(node, Scalar):
            self.notes.uses.append(Use(read, node, value, word.name, reading))
        return read

    def _own_id(self, value: Id, node: Node, key: Scalar) -> object:
        if not isinstance(node, Scalar) or node.kind in ("empty", "broken"):
            self.notes.declared.uncertain.add(value.namespace)
            return self._scalars.wrong(value, value_or_key(key, node), key.text)
        read = self._scalars.read(value, node, key.text)
        if read is BROKEN:
            self.notes.declared.uncertain.add(value.namespace)
        self._names.declare(value.namespace, value.apart_from, node)
        return read

    def _many(self, word: Word, of: Value, node: Node, reading: Reading) -> object:
        items = node.items if isinstance(node, Sequence) else [node]
        if isinstance(node, Mapping):
            return self._scalars.wrong(word.value, node, word.name, word.example)
        if not items and word.required:
            self._findings.add("J123", node, f"`{word.name}` is empty", label="nothing is in it", why=word.why, fix=f"write {takes(of)}")
            return BROKEN
        read = [self._single(word, of, item, reading) for item in items]
        named = [Named(text, item) for text, item in zip(read, items, strict=True) if isinstance(text, str) and isinstance(item, Scalar)]
        return tuple(named) if len(named) == len(items) else BROKEN

    def _one(self, noun: Noun, word: Word, node: Node, place: Place, key: Scalar) -> object:
        if not isinstance(node, Mapping):
            return self._scalars.wrong(word.value, node, word.name, word.example)
        return self.noun(noun, node, place, name=key)

    def _nouns(self, value: Nouns, word: Word, node: Node, place: Place) -> object:
        if not isinstance(node, Sequence):
            self._uncertain_of(value.noun)
            if isinstance(node, Mapping):
                return self._mapping_for_list(value, word, node)
            return self._scalars.wrong(value, node, word.name, word.example)
        if len(node.items) < value.at_least:
            self._findings.add(
                "J123", node, f"`{word.name}` is empty", label="nothing is in it", why=word.why, fix=f"write at least one {value.noun.name}"
            )
            return BROKEN
        read = []
        for position, item in enumerate(node.items):
            if isinstance(item, Mapping):
                read.append(self.noun(value.noun, item, (*place, _own_name(item, position))))
            else:
                self._uncertain_of(value.noun)
                self._scalars.wrong(One(value.noun), item, a(value.noun.name))
        return read

    def _mapping_for_list(self, value: Nouns, word: Word, node: Mapping) -> object:
        self._findings.add(
            "J103",
            node,
            f"`{word.name}` is words with values, and takes a list",
            label="this is one item, not a list",
            why="no one would find the others, were there more than one",
            fix=f"begin each {value.noun.name} with `- `, or put brackets around it",
        )
        return BROKEN

    def _uncertain_of(self, noun: Noun) -> None:
        """Part of what should declare names could not be read: names that are not found may be among it."""
        for word in noun.words:
            match word.value:
                case Id(namespace=namespace) | Keyed(namespace=namespace):
                    self.notes.declared.uncertain.add(namespace)
                case Nouns(noun=inner) | One(noun=inner):
                    self._uncertain_of(inner)
                case _:
                    pass

    def _keyed(self, value: Keyed, word: Word, node: Node, place: Place) -> object:
        if not isinstance(node, Mapping):
            self.notes.declared.uncertain.add(value.namespace)
            return self._scalars.wrong(value, node, word.name, word.example)
        read: dict[str, KeyedValue] = {}
        for key, inner in node.entries:
            self._names.key(value, key, self._scalars)
            read[key.text] = KeyedValue(key, inner, self._keyed_value(value.of, value_or_key(key, inner), key, (*place, key.text)))
        return read

    def _keyed_value(self, value: One | TypeOf | Texts, node: Node, key: Scalar, place: Place) -> object:
        match value:
            case One(noun=noun):
                return self.noun(noun, node, place, name=key) if isinstance(node, Mapping) else self._scalars.wrong(value, node, key.text)
            case TypeOf():
                return read_type(node, key.text, self._findings, self._scalars, self._near)
            case Texts():
                return read_texts(node, key.text, self._findings, self._scalars)

    def _condition(self, word: Word, facts: bool, node: Node) -> object:
        if not isinstance(node, Scalar) or node.kind == "empty":
            return self._scalars.wrong(word.value, node, word.name, word.example)
        read = self._scalars.read(ConditionText(facts), node, word.name)
        if not isinstance(read, str):
            return BROKEN
        written = WrittenCondition(node, read, facts)
        self.notes.conditions.append(written)
        return written


def _own_name(item: Mapping, position: int) -> str | int:
    own = item.get("id")
    return own.text if isinstance(own, Scalar) and own.kind == "text" else position


@dataclass(frozen=True, slots=True)
class _Cuts:
    """Values in braces that a comma cuts in two. `after`: word -> the last piece of its value; `tails`: all such pieces."""

    after: dict[Scalar, Scalar]
    tails: set[Scalar]


def _cut_by_commas(noun: Noun, node: Mapping) -> _Cuts:
    cuts = _Cuts({}, set())
    word: Scalar | None = None
    for key, value in node.entries if node.flow else ():
        if noun.word(key.text) is None and nothing_there(value) and not key.style and word is not None:
            cuts.after[word] = key
            cuts.tails.add(key)
        else:
            word = key if isinstance(value, Scalar) and not value.style and not nothing_there(value) else None
    return cuts
