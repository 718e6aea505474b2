"""What a grammar of the map language is made of: nouns, their words, and the values that words take.

The grammar itself is declared in `language.py`. The reader, the JSON Schema and the reference page are all driven by it,
so that a word exists in one place only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

ID_PATTERN = "[a-z][a-z0-9_]*"
"""What an id looks like: lower-case ASCII, so that it is the same in a URL, a column, an event and on a badge."""
LONGEST_ID = 64
LONGEST_TEXT = 10_000
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Text:
    """Words for people, taken without the blanks and line breaks around them."""


@dataclass(frozen=True, slots=True)
class Name:
    """The name of something outside the map, such as an event or a channel, as it comes."""

    of: str


@dataclass(frozen=True, slots=True)
class Id:
    """A permanent id that this noun declares in a namespace. `apart_from`: another namespace that may not have the same id."""

    namespace: str
    apart_from: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """The id of something declared in one of the namespaces, or one of the words in `also`. `code`: the finding where there is none."""

    to: tuple[str, ...]
    code: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time. `also`: words that may stand instead, such as `never`, each with what the model holds for it."""

    also: tuple[tuple[str, int | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a closed list of words."""

    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RuleCode:
    """The code of a rule of `check`."""


@dataclass(frozen=True, slots=True)
class Flag:
    """true or false."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number between two bounds, both included."""

    lowest: int
    highest: int


@dataclass(frozen=True, slots=True)
class Number:
    """A finite number."""


@dataclass(frozen=True, slots=True)
class Hours:
    """Opening hours in a named time zone."""


@dataclass(frozen=True, slots=True)
class Zone:
    """A named time zone."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Two whole numbers, such as 1..7."""


@dataclass(frozen=True, slots=True)
class ConditionText:
    """A condition in SQL. `facts`: whether the trip's facts may be used beside fields and traits."""

    facts: bool


@dataclass(frozen=True, slots=True)
class TypeOf:
    """The type of a field or trait."""


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts by channel and language."""


@dataclass(frozen=True, slots=True)
class Many:
    """A list. A single value may stand without the brackets of the list."""

    of: Text | Name | Reference


@dataclass(frozen=True, slots=True)
class One:
    """One noun, written as its words."""

    noun: Noun


@dataclass(frozen=True, slots=True)
class Nouns:
    """A list of nouns. `at_least`: how many there must be."""

    noun: Noun
    at_least: int = 0


@dataclass(frozen=True, slots=True)
class Keyed:
    """Things by name: each key declares a name in a namespace.

    free        the name is that of something outside the map, so it need not be an id
    apart_from  another namespace that may not have the same name
    """

    namespace: str
    of: One | TypeOf | Texts
    free: bool = False
    apart_from: str = ""


Value = (
    Text
    | Name
    | Id
    | Reference
    | Duration
    | Choice
    | RuleCode
    | Flag
    | Whole
    | Number
    | Hours
    | Zone
    | Scale
    | ConditionText
    | TypeOf
    | Texts
    | Many
    | One
    | Nouns
    | Keyed
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One word of a noun.

    doc       what it says, in a sentence
    why       what a customer or a result would miss without it (for required words)
    default   what holds where it is not written, as it would be written, or in words
    example   one value, as it would be written
    goes_with kinds of action that the word belongs to; empty: all
    needed_by kinds of action that cannot do without the word
    attribute the name in the model, where it is not the word itself
    """

    name: str
    value: Value
    doc: str
    example: str
    required: bool = False
    why: str = ""
    default: str = ""
    goes_with: tuple[str, ...] = ()
    needed_by: tuple[str, ...] = ()
    attribute: str = ""

    @property
    def target(self) -> str:
        """The attribute of the model that holds the value."""
        return self.attribute or self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Noun:
    """One noun of the language: its words, in the order in which they are best written.

    model         the class in the model
    exactly_one   words of which exactly one must be there
    at_least_one  words of which one must be there
    """

    name: str
    title: str
    doc: str
    words: tuple[Word, ...]
    model: Callable[..., object]
    example: str
    exactly_one: tuple[str, ...] = ()
    at_least_one: tuple[str, ...] = ()

    def word(self, name: str) -> Word | None:
        """The word of this name, if the noun has it."""
        return next((word for word in self.words if word.name == name), None)
