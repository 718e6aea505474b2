"""YAML text to what a parser tells of it: a fast one for plain text, a careful one for the rest and for whatever is to be said of it.

Both tell the same, at the same places, of what the fast one is trusted with; a test holds them equal. The careful one alone reads text
that is no YAML, marks and repeats, tags, more than one document, words without a value, and characters that the two take differently.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from yaml import Event

_TAKEN_DIFFERENTLY = re.compile("[\t\x85\u2028\u2029\ufeff]|^%", re.MULTILINE)


class Told(NamedTuple):
    """One thing that a parser tells: a value, the begin of a list or mapping, the end of either, a repeat (`*name`), a document.

    start, end  indexes of characters
    text        of a value, without quotes
    style       how a value is quoted or folded; empty where it is written plainly
    flow        written in brackets or braces
    anchor      the name of a mark (`&name`), or of what is repeated
    tagged      it bears a tag
    """

    kind: Literal["value", "list", "mapping", "end", "repeat", "document"]
    start: int
    end: int
    text: str = ""
    style: str = ""
    flow: bool = False
    anchor: str = ""
    tagged: bool = False


class NotYamlError(Exception):
    """The text stops being YAML. `said`: what the parser says; `at`: where; `began`: where what is not finished began."""

    def __init__(self, said: str, at: int | None, began: int | None) -> None:
        super().__init__(said)
        self.said, self.at, self.began = said, at, began


class CharacterError(Exception):
    """A character that no text may hold. `at`: where it stands."""

    def __init__(self, at: int) -> None:
        super().__init__()
        self.at = at


def told_of(text: str) -> Iterable[Told]:
    """What is told of a text. Raises NotYamlError or CharacterError, perhaps after some of it."""
    fast = told_fast(text)
    return told_carefully(text) if fast is None else fast


def told_carefully(text: str) -> Iterator[Told]:
    """By ruamel.yaml, in Python: YAML 1.2, with errors that say what was expected."""
    from ruamel.yaml import YAML, events
    from ruamel.yaml.error import MarkedYAMLError
    from ruamel.yaml.reader import ReaderError

    try:
        for event in YAML(typ="safe", pure=True).parse(text):
            start, end = event.start_mark.index, event.end_mark.index
            match event:
                case events.AliasEvent():
                    yield Told("repeat", start, end, anchor=str(event.anchor))
                case events.ScalarEvent():
                    yield Told("value", start, end, event.value, event.style or "", False, event.anchor or "", event.tag is not None)
                case events.CollectionStartEvent():
                    kind: Literal["list", "mapping"] = "mapping" if isinstance(event, events.MappingStartEvent) else "list"
                    yield Told(kind, start, end, "", "", bool(event.flow_style), event.anchor or "", event.tag is not None)
                case events.CollectionEndEvent():
                    yield Told("end", start, end)
                case events.DocumentStartEvent():
                    yield Told("document", start, end)
    except ReaderError as error:
        raise CharacterError(int(error.position)) from None
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        began = None if error.context_mark is None else int(error.context_mark.index)
        raise NotYamlError(str(error.problem or error.context or ""), None if mark is None else int(mark.index), began) from None


def told_fast(text: str) -> list[Told] | None:
    """By libyaml, in C, ten times as fast. None where it is not there, or the text is to be read with care."""
    import yaml

    if not yaml.__with_libyaml__ or _TAKEN_DIFFERENTLY.search(text):
        return None
    told: list[Told] = []
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            if not isinstance(event, (yaml.StreamStartEvent, yaml.StreamEndEvent, yaml.DocumentEndEvent)):
                said = _plainly(event)
                if said is None or (said.kind == "document" and told):
                    return None
                told.append(said)
    except (yaml.YAMLError, UnicodeError):
        return None
    return told if len(told) > 1 and told[1].kind == "mapping" else None


def _plainly(event: Event) -> Told | None:
    """None where it is more than a value that stands there, or the begin or end of what holds some."""
    import yaml

    if event.start_mark is None or event.end_mark is None:
        return None
    start, end = event.start_mark.index, event.end_mark.index
    match event:
        case yaml.ScalarEvent(anchor=None, tag=None) if start < end:
            return Told("value", start, end, event.value, event.style or "")
        case yaml.CollectionStartEvent(anchor=None, tag=None):
            return Told("mapping" if isinstance(event, yaml.MappingStartEvent) else "list", start, end, flow=bool(event.flow_style))
        case yaml.CollectionEndEvent():
            return Told("end", start, end)
        case yaml.DocumentStartEvent():
            return Told("document", start, end)
    return None
