"""What a condition may speak of: declared fields and traits, the event's channel, and facts of the trip."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from desireline.conditions.types import ValueType

NameKind = Literal["field", "trait", "channel", "fact"]
Move = Literal["start", "joined", "expected", "repeat", "back", "skip", "jump"]
MOVES: tuple[Move, ...] = get_args(Move)
CHANNEL = "channel"
CHANNEL_TYPE = ValueType(kind="text")
FACTS: Mapping[str, ValueType] = {
    "elapsed": ValueType(kind="duration", minimum=0),
    "move": ValueType(kind="one_of", values=MOVES),
    "changed_channel": ValueType(kind="boolean"),
    "broken_promises": ValueType(kind="integer", minimum=0),
    "again": ValueType(kind="boolean"),
}
"""Facts without an argument."""
FACT_CALLS: Mapping[str, ValueType] = {"visits": ValueType(kind="integer", minimum=0), "open": ValueType(kind="boolean")}
"""Facts that take an argument: `visits('step')`, `open('journey')`."""
BUILT_IN_NAMES = frozenset({CHANNEL, *FACTS, *FACT_CALLS})
"""Names with a settled meaning; a field or trait cannot have one of them."""


@dataclass(frozen=True, slots=True)
class Name:
    """An input of a condition: a field, trait or fact by its id, or the channel. `argument`: the step or journey that a fact is about."""

    kind: NameKind
    id: str
    argument: str | None
    type: ValueType


@dataclass(frozen=True, slots=True)
class Scope:
    """The names that a condition may use where it stands.

    facts     whether facts of the trip may be used (in `when` of actions)
    steps     ids for `visits('…')`
    journeys  ids for `open('…')`; None: any
    """

    fields: Mapping[str, ValueType]
    traits: Mapping[str, ValueType]
    facts: bool
    steps: Collection[str]
    journeys: Collection[str] | None = None

    def find(self, name: str) -> Name | None:
        """The name that is written so. What is built in comes first, then fields, then traits."""
        if name == CHANNEL:
            return Name("channel", name, None, CHANNEL_TYPE)
        if self.facts and name in FACTS:
            return Name("fact", name, None, FACTS[name])
        if name in self.fields:
            return Name("field", name, None, self.fields[name])
        if name in self.traits:
            return Name("trait", name, None, self.traits[name])
        return None

    def names(self) -> list[str]:
        """All names that can be written here, sorted."""
        return sorted({CHANNEL, *self.fields, *self.traits, *(FACTS if self.facts else ())})
