"""The JSON Schema of map files, made from the grammar, for editors and other tools."""

from desireline.diagnostics.codes.rules import CODES as RULES
from desireline.mapfile.compose import compose
from desireline.mapfile.data import data_of_node
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
    Keyed,
    Many,
    Name,
    Noun,
    Nouns,
    Number,
    One,
    Reference,
    RuleCode,
    Scale,
    Text,
    Texts,
    TypeOf,
    Value,
    Whole,
    Word,
    Zone,
)
from desireline.mapfile.language import MAP, NOUNS
from desireline.mapfile.language.types import DETAILS, KIND_DOCS, ONE_OF, ONE_OF_WORDS
from desireline.mapfile.nodes import TextSource
from desireline.mapfile.texts import LANGUAGE_PATTERN
from desireline.mapfile.wording import quoted
from desireline.model.durations import UNITS_US

Schema = dict[str, object]
DIALECT = "https://json-schema.org/draft/2020-12/schema"
_PLAIN = ["string", "number", "boolean"]
"""What is written without quotes may look like a number; where a text is taken it is one."""
_ID: Schema = {"type": "string", "pattern": f"^{ID_PATTERN}$", "maxLength": LONGEST_ID}
_NAME: Schema = {"type": _PLAIN, "minLength": 1, "maxLength": LONGEST_NAME}
_TEXT: Schema = {"type": _PLAIN, "minLength": 1, "maxLength": LONGEST_TEXT}
_LENGTH: Schema = {"type": "string", "pattern": f"^ *(?:[0-9][0-9 ]*(?:{'|'.join(UNITS_US)}) *)+$"}


def json_schema() -> Schema:
    """The schema (draft 2020-12) that every sound map file meets. It says what words there are and what they take; references,
    conditions and what must hold between words are checked by reading.
    """
    return {
        "$schema": DIALECT,
        "$id": "urn:desireline:map",
        **_noun(MAP),
        "title": "Desireline map",
        "$defs": {_key(noun): _noun(noun) for noun in NOUNS if noun is not MAP} | {"type": _type(), "texts": _texts()},
    }


def _noun(noun: Noun) -> Schema:
    schema: Schema = {
        "title": noun.title,
        "description": noun.doc,
        "type": "object",
        "properties": {word.name: _word(word) for word in noun.words},
        "required": [word.name for word in noun.words if word.required],
        "additionalProperties": False,
    }
    if noun.exactly_one:
        schema["oneOf"] = [{"required": [word]} for word in noun.exactly_one]
    if noun.at_least_one:
        schema["anyOf"] = [{"required": [word]} for word in noun.at_least_one]
    together = _together(noun)
    return schema | ({"dependentSchemas": together} if together else {})


def _together(noun: Noun) -> dict[str, Schema]:
    """What words of actions need each other."""
    together: dict[str, Schema] = {}
    for word in noun.words:
        kinds = [kind for kind in word.goes_with if kind in noun.exactly_one]
        if kinds:
            together[word.name] = {"anyOf": [{"required": [kind]} for kind in kinds]}
        for kind in word.needed_by:
            together[kind] = {"required": [word.name]}
    return together


def _word(word: Word) -> Schema:
    default = f" Default: {word.default}." if word.default else ""
    return {**_value(word.value), "description": word.doc + default, "examples": [_data(word.example)]}


def _value(value: Value) -> Schema:  # noqa: PLR0912 - one line for each kind of value
    match value:
        case Text():
            return _TEXT
        case Name():
            return _NAME
        case Id():
            return _ID
        case Reference(to=to):
            return _ID if not {"field", "trait"} & set(to) else _NAME
        case Duration(also=also):
            return {"anyOf": [_LENGTH, {"enum": [word for word, _ in also]}]} if also else _LENGTH
        case Choice(values=values):
            return {"enum": list(values)}
        case RuleCode():
            return {"enum": sorted(RULES)}
        case Flag():
            return {"type": "boolean"}
        case Whole(lowest=lowest, highest=highest):
            return {"type": "integer", "minimum": lowest, "maximum": highest}
        case Number():
            return {"type": "number"}
        case Hours() | Zone() | ConditionText():
            return {"type": "string", "minLength": 1}
        case Scale():
            return {"type": "string", "pattern": r"^[-+]?[0-9]{1,9}\.\.[-+]?[0-9]{1,9}$"}
        case TypeOf():
            return {"$ref": "#/$defs/type"}
        case Texts():
            return {"$ref": "#/$defs/texts"}
        case Many(of=of):
            return {"anyOf": [_value(of), {"type": "array", "items": _value(of)}]}
        case One(noun=noun):
            return {"$ref": f"#/$defs/{_key(noun)}"}
        case Nouns(noun=noun, at_least=at_least):
            return {"type": "array", "minItems": at_least, "items": {"$ref": f"#/$defs/{_key(noun)}"}}
        case Keyed(of=of, free=free):
            return {"type": "object", "additionalProperties": _value(of), "propertyNames": _NAME if free else _ID}


def _type() -> Schema:
    plain: Schema = {"enum": list(DETAILS), "description": " ".join(f"{kind}: {KIND_DOCS[kind]}" for kind in DETAILS)}
    detailed: list[Schema] = [
        {"type": "object", "properties": {kind: _words(words)}, "required": [kind], "additionalProperties": False}
        for kind, words in DETAILS.items()
    ]
    return {
        "title": "Type of a field or trait",
        "description": f"{quoted(DETAILS)}, with what is known of its values, or `{ONE_OF}` and a list.",
        "anyOf": [plain, *detailed, {**_words(ONE_OF_WORDS), "required": [ONE_OF]}],
    }


def _words(words: tuple[Word, ...]) -> Schema:
    return {"type": ["object", "null"], "properties": {word.name: _word(word) for word in words}, "additionalProperties": False}


def _texts() -> Schema:
    by_language = {
        "type": "object",
        "minProperties": 1,
        "propertyNames": {"pattern": f"^{LANGUAGE_PATTERN}$"},
        "additionalProperties": _TEXT,
    }
    return {
        "title": "Texts of a message",
        "description": "Texts by channel and language.",
        "type": "object",
        "minProperties": 1,
        "propertyNames": _NAME,
        "additionalProperties": by_language,
    }


def _key(noun: Noun) -> str:
    return noun.name.replace(" ", "_")


def _data(yaml: str) -> object:
    """The data that an example in YAML stands for."""
    node = compose(yaml, Findings(TextSource(yaml, "example")))
    return None if node is None else data_of_node(node)
