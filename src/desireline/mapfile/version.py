"""A map's version: the hash of what it means.

The meaning is all that the map says to anyone: to customers (titles, messages, promises), to teams (tasks, hours), to those who
run, measure or read it. Comments, quotes, the order of words, and different spellings of one value are not part of it; neither is
the order of lists in which nothing comes first, nor which rules of `check` are allowed to be broken. A default that is written out
is the same as one that is not, so a word that comes to the language changes the version of no map that does without it.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass

from desireline.conditions import Condition
from desireline.model.map import Map, Message
from desireline.model.opening_hours import OpeningHours

LANGUAGE = 1
"""Raised when a rule of the language changes what unchanged texts mean."""
NO_MEANING = frozenset({"allow"})
"""Words for `check` alone, which change nothing that a customer, a team or a result would notice."""
UNORDERED = frozenset({"starts", "next", "until", "events", "done", "channels", "obstacles", "send", "values"})
"""Lists of texts in which the order says nothing."""
UNORDERED_NOUNS = frozenset({"teams", "promises", "messages", "insights", "ideas"})
"""Lists of nouns in which the order says nothing. Elsewhere it does: the first step that matches, the first branch that holds."""


def version_of(map_: Map) -> str:
    """The version of a map: 64 hex digits. It does not depend on the version that the map bears."""
    meaning = {name: value for name, value in _noun(map_).items() if name != "version"}
    text = json.dumps([LANGUAGE, meaning], sort_keys=True, ensure_ascii=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _noun(noun: object) -> dict[str, object]:
    assert is_dataclass(noun)
    said = (field for field in fields(noun) if field.name not in NO_MEANING and not _is_default(field, noun))
    return {field.name: _list(field.name, getattr(noun, field.name)) for field in said}


def _is_default(field: Field[object], noun: object) -> bool:
    value = getattr(noun, field.name)
    if field.default_factory is not MISSING:
        return bool(value == field.default_factory())
    return field.default is not MISSING and type(value) is type(field.default) and value == field.default


def _list(name: str, value: object) -> object:
    if isinstance(value, tuple):
        items = [_meaning(item) for item in value]
        if name in UNORDERED:
            return sorted(set(value))
        return sorted(items, key=lambda item: str(item["id"]) if isinstance(item, dict) else "") if name in UNORDERED_NOUNS else items
    return _meaning(value)


def _meaning(value: object) -> object:
    if isinstance(value, Condition):
        return value.canonical
    if isinstance(value, OpeningHours):
        return str(value)
    if isinstance(value, Message):
        return {"id": value.id, "texts": [[channel, list(texts.items())] for channel, texts in value.texts.items()]}
    if isinstance(value, Mapping):
        return {key: _meaning(inner) for key, inner in value.items()}
    if is_dataclass(value):
        return _noun(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value
