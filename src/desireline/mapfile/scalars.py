"""Single values: what a word takes, read from what stands there. What cannot be read is reported."""

import math
import re
import unicodedata
from collections.abc import Callable
from typing import Final

from desireline.diagnostics.codes.rules import CODES as RULES
from desireline.mapfile.findings import Findings
from desireline.mapfile.grammar import (
    ID_PATTERN,
    LONGEST_ID,
    LONGEST_NAME,
    LONGEST_TEXT,
    Choice,
    ConditionText,
    Duration,
    Flag,
    Hours,
    Id,
    Name,
    Number,
    Reference,
    RuleCode,
    Scale,
    Text,
    Value,
    Whole,
    Zone,
)
from desireline.mapfile.nodes import Node, Scalar, whole_number
from desireline.mapfile.wording import NearNames, a, either, is_written, shown, takes
from desireline.model.durations import format_duration, parse_duration_us
from desireline.model.opening_hours import OpeningHours, is_zone

_WHY = "it cannot be read, so it would hold for no customer"
_WHY_EMPTY = "whoever is to read it, a customer or a colleague, would find nothing"
_LONGEST_EXAMPLE = 60


class Broken:
    """Stands for a value that could not be read, which was reported."""


BROKEN: Final = Broken()

UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x9f\ud800-\udfff\ufffe\uffff]")
_LOOK_ALIKES = str.maketrans("аеорсухіѕјԁһкмтвнαοιρν‐‑–—−", "aeopcyxisjdhkmtbhaoipv-----")  # Cyrillic, Greek, dashes
_MEANT_FLAGS = {"yes": "true", "on": "true", "y": "true", "no": "false", "off": "false", "n": "false"}
_UNIT_WORDS = {
    "second": "s", "sec": "s", "minute": "m", "min": "m", "hour": "h", "hr": "h", "day": "d", "week": "w", "millisecond": "ms",
}  # fmt: skip
_LONG_DURATION = re.compile(r"(\d+)\s*([a-z]+?)s?", re.IGNORECASE | re.ASCII)
_SCALE = re.compile(r"([-+]?\d{1,9})\.\.([-+]?\d{1,9})", re.ASCII)
_MEANT_SCALE = re.compile(r"([-+]?\d{1,9})\s*(?:\.{2,3}|…|-|–|to|:)\s*([-+]?\d{1,9})", re.ASCII)


class ScalarReader:
    """Reads single values. `word` in its methods is the word (or place) that is read, as the findings name it."""

    def __init__(self, findings: Findings, near: NearNames) -> None:
        self._findings = findings
        self._near = near

    def read(self, value: Value, node: Node, word: str, example: str = "") -> object:
        """The value of a word that takes a single one; BROKEN where it cannot be read. `example`: a value that could be read."""
        if not isinstance(node, Scalar) or node.kind == "empty":
            return self.wrong(value, node, word, example)
        if node.kind == "broken" or self._has_unseen(node):
            return BROKEN
        read = _READERS[type(value)]
        return read(self, value, node, word)

    def wrong(self, value: Value, node: Node, word: str, example: str = "", *, optional: bool = False) -> Broken:
        """Report that something else stands where a value is taken. `optional`: the word can be left out."""
        such_as = f", such as `{example}`" if example and len(example) <= _LONGEST_EXAMPLE else ""
        if isinstance(node, Scalar) and node.kind == "broken":
            return BROKEN
        if isinstance(node, Scalar) and node.kind == "empty":
            self._findings.add(
                "J103",
                node,
                f"`{shown(word)}` has no value",
                label=f"takes {takes(value)}",
                why=_WHY,
                fix=f"write its value{such_as}" + (", or leave it out" if optional else ""),
            )
            return BROKEN
        self._findings.add(
            "J103",
            node,
            f"`{shown(word)}` is {is_written(node)}, and takes {takes(value)}",
            label=f"this is {is_written(node)}",
            why=_WHY,
            fix=f"write {takes(value)}{such_as}",
        )
        return BROKEN

    def _has_unseen(self, node: Scalar) -> bool:
        found = UNSEEN.search(node.text)
        if found:
            self._findings.add(
                "J015",
                node,
                f"the character U+{ord(found[0]):04X} may not stand in a map",
                label="holds a character that cannot be seen",
                why=_WHY,
                fix="delete it",
            )
        return found is not None

    def _text(self, _: Value, node: Scalar, word: str) -> object:
        if not node.text.strip():
            self._findings.add(
                "J123", node, f"`{word}` is empty", label="no text", why=_WHY_EMPTY, fix="write the text, or leave the word out"
            )
            return BROKEN
        return self._short_enough(node, word, LONGEST_TEXT)

    def _condition(self, value: Value, node: Scalar, word: str) -> object:
        if len(node.text) <= LONGEST_TEXT:
            return self._text(value, node, word)
        self._findings.add(
            "J122",
            node,
            f"`{word}` has {len(node.text):,} characters, and takes {LONGEST_TEXT:,}",
            label="too long",
            why="nobody could read for whom it holds, nor a solver prove it in the time of a check",
            fix="let the system that sends the event tell the answer in a field of its own, and ask for that field here",
        )
        return BROKEN

    def _name(self, value: Value, node: Scalar, word: str) -> object:
        if not node.text.strip():
            self._findings.add("J123", node, f"`{word}` is empty", label="no name", why=_WHY_EMPTY, fix=f"write {takes(value)}")
            return BROKEN
        return self._short_enough(node, word, LONGEST_NAME)

    def _short_enough(self, node: Scalar, word: str, longest: int) -> object:
        if len(node.text) <= longest:
            return node.text.strip()
        self._findings.add(
            "J122",
            node,
            f"`{word}` has {len(node.text):,} characters, and takes {longest:,}",
            label="too long",
            why="no screen, badge or column would show it whole",
            fix="shorten it",
        )
        return BROKEN

    def identifier(self, node: Scalar, what: str) -> bool:
        """Whether a text may be an id; if not, that is reported."""
        if self._has_unseen(node):
            return False
        if re.fullmatch(ID_PATTERN, node.text, re.ASCII) and len(node.text) <= LONGEST_ID:
            return True
        if report_look_alike(node, self._findings):
            return False
        self._findings.add(
            "J113",
            node,
            f"`{shown(node.text)}` cannot be the id of {a(what)}",
            label=f"ids are lower-case letters, digits and _, a letter first, {LONGEST_ID} at most",
            why="ids are permanent names: they stand in events, columns and links, and must be the same in each",
            fix=f"write `{_slug(node.text)}`" if _slug(node.text) else "write a name such as `speed_test`",
        )
        return False

    def _id(self, value: Value, node: Scalar, _word: str) -> object:
        return node.text if isinstance(value, Id) and self.identifier(node, value.namespace) else BROKEN

    def _reference(self, value: Value, node: Scalar, word: str) -> object:
        return node.text if node.text else self._name(value, node, word)

    def _choice(self, value: Value, node: Scalar, word: str) -> object:
        assert isinstance(value, Choice)
        if node.text in value.values:
            return node.text
        near, meant = self._near.like(node.text, dict.fromkeys(value.values))
        fix = self._findings.rewrite(f"write `{meant}`", node, meant) if meant else f"write {either(value.values)}"
        self._findings.add(
            "J120", node, f"`{word}` cannot be `{shown(node.text)}`", label=f"takes {either(value.values)}", why=_WHY, fix=fix, near=near
        )
        return BROKEN

    def _rule(self, _: Value, node: Scalar, word: str) -> object:
        if node.text in RULES:
            return node.text
        near, meant = self._near.like(node.text.upper(), dict.fromkeys(RULES))
        if node.text.upper() in RULES:
            meant = node.text.upper()
        self._findings.add(
            "J144",
            node,
            f"`{word}` names a rule that does not exist: {shown(node.text)}",
            label="no rule has this code",
            why="nothing would be allowed by it, and whoever wrote it would think that it is",
            fix=self._findings.rewrite(f"write `{meant}`", node, meant) if meant else "write a code that `desireline rules` lists",
            near=near,
        )
        return BROKEN

    def _flag(self, value: Value, node: Scalar, word: str) -> object:
        if node.kind == "flag":
            return node.text.lower() == "true"
        meant = _MEANT_FLAGS.get(node.text.lower(), node.text.lower())
        if meant not in ("true", "false"):
            return self.wrong(value, node, word)
        fix = self._findings.rewrite(f"write `{meant}`", node, meant)
        self._findings.add("J103", node, f"`{word}` is a text, and takes `true` or `false`", label="this is a text", why=_WHY, fix=fix)
        return BROKEN

    def _whole(self, value: Value, node: Scalar, word: str) -> object:
        assert isinstance(value, Whole)
        if node.kind != "whole":
            if re.fullmatch(r"[-+]?\d{1,9}", node.text, re.ASCII):
                fix = self._findings.rewrite(f"write {node.text} without quotes", node, node.text)
                self._findings.add("J103", node, f"`{word}` is a text, and takes {takes(value)}", label="this is a text", why=_WHY, fix=fix)
                return BROKEN
            return self.wrong(value, node, word)
        number = whole_number(node.text)
        if value.lowest <= number <= value.highest:
            return number
        self._findings.add(
            "J122",
            node,
            f"`{word}` is {shown(node.text)}, and takes {takes(value)}",
            label="out of bounds",
            why=_WHY,
            fix=f"write {takes(value)}",
        )
        return BROKEN

    def _number(self, value: Value, node: Scalar, word: str) -> object:
        if node.kind not in ("whole", "number"):
            return self.wrong(value, node, word)
        number = whole_number(node.text) if node.kind == "whole" else float(node.text.lower().replace(".inf", "inf").replace(".nan", "nan"))
        if math.isfinite(number) and abs(number) < 1e18:
            return number
        self._findings.add(
            "J122",
            node,
            f"`{word}` is {shown(node.text)}, and takes a finite number below 10^18",
            label="out of bounds",
            why=_WHY,
            fix="write the amount",
        )
        return BROKEN

    def _duration(self, value: Value, node: Scalar, word: str) -> object:
        assert isinstance(value, Duration)
        for name, held in value.also:
            if node.text == name:
                return held
        try:
            return parse_duration_us(node.text)
        except ValueError as error:
            meant = _meant_duration(node.text)
            problem, _, advice = str(error).partition("; ")
            alone = node.kind in ("whole", "number")
            self._findings.add(
                "J118",
                node,
                f"`{word}` is no length of time: {shown(node.text)}",
                label="a number alone does not say how long"
                if alone
                else f"takes {takes(value)}"
                if advice
                else problem.rpartition("` ")[2],
                why="nobody could say when the time is over",
                fix=self._findings.rewrite(f"write `{meant}`", node, meant) if meant else advice or "write a shorter time",
            )
            return BROKEN

    def _hours(self, _: Value, node: Scalar, word: str) -> object:
        try:
            return OpeningHours.parse(node.text)
        except ValueError as error:
            self._findings.add(
                "J119",
                node,
                f"`{word}` cannot be read as opening hours",
                label=shown(str(error).partition(";")[0]),
                why="promises in the hours of this team would have no due moment",
                fix='write days, hours and a time zone, such as "Mon-Fri 08:00-18:00 Europe/Rome"',
            )
            return BROKEN

    def _zone(self, value: Value, node: Scalar, word: str) -> object:
        if is_zone(node.text):
            return node.text
        self._findings.add(
            "J149",
            node,
            f"`{word}` is no time zone: {shown(node.text)}",
            label=f"takes {takes(value)}",
            why="customers would be told the wrong time",
            fix="write the name of a region and a city of it, as `Europe/Rome`",
        )
        return BROKEN

    def _scale(self, value: Value, node: Scalar, word: str) -> object:
        found = _SCALE.fullmatch(node.text)
        if found and int(found[1]) < int(found[2]):
            return int(found[1]), int(found[2])
        meant = _MEANT_SCALE.fullmatch(node.text)
        text = f"{meant[1]}..{meant[2]}" if meant and int(meant[1]) < int(meant[2]) else None
        self._findings.add(
            "J121",
            node,
            f"`{word}` is no scale: {shown(node.text)}",
            label=f"takes {takes(value)}, the lowest answer first",
            why="answers could not be told to be good or bad",
            fix=self._findings.rewrite(f"write `{text}`", node, text)
            if text
            else "write the lowest and the highest answer, such as `1..7`",
        )
        return BROKEN


_READERS: dict[type, Callable[[ScalarReader, Value, Scalar, str], object]] = {
    Text: ScalarReader._text,
    ConditionText: ScalarReader._condition,
    Name: ScalarReader._name,
    Id: ScalarReader._id,
    Reference: ScalarReader._reference,
    Choice: ScalarReader._choice,
    RuleCode: ScalarReader._rule,
    Flag: ScalarReader._flag,
    Whole: ScalarReader._whole,
    Number: ScalarReader._number,
    Duration: ScalarReader._duration,
    Hours: ScalarReader._hours,
    Zone: ScalarReader._zone,
    Scale: ScalarReader._scale,
}


def report_look_alike(node: Scalar, findings: Findings) -> bool:
    """Report an id that is written with letters of other scripts that look the same. False: it is not."""
    plain = None if node.text.isascii() else _plain_letters(node.text)
    if plain is None:
        return False
    odd = next(character for character in node.text if not character.isascii())
    findings.add(
        "J117",
        node,
        f"`{shown(node.text)}` looks like `{plain}` and is not",
        label=f"holds {unicodedata.name(odd, 'a foreign character').lower()}",
        why="what looks the same would not be found under it",
        fix=findings.rewrite(f"write `{plain}`", node, plain),
    )
    return True


def _plain_letters(text: str) -> str | None:
    """The id that a text looks like, where it is written with letters of other scripts that look the same; else None."""
    plain = unicodedata.normalize("NFKD", text).translate(_LOOK_ALIKES).replace("-", "_")
    plain = "".join(c for c in plain if not unicodedata.combining(c) and unicodedata.category(c) != "Cf")
    return plain if re.fullmatch(ID_PATTERN, plain, re.ASCII) else None


def _slug(text: str) -> str:
    """An id made of a text, if its letters allow it."""
    folded = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()
    slug = re.sub(r"[^a-z0-9]+", "_", folded).strip("_")[:LONGEST_ID]
    return slug if re.fullmatch(ID_PATTERN, slug) else ""


def _meant_duration(text: str) -> str | None:
    """The duration that a text such as `10 minutes` stands for."""
    found = _LONG_DURATION.fullmatch(text.strip())
    unit = _UNIT_WORDS.get(found[2].lower()) if found else None
    if found is None or unit is None or len(found[1]) > 6:
        return None
    return format_duration(parse_duration_us(f"{found[1]}{unit}"))
