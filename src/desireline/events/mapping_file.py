"""A mapping file: in YAML, what else would be said by flags, so that the same export is read the same way every week.

customer: Case ID
time: {column: Complete Timestamp, timezone: Europe/Rome}
event: Activity
source: helpdesk
properties: {seriousness: seriousness, level: service_level}
"""

import re
from dataclasses import fields, replace
from pathlib import Path
from typing import get_args

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode

from desireline.diagnostics.diagnostic import DesirelineError, Diagnostic, Fix, Near, Span
from desireline.events.sources.options import DateAt, SourceOptions, TimeUnit
from desireline.events.sources.refusals import refusal, similar

MOST_BYTES = 1 << 16
_COUNT = re.compile(r"\d{1,6}", re.ASCII)
_TEXTS = ("customer", "event", "channel", "id", "person", "key", "source", "lifecycle", "delimiter", "encoding")
_TIME = {"column": "time", "timezone": "timezone", "format": "time_format", "unit": "time_unit", "date_at": "date_at"}
WORDS = (*_TEXTS, "skip_lines", "time", "mixed", "properties")
_CHOICES: dict[str, tuple[str, ...]] = {"time_unit": get_args(TimeUnit), "date_at": get_args(DateAt)}
_Option = str | bool | int | dict[str, str]


def read_mapping(path: Path) -> SourceOptions:
    """The options that a mapping file states.

    Raises DesirelineError: E101 where it cannot be opened, E120 for all that is wrong in it, with its place.
    """
    reader = _Reader(path)
    node = _composed(path)
    if node is not None:
        reader.top(node)
    if reader.wrong:
        raise DesirelineError(reader.wrong)
    return SourceOptions(**reader.options)  # type: ignore[arg-type]  # each option was read as the type of its field


def combined(file: SourceOptions, flags: SourceOptions) -> SourceOptions:
    """The options of a mapping file, with those that flags state instead."""
    nothing = SourceOptions()
    said = {each.name: getattr(flags, each.name) for each in fields(flags) if getattr(flags, each.name) != getattr(nothing, each.name)}
    return replace(file, **said)


def _composed(path: Path) -> Node | None:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise refusal(
            "E101",
            f"{path} cannot be opened: {error.strerror or error}",
            why="the events would be read by guesses instead",
            fix="give the path of a mapping file that exists and that you may read",
        ) from error
    if len(data) > MOST_BYTES:
        raise DesirelineError(_found(path, None, f"a mapping file has at most {MOST_BYTES >> 10} KiB; this is another file"))
    try:
        node = YAML(typ="safe", pure=True).compose(data.decode("utf-8-sig"))
    except MarkedYAMLError as error:
        raise DesirelineError(_found(path, error.problem_mark, f"this is not YAML: {error.problem or error}")) from error
    except (YAMLError, UnicodeDecodeError, RecursionError, ValueError) as error:
        raise DesirelineError(
            _found(path, None, f"this is not YAML: {str(error).splitlines()[0] if str(error) else 'nested too deep'}")
        ) from error
    return node if isinstance(node, Node) else None


class _Reader:
    """Options as they are found, with what is wrong."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.options: dict[str, _Option] = {}
        self.wrong: list[Diagnostic] = []

    def top(self, node: Node) -> None:
        for word, key, value in self.entries(node, "a mapping file", WORDS):
            if word == "time" and isinstance(value, MappingNode):
                for part, part_key, part_value in self.entries(value, "`time`", tuple(_TIME)):
                    self.text(_TIME[part], part_key, part_value)
            elif word == "properties":
                self.properties(value)
            elif word == "mixed":
                self.flag(word, value)
            elif word == "skip_lines":
                self.count(word, value)
            else:
                self.text(word, key, value)

    def entries(self, node: Node, what: str, words: tuple[str, ...] | None) -> list[tuple[str, Node, Node]]:
        """Key and value nodes of a mapping, of known words if `words` are given, each once."""
        if not isinstance(node, MappingNode):
            self.add(node, f"{what} is written as `word: value` lines")
            return []
        found: dict[str, tuple[str, Node, Node]] = {}
        for key, value in node.value:
            word = key.value if isinstance(key, ScalarNode) else ""
            if words is not None and word not in words:
                self.add(key, f"`{str(word)[:60]}` is no word of {what}", similar(str(word), words), f"the words are {', '.join(words)}")
            elif word in found:
                self.add(key, f"`{word}` is said twice")
            else:
                found[word] = (word, key, value)
        return list(found.values())

    def text(self, option: str, key: Node, value: Node) -> None:
        if not isinstance(value, ScalarNode) or not value.value or str(value.tag).endswith(":null"):
            self.add(value if getattr(value, "value", "") else key, f"`{getattr(key, 'value', option)}` takes a text")
        elif option in _CHOICES and value.value not in _CHOICES[option]:
            choices = _CHOICES[option]
            self.add(value, f"`{value.value[:60]}` is none of {', '.join(choices)}", similar(value.value, choices))
        else:
            self.options[option] = str(value.value)

    def flag(self, option: str, value: Node) -> None:
        if isinstance(value, ScalarNode) and value.value in ("true", "false"):
            self.options[option] = value.value == "true"
        else:
            self.add(value, f"`{option}` takes true or false")

    def count(self, option: str, value: Node) -> None:
        if isinstance(value, ScalarNode) and _COUNT.fullmatch(value.value):
            self.options[option] = int(value.value)
        else:
            self.add(value, f"`{option}` takes a whole number, such as 2")

    def properties(self, node: Node) -> None:
        listed: dict[str, str] = {}
        for name, _, value in self.entries(node, "`properties`", None):
            if name and isinstance(value, ScalarNode) and value.value:
                listed[name] = str(value.value)
            else:
                self.add(value, f"the property `{name}` takes the name of a column")
        self.options["properties"] = listed

    def add(self, node: Node, headline: str, near: tuple[str, ...] = (), fix: str = "") -> None:
        self.wrong.append(_found(self.path, node, headline, near, fix))


def _found(path: Path, where: object, headline: str, near: tuple[str, ...] = (), fix: str = "") -> Diagnostic:
    return Diagnostic(
        "E120",
        headline,
        span=_span(path, where),
        why="the columns would be taken for something they are not",
        fix=Fix(fix or (f"write `{near[0]}`" if near else "write it as the documentation of mapping files shows")),
        near=tuple(Near(name) for name in near),
    )


def _span(path: Path, where: object) -> Span:
    start = getattr(where, "start_mark", where)
    end = getattr(where, "end_mark", start)
    line, column = getattr(start, "line", 0), getattr(start, "column", 0)
    return Span(str(path), line + 1, column + 1, getattr(end, "line", line) + 1, getattr(end, "column", column) + 1)
