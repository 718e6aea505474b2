"""Values of events that are not what a map declares: they are taken, and whoever sent them is told. Each event pays for this, so little."""

import sys
from collections.abc import Callable, Mapping, Sequence

import msgspec

from desireline.conditions import Kind, ValueType
from desireline.conditions.types import INTEGER_LEAST, INTEGER_MOST
from desireline.engine import Program
from desireline.live.customers import Programs
from desireline.model import IDENTIFY, WAS, Event

MOST = 5
"""How many hints one event gets."""
_VALUE_LONGEST, _CHOICES_SHOWN = 60, 10
_PLAIN: Mapping[Kind, frozenset[type]] = {
    "number": frozenset((float, int)),
    "integer": frozenset((int,)),
    "boolean": frozenset((bool,)),
}
"""Types whose values are right where they are within the bounds: so nearly all are, and this is quickly seen."""
_CALLED: Mapping[Kind, str] = {"number": "number", "integer": "whole number", "boolean": "truth value", "time": "time with its offset"}


class Hint(msgspec.Struct, frozen=True):
    """A value that is not what a map declares. The event is taken all the same; conditions see no value where it cannot be read.

    journey   the map that declares it
    field     the property
    detail    what is wrong; the value is told unless it is declared personal
    declared  what the map declares: a type, or some of the choices
    """

    journey: str
    field: str
    detail: str
    declared: str


class _Expected(msgspec.Struct, frozen=True, gc=False):
    """What a map declares of a field: its value is right if it is of a `plain` type and within the bounds, or one of `values`, or if
    `right` says so."""

    journey: str
    declared: ValueType
    plain: frozenset[type]
    low: float
    high: float
    values: frozenset[object]
    right: Callable[[object], bool]


Fields = Mapping[str, tuple[_Expected, ...]]


class Hints:
    """What maps expect of the properties of each event that they know by name."""

    def __init__(self, programs: Programs) -> None:
        known: dict[str, list[Fields]] = {}
        for program in programs.values():
            fields, traits = _fields_of(program, program.map.fields), _fields_of(program, program.map.traits)
            for name in {*program.certain, *program.candidates}:
                known.setdefault(name, []).append(fields)
            known.setdefault(IDENTIFY, []).append({name: expected for name, expected in traits.items() if name != WAS})
        self._fields_of = {name: found for name, each in known.items() if (found := _merged(each))}

    def of(self, event: Event) -> Sequence[Hint]:
        """What is odd about an event that can be taken: at most `MOST` hints."""
        fields = self._fields_of.get(event.name)
        if fields is None:
            return ()
        found: list[Hint] = []
        for name, value in event.properties.items():
            if (known := fields.get(name)) is None:
                continue
            for expected in known:
                if type(value) in expected.plain and expected.low <= value <= expected.high:  # type: ignore[operator]
                    continue
                if value is None or value in expected.values or expected.right(value):
                    continue
                found.append(_hint(name, value, expected))
        return found[:MOST] if found else ()


def _fields_of(program: Program, declared: Mapping[str, ValueType]) -> Fields:
    return {name: (_expected(program.journey, type_),) for name, type_ in declared.items() if type_.kind != "text"}


def _expected(journey: str, type_: ValueType) -> _Expected:
    low, high = (INTEGER_LEAST, INTEGER_MOST) if type_.kind == "integer" else (-sys.float_info.max, sys.float_info.max)
    return _Expected(
        journey=journey,
        declared=type_,
        plain=_PLAIN.get(type_.kind, frozenset()),
        low=low if type_.minimum is None else max(low, type_.minimum),
        high=high if type_.maximum is None else min(high, type_.maximum),
        values=frozenset(type_.values),
        right=_right_function(type_),
    )


def _right_function(type_: ValueType) -> Callable[[object], bool]:
    low, high = type_.minimum, type_.maximum

    def is_right(value: object) -> bool:
        found = type_.read(value)
        if type_.kind == "one_of":
            return found in type_.values
        if found is None or isinstance(found, str):
            return False
        return (low is None or found >= low) and (high is None or found <= high)

    return is_right


def _merged(each: Sequence[Fields]) -> Fields:
    names = dict.fromkeys(name for fields in each for name in fields)
    return {name: tuple(one for fields in each for one in fields.get(name, ())) for name in names}


def _hint(field: str, value: object, expected: _Expected) -> Hint:
    type_ = expected.declared
    shown = "the value" if type_.personal else _shown(value)
    if type_.kind == "one_of":
        detail = f"{shown} is none of the declared values"
    elif type_.read(value) is None:
        detail = f"{shown} is no {_CALLED.get(type_.kind, type_.kind)}: conditions take it as unknown"
    else:
        detail = f"{shown} is out of the declared range"
    return Hint(expected.journey, field, detail, _declared(type_))


def _declared(type_: ValueType) -> str:
    if type_.kind == "one_of":
        more = f" and {len(type_.values) - _CHOICES_SHOWN} more" if len(type_.values) > _CHOICES_SHOWN else ""
        return f"one of {', '.join(_short(value) for value in type_.values[:_CHOICES_SHOWN])}{more}"
    low, high = ("" if bound is None else f" {word} {bound}" for word, bound in (("from", type_.minimum), ("to", type_.maximum)))
    return f"{type_.kind}{low}{high}"


def _shown(value: object) -> str:
    if isinstance(value, str):
        return f"`{_short(value)}`"
    return "true" if value is True else "false" if value is False else _short(f"{value!r}") if isinstance(value, float) else _digits(value)


def _digits(value: object) -> str:
    try:
        return _short(str(value))
    except ValueError:  # more digits than Python agrees to write
        return "the value"


def _short(text: str) -> str:
    cut = text if len(text) <= _VALUE_LONGEST else f"{text[: _VALUE_LONGEST - 1]}…"
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in cut)
