"""YAML text to nodes. What has no place in a map (tags, loops, bombs, second documents) is refused here, with its place."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from desireline.diagnostics.diagnostic import Near
from desireline.mapfile.findings import Findings
from desireline.mapfile.limits import DEEPEST, MOST_NODES
from desireline.mapfile.nodes import Mapping, Node, Scalar, ScalarKind, Sequence
from desireline.mapfile.parsing import CharacterError, NotYamlError, Told, told_of
from desireline.mapfile.syntax import report_character, report_syntax
from desireline.mapfile.wording import shown

_EMPTY = re.compile(r"~|null|Null|NULL|")
_FLAG = re.compile(r"true|True|TRUE|false|False|FALSE")
_WHOLE = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", re.ASCII)
_NUMBER = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)", re.ASCII)
_PROPERTIES = re.compile(r"(?:[&!]\S*\s+)*")


def compose(text: str, findings: Findings, *, follow: bool = True) -> Node | None:
    """The tree of the one document in a text. None where the text is no YAML, is empty, or is refused; what is wrong is then reported.

    `follow`: whether an alias (`*name`) is replaced by what it repeats; else it is a scalar of the style `*`.
    """
    tree = _Tree(text, findings, follow)
    try:
        for told in told_of(text):
            if not tree.take(told):
                return None
    except CharacterError as error:
        report_character(findings, text, error.at)
        return None
    except NotYamlError as error:
        report_syntax(findings, text, error)
        return None
    return tree.root


def kind_of(text: str) -> ScalarKind:
    """What a value written without quotes is, by the core schema of YAML 1.2: `no`, `22:00` and `1..7` are texts."""
    if _EMPTY.fullmatch(text):
        return "empty"
    if _FLAG.fullmatch(text):
        return "flag"
    if _WHOLE.fullmatch(text):
        return "whole"
    return "number" if _NUMBER.fullmatch(text) else "text"


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end is yet to come. `size`: its nodes so far, an alias counted as all that it stands for.
    `refused`: it bears a tag, which was reported.
    """

    node: Sequence | Mapping
    size: int = 1
    key: Node | None = None
    refused: bool = False
    words: dict[str, Scalar] = field(default_factory=dict)


class _Tree:
    def __init__(self, text: str, findings: Findings, follow: bool) -> None:
        self.root: Node | None = None
        self._follow = follow
        self._text = text
        self._findings = findings
        self._open: list[_Open] = []
        self._anchors: dict[str, tuple[Node, int] | None] = {}
        self._documents = 0
        self._count = 0

    def take(self, told: Told) -> bool:
        """Take one thing that the parser tells. False: stop, the file is refused."""
        match told.kind:
            case "value":
                return self._value(told)
            case "list" | "mapping":
                return self._begin(told)
            case "end":
                return self._close(told)
            case "repeat":
                return self._repeat(told.anchor, told)
            case "document":
                return self._document(told)

    def _document(self, told: Told) -> bool:
        self._documents += 1
        if self._documents == 1:
            return True
        self._findings.add(
            "J008",
            Scalar(told.start, max(told.end, told.start + 1), ""),
            "the file holds more than one document",
            label="a second map begins here",
            why="nobody could say which of the maps customers are on",
            fix="put each map into a file of its own",
        )
        return False

    def _value(self, told: Told) -> bool:
        kind: ScalarKind = "broken" if told.tagged else "text" if told.style else kind_of(told.text)
        node = Scalar(self._begin_of(told), told.end, told.text, kind, told.style, told.anchor)
        if told.anchor:
            self._anchors[told.anchor] = (node, 1)
        return self._put(node, 1)

    def _begin(self, told: Told) -> bool:
        start = self._begin_of(told)
        made = Mapping if told.kind == "mapping" else Sequence
        node = made(start, start, flow=told.flow, anchor=told.anchor)
        if told.anchor:
            self._anchors[told.anchor] = None
        self._open.append(_Open(node, refused=told.tagged))
        if len(self._open) > DEEPEST:
            self._findings.add(
                "J012",
                Scalar(start, start + 1, ""),
                f"values are nested more than {DEEPEST} deep",
                label="one level too many",
                why="no map needs this, and reading it could exhaust the machine",
                fix="write the map flatter",
            )
        return len(self._open) <= DEEPEST

    def _close(self, told: Told) -> bool:
        done = self._open.pop()
        done.node.end = told.end
        if done.node.anchor:
            self._anchors[done.node.anchor] = (done.node, done.size)
        return self._put(Scalar(done.node.start, done.node.end, "", "broken") if done.refused else done.node, done.size)

    def _put(self, node: Node, size: int) -> bool:
        """Put a finished node where it belongs."""
        self._count += 1
        if not self._open:
            self.root = node
            return True
        parent = self._open[-1]
        parent.size += size
        if isinstance(parent.node, Sequence):
            parent.node.items.append(node)
        elif parent.key is None:
            parent.key = node
        else:
            self._entry(parent, parent.node, parent.key, node)
            parent.key = None
        return self._not_too_many(node, parent.size)

    def _entry(self, parent: _Open, mapping: Mapping, key: Node, value: Node) -> None:
        if not isinstance(key, Scalar) or key.kind == "empty":
            self._findings.add(
                "J014",
                key if key.end > key.start else Scalar(key.start, key.start + 1, ""),
                "a word is missing before this `:`",
                label="no word",
                why="nobody could say what the value is",
                fix="write the word that the value belongs to",
            )
        elif (first := parent.words.get(key.text)) is not None:
            self._findings.add(
                "J007",
                key,
                f"`{shown(key.text)}` stands twice in one place",
                label="said before",
                why="only one of the two can hold, and readers would not know which",
                fix="keep the one that is meant",
                near=(Near(key.text, self._findings.span(first)),),
            )
        else:
            parent.words[key.text] = key
            mapping.entries.append((key, value))

    def _repeat(self, name: str, told: Told) -> bool:
        at = Scalar(told.start, told.end, f"*{name}")
        if name not in self._anchors:
            self._findings.add(
                "J016",
                at,
                f"`*{shown(name)}` repeats something that is not marked",
                label=f"no `&{shown(name)}` before",
                why="nobody could say what holds here",
                fix="write the value itself",
            )
            return self._put(Scalar(at.start, at.end, at.text, "broken"), 1)
        marked = self._anchors[name]
        if marked is None:
            why = "the map would have no end"
            headline = f"`&{shown(name)}` contains itself"
            self._findings.add("J010", at, headline, label="a loop", why=why, fix="write the value itself")
            return False
        node, size = marked
        if not self._follow:
            return self._put(Scalar(at.start, at.end, at.text, "text", "*"), 1)
        self._count += size - 1
        return self._put(node, size)

    def _not_too_many(self, node: Node, size: int) -> bool:
        if max(size, self._count) <= MOST_NODES:
            return True
        self._findings.add(
            "J011",
            Scalar(node.start, node.start + 1, ""),
            f"the file stands for more than {MOST_NODES:,} values",
            label="beyond this place",
            why="no map needs this, and reading it could exhaust the machine",
            fix="repeat less with `*`, or split the journey into several maps",
        )
        return False

    def _begin_of(self, told: Told) -> int:
        """Where a node itself begins, after its anchor and tag. A tag is reported."""
        if not told.anchor and not told.tagged:
            return told.start
        found = _PROPERTIES.match(self._text, told.start, told.end)
        if told.tagged:
            tag = self._text.find("!", told.start)
            width = len(self._text[tag:].split(maxsplit=1)[0])
            self._findings.add(
                "J009",
                Scalar(tag, tag + width, ""),
                "a map has no tags",
                label="a YAML tag",
                why="tags can make programs do things; a map only says things",
                fix="leave the tag out; put a text in quotes if it would be read as something else",
            )
        return found.end() if found else told.start
