"""A text taken apart: what is said as it stands, what is filled in, what is said only sometimes. The one reader of message texts."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from desireline.conditions import ValueType

if TYPE_CHECKING:
    from desireline.texts.expressions import Expression

LONGEST_EXPRESSION = 500
"""Characters between two braces."""
Gap = Literal["name", "expression", "if", "elif", "else", "endif"]
Wrong = Literal["unknown name", "brace", "expression", "block"]
_BRACES = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
_BLOCK = re.compile(r"%\s*(\w*)\s*(.*?)\s*%", re.DOTALL)
_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a text. `gap` None: `said` is read as it stands; else `said` is the name, or the expression as written."""

    said: str
    gap: Gap | None = None
    expression: "Expression | None" = None


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong with a stretch of a text (characters `start` to `end`, exclusive).

    `subject`: the name, brace or tag that is wrong; `problem`: what is wrong with it, in words.
    """

    wrong: Wrong
    start: int
    end: int
    subject: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class ReadText:
    """A text taken apart.

    names     the fields and traits that it speaks of
    needed    those without which it cannot be said: not asked for before they are told, and nothing said in their place
    mistakes  why it cannot be said to anyone, in order; none where it is sound
    """

    parts: tuple[Part, ...]
    names: frozenset[str]
    needed: frozenset[str]
    mistakes: tuple[Mistake, ...]


def read_message_text(text: str, types: Mapping[str, ValueType]) -> ReadText:
    """Take a text apart. `types`: the fields and traits that it may speak of."""
    return _read(text, tuple(types.items()))


@lru_cache(maxsize=4096)
def _read(text: str, types: tuple[tuple[str, ValueType], ...]) -> ReadText:
    reader = _Reader(text, dict(types))
    reader.read()
    mistakes = sorted(reader.mistakes, key=lambda one: (one.start, one.end))
    return ReadText(tuple(reader.parts), frozenset(reader.names), frozenset(reader.needed), tuple(mistakes))


class _Reader:
    def __init__(self, text: str, types: Mapping[str, ValueType]) -> None:
        self.text = text
        self.types = types
        self.parts: list[Part] = []
        self.names: set[str] = set()
        self.needed: set[str] = set()
        self.mistakes: list[Mistake] = []
        self._open: list[tuple[int, int, set[str], bool]] = []
        """The `if`s around: where each stands, the names that it asks for, whether its `else` has come."""

    def read(self) -> None:
        for start, end, found in self._stretches():
            if found is None:
                self.parts.append(Part(self.text[start:end].replace("{{", "{").replace("}}", "}")))
            elif found.startswith("%"):
                self._block(start, end, found)
            elif not (found.startswith("#") and found.endswith("#") and len(found) > 1):
                self._gap(start, end, found)
        for start, end, _, _ in self._open:
            self._wrong("block", start, end, "if", "nothing says where it ends")

    def _stretches(self) -> Iterator[tuple[int, int, str | None]]:
        """Stretches in order: what is between braces, or None for what is read as it stands."""
        at = 0
        for found in _BRACES.finditer(self.text):
            if found[0] in ("{{", "}}"):
                continue
            if found.start() > at:
                yield at, found.start(), None
            at = found.end()
            if found[1] is None or not found[1].strip():
                self._wrong("brace", found.start(), at, found[0])
            else:
                yield found.start(), at, found[1]
        if at < len(self.text):
            yield at, len(self.text), None

    def _gap(self, start: int, end: int, found: str) -> None:
        name = found if found in self.types else found.strip()
        if name in self.types:
            self.names.add(name)
            self._need({name})
            self.parts.append(Part(name, "name"))
        elif _IDENTIFIER.fullmatch(name):
            self._wrong("unknown name", start, end, name)
        else:
            self._expression("expression", start, end, found, start + 1)

    def _block(self, start: int, end: int, found: str) -> None:
        block = _BLOCK.fullmatch(found)
        word, rest = (block[1], block[2]) if block else ("", "")
        if block is not None and word == "if" and rest:
            self._open.append((start, end, set(), False))
            self._expression("if", start, end, rest, start + 1 + block.start(2))
        elif word in ("elif", "else", "endif") and not self._open:
            self._wrong("block", start, end, word, "no `if` is open here")
        elif block is not None and word == "elif" and rest and not self._open[-1][3]:
            self._expression("elif", start, end, rest, start + 1 + block.start(2))
        elif word == "else" and not rest and not self._open[-1][3]:
            self._open[-1] = (*self._open[-1][:3], True)
            self.parts.append(Part("", "else"))
        elif word == "endif" and not rest:
            self._open.pop()
            self.parts.append(Part("", "endif"))
        else:
            self._wrong("block", start, end, word, "takes `if …`, `elif …`, `else` (last) or `endif`")

    def _expression(self, gap: Gap, start: int, end: int, source: str, source_at: int) -> None:
        from desireline.texts.expressions import read_expression

        if len(source) > LONGEST_EXPRESSION:
            self._wrong("expression", start, end, self.text[start:end], f"more than {LONGEST_EXPRESSION} characters")
            return
        read = read_expression(source, self.types, test=gap in ("if", "elif"))
        for name, at in read.unknown:
            self._wrong("unknown name", source_at + at, source_at + at + len(name), name)
        if read.problem is not None:
            self._wrong("expression", start, end, self.text[start:end], read.problem)
            return
        self.names |= read.names
        self._need(read.needed)
        if gap in ("if", "elif"):
            self._open[-1][2].update(read.names)
        self.parts.append(Part(source, gap, read.expression))

    def _need(self, names: Sequence[str] | set[str] | frozenset[str]) -> None:
        self.needed.update(name for name in names if not any(name in asked for _, _, asked, _ in self._open))

    def _wrong(self, wrong: Wrong, start: int, end: int, subject: str, problem: str = "") -> None:
        self.mistakes.append(Mistake(wrong, start, end, subject, problem))
