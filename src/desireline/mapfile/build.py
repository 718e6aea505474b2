"""From readings without error to the nouns of the model."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import cast

from desireline.conditions import ValueType
from desireline.mapfile.language import ACTION, AHEAD, BRANCH, QUIET_ACTION, SCORE
from desireline.mapfile.language.actions import KINDS
from desireline.mapfile.reading import KeyedValue, Named, Reading, WrittenCondition
from desireline.mapfile.texts import WrittenTexts
from desireline.mapfile.version import version_of
from desireline.model.map import Action, ActionKind, Map, Message, Score, Team

USUAL_SCALES = {"nps": (0, 10), "csat": (1, 5), "ces": (1, 7)}
"""Scale of each kind of score where the map does not say it."""


def build_map(reading: Reading) -> Map:
    """The map of a reading in which nothing is wrong."""
    made = cast("Map", _plain(reading, version="", messages=_messages(reading), teams=_teams(reading), **_types(reading)))
    return replace(made, version=version_of(made))


def _plain(reading: Reading, **also: object) -> object:
    """A noun whose words are the attributes of its model."""
    attributes: dict[str, object] = {}
    for word in reading.noun.words:
        if word.name in reading.values and word.target not in also:
            attributes[word.target] = _value(reading.values[word.name])
    return reading.noun.model(**attributes, **also)


def _value(value: object) -> object:
    match value:
        case Reading():
            return _BUILDERS.get(value.noun.name, _plain)(value)
        case WrittenCondition():
            return value.parsed
        case list():
            return tuple(_value(item) for item in value)
        case tuple():
            return tuple(item.text if isinstance(item, Named) else item for item in value)
        case _:
            return value


def _action(reading: Reading) -> Action:
    kind = next(kind for kind in KINDS if kind in reading.values)
    target = reading.text(kind)
    verbs = set(KINDS) - {"choose"}
    plain = {
        word.target: _value(reading.values[word.name])
        for word in reading.noun.words
        if word.name in reading.values and word.name not in verbs
    }
    return cast("Action", reading.noun.model(kind=cast("ActionKind", kind), target=target, **plain))


def _score(reading: Reading) -> Score:
    kind = reading.text("kind") or ""
    lowest, highest = cast("tuple[int, int]", reading.values.get("scale") or USUAL_SCALES[kind])
    values = {
        word.target: _value(reading.values[word.name]) for word in SCORE.words if word.name in reading.values and word.name != "scale"
    }
    return cast("Score", SCORE.model(lowest=lowest, highest=highest, **values))


_BUILDERS: Mapping[str, Callable[[Reading], object]] = {
    **dict.fromkeys((ACTION.name, AHEAD.name, QUIET_ACTION.name, BRANCH.name), _action),
    SCORE.name: _score,
}


def _teams(reading: Reading) -> tuple[Team, ...]:
    return tuple(
        cast("Team", _plain(entry.value, id=id_)) for id_, entry in reading.keyed("teams").items() if isinstance(entry.value, Reading)
    )


def _messages(reading: Reading) -> tuple[Message, ...]:
    return tuple(Message(id=id_, texts=_texts(entry)) for id_, entry in reading.keyed("messages").items())


def _texts(entry: KeyedValue) -> Mapping[str, Mapping[str, str]]:
    written = cast("WrittenTexts", entry.value)
    return {channel: {language: text.text.strip() for language, text in by_language.items()} for channel, by_language in written.items()}


def _types(reading: Reading) -> dict[str, dict[str, ValueType]]:
    return {word: {name: cast("ValueType", entry.value) for name, entry in reading.keyed(word).items()} for word in ("fields", "traits")}
