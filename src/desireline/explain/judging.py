"""Why a condition is true, false or unknown of an event: the condition with its values, term by term.

Every term is judged by `Condition.evaluate`, which also decides in the engine; nothing here knows what an operator means.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from desireline.conditions import And, Condition, Expression, Name, Or, Value
from desireline.conditions.canonical import canonical_text
from desireline.conditions.condition import names_in
from desireline.model import Event, PropertyValue, format_duration, format_instant

_WORDS = {True: "true", False: "false", None: "unknown"}
_LONGEST_VALUE = 60


@dataclass(frozen=True, slots=True)
class NameSeen:
    """A name of a condition, and what it was. `raw`: as it came; `value`: as its type reads it; None: not given, or unreadable."""

    name: Name
    raw: PropertyValue
    value: Value | None

    @property
    def label(self) -> str:
        """`x`, `visits('call')`."""
        return self.name.id if self.name.argument is None else f"{self.name.id}('{self.name.argument}')"

    @property
    def says(self) -> str:
        """`x is 2`, `plan is not known`, `n is many, which is no integer`."""
        if self.raw is None:
            return f"{self.label} is not {'given' if self.name.kind in ('field', 'channel') else 'known'}"
        shown = _WORDS[self.raw] if isinstance(self.raw, bool) else _shortened(str(self.raw)) or "empty"
        kind = "" if self.value is not None else f", which is no {self.name.type.kind.replace('_', ' ')}"
        return f"{self.label} is {shown}{kind}"


@dataclass(frozen=True)
class Judged:
    """A condition, held against one event.

    value  True, False, or None where it is unknown
    names  the names it uses, with what they were, in order of first use
    """

    condition: Condition
    value: bool | None
    names: tuple[NameSeen, ...]

    @cached_property
    def parts(self) -> tuple[Judged, ...]:
        """What an `and` or `or` joins, each judged by itself; empty for everything else."""
        seen = {one.name: one for one in self.names}
        return tuple(_judged(part, tuple(seen[name] for name in part.inputs)) for part in _parts_of(self.condition))

    @property
    def says(self) -> str:
        """`x > 3: x is 2, so false`. Of what is joined of several, only those that make it what it is."""
        return "; ".join(f"{one.condition.text}: {one._because()}{_WORDS[one.value]}" for one in self._deciding())

    def as_data(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "condition": self.condition.text,
            "value": self.value,
            "names": {seen.label: seen.raw for seen in self.names},
            "parts": [part.as_data() for part in self.parts],
            "says": self.says,
        }

    def _deciding(self) -> Iterator[Judged]:
        if not self.parts:
            yield self
        for part in self.parts:
            if part.value is self.value:
                yield from part._deciding()

    def _because(self) -> str:
        return ", ".join(seen.says for seen in self.names) + (", so " if self.names else "")


def judge(condition: Condition, event: Event, traits: Mapping[str, Value]) -> Judged:
    """Hold a `where` or `only` against an event and what was known of its customer as of it."""
    return _judged(condition, tuple(_seen(name, event, traits) for name in condition.inputs))


def judge_values(condition: Condition, values: Sequence[Value | None]) -> Judged:
    """Hold the `when` of an action against the values of its inputs, as they were at its moment."""
    return _judged(
        condition, tuple(NameSeen(name, _shown(name, value), value) for name, value in zip(condition.inputs, values, strict=True))
    )


def _shown(name: Name, value: Value | None) -> PropertyValue:
    """A typed value as people write it."""
    if isinstance(value, int) and not isinstance(value, bool):
        if name.type.kind == "duration":
            return format_duration(value)
        if name.type.kind == "time":
            return format_instant(value)
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _judged(condition: Condition, names: tuple[NameSeen, ...]) -> Judged:
    return Judged(condition, condition.evaluate(*[seen.value for seen in names]), names)


def _seen(name: Name, event: Event, traits: Mapping[str, Value]) -> NameSeen:
    if name.kind == "trait":
        known = traits.get(name.id)
        return NameSeen(name, known, known)
    raw = event.channel if name.kind == "channel" else event.properties.get(name.id)
    return NameSeen(name, raw, name.type.read(raw))


@lru_cache(maxsize=1_024)
def _parts_of(condition: Condition) -> tuple[Condition, ...]:
    """The conditions that an `and` or `or` joins."""
    expression = condition.expression
    return tuple(_part(operand) for operand in expression.operands) if isinstance(expression, (And, Or)) else ()


def _part(expression: Expression) -> Condition:
    text = canonical_text(expression)
    return Condition(text, text, expression, tuple(dict.fromkeys(names_in(expression))))


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_VALUE else text[: _LONGEST_VALUE - 1] + "…"
