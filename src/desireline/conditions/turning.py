"""Values at which conditions turn: typed, for each name, the ones a person would think of first."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import fields, is_dataclass

from desireline.conditions.condition import names_in
from desireline.conditions.expression import Among, And, Compare, Constant, Expression, IsNull, Like, Not, Or, Reference
from desireline.conditions.names import Name
from desireline.conditions.types import FIRST_TIME_US, INTEGER_LEAST, INTEGER_MOST, LAST_TIME_US, Value, ValueType

LONGEST_FACT_US = LAST_TIME_US - FIRST_TIME_US
"""No trip lasts longer."""
MOST_OFTEN = 2**31
"""Nothing happens to one customer more often."""
_FINE = 2**52
_ALWAYS_KNOWN = frozenset({"visits", "elapsed", "move", "broken_promises", "again", "open"})
_SECOND_US = 1_000_000
_DAY_US = 86_400 * _SECOND_US
_ORDINARY_TIME_US = 1_767_261_600_000_000
"""2026-01-01T10:00:00Z."""


def can_be_null(name: Name) -> bool:
    """Whether the value of a name may not be known: of fields, traits and channels, and of whether the channel has changed."""
    return name.kind != "fact" or name.id not in _ALWAYS_KNOWN


def is_listed(name: Name) -> bool:
    """Whether all values of a name are among its turning values."""
    return name.type.kind in ("boolean", "one_of")


def bounds(name: Name) -> tuple[float | int, float | int] | None:
    """The least and the most that a numeric name, time or duration can be; a number without declared bounds has none."""
    kind, least, most = name.type.kind, name.type.minimum, name.type.maximum
    if kind == "time":
        return FIRST_TIME_US, LAST_TIME_US
    if kind == "duration":
        return 0, LONGEST_FACT_US
    if kind == "integer":
        highest = MOST_OFTEN if name.kind == "fact" else INTEGER_MOST
        return INTEGER_LEAST if least is None else least, highest if most is None else most
    if kind == "number" and (least is not None or most is not None):
        return float("-inf") if least is None else least, float("inf") if most is None else most
    return None


def literals_of(expressions: Iterable[Expression]) -> tuple[Value, ...]:
    """The constants that expressions compare with, and texts that have their patterns; each once, in order."""
    found: dict[tuple[type, Value], Value] = {}
    for expression in expressions:
        for value in _constants(expression):
            found.setdefault((type(value), value), value)
    return tuple(found.values())


def plain_constants(expressions: Iterable[Expression]) -> dict[Name, list[Value] | None]:
    """For each name the constants that it is compared with, where that and tests for null are all that is done with it; else None.

    A condition then says the same of any two values of the name that no constant parts.
    """
    found: dict[Name, list[Value] | None] = {}
    for expression in expressions:
        for name, constants in _compared(expression):
            already = found.setdefault(name, [])
            found[name] = None if already is None or constants is None else [*already, *constants]
    return found


def _compared(part: Expression) -> Iterable[tuple[Name, list[Value] | None]]:
    """Each use of a name, with the constants that it is compared with there."""
    match part:
        case And(operands) | Or(operands):
            for operand in operands:
                yield from _compared(operand)
        case Not(operand):
            yield from _compared(operand)
        case IsNull(Reference(name)):
            yield name, []
        case Reference(name):
            yield name, [True, False]
        case Compare(sign, Reference(name), Constant() as constant) | Compare(sign, Constant() as constant, Reference(name)):
            yield name, _parting(sign, [constant])
        case Among(Reference(name), constants):
            yield name, _parting("=", constants)
        case _:
            yield from ((name, None) for name in names_in(part))


def _parting(sign: str, constants: Sequence[Constant]) -> list[Value] | None:
    """The constants, where values beside them stand for all others: not where texts are ordered, or float64 is too coarse."""
    values = [constant.value for constant in constants if constant.value is not None]
    coarse = any(
        isinstance(value, (int, float)) and abs(value) > _FINE and constant.type.kind in ("integer", "number")
        for value, constant in zip(values, constants, strict=False)
    )
    ordered_texts = sign not in ("=", "<>") and any(isinstance(value, str) for value in values)
    return None if coarse or ordered_texts else values


def turning_values(name: Name, literals: Sequence[Value]) -> list[Value | None]:
    """Values of a name at and beside the literals, ordinary ones first; null last, where it can be.

    Where the literals are the name's `plain_constants`, whatever conditions can say of it they say of one of these.
    """
    known = [value for value in dict.fromkeys(_known(name.type, literals)) if _within(value, bounds(name))]
    return [*known, None] if can_be_null(name) else [*known]


def _known(type_: ValueType, literals: Sequence[Value]) -> Iterable[Value]:
    numbers = [value for value in literals if isinstance(value, (int, float)) and not isinstance(value, bool)]
    match type_.kind:
        case "boolean":
            return [True, False]
        case "one_of":
            return type_.values
        case "text":
            texts = [value for value in literals if isinstance(value, str)]
            return [*texts, fresh_text(texts), ""]
        case "time":
            return [_ORDINARY_TIME_US, *(int(n) + off for n in numbers if abs(n) > _DAY_US for off in (0, -_DAY_US, _DAY_US, -1, 1))]
        case "duration":
            return [0, *(int(n) + off for n in numbers for off in (0, -_SECOND_US, _SECOND_US, -1, 1))]
        case "integer":
            return [*(int(n) + off for n in numbers for off in (0, 1, -1)), 1, 0, *map(int, _ends(type_))]
        case _:
            near = [float(v) for n in numbers for v in (n, n + 1, n - 1, n / 2, n * 2)]
            beside = [math.nextafter(n, towards) for n in numbers for towards in (-math.inf, math.inf)]
            return [*near, 1.0, 0.0, *map(float, _ends(type_)), *beside]


def _ends(type_: ValueType) -> list[float | int]:
    return [end for end in (type_.minimum, type_.maximum) if end is not None]


def _within(value: Value, ends: tuple[float | int, float | int] | None) -> bool:
    if isinstance(value, float) and not math.isfinite(value):
        return False
    return ends is None or (not isinstance(value, str) and ends[0] <= value <= ends[1])


def fresh_text(taken: Iterable[str], number: int = 1) -> str:
    """A text that is none of those taken; another for each number."""
    word = "other"
    while any(text.startswith(word) for text in taken):
        word += "_"
    return word if number == 1 else f"{word}{number}"


def _constants(part: object) -> Iterable[Value]:
    if isinstance(part, Constant):
        if part.value is not None:
            yield part.value
    elif isinstance(part, Like):
        yield from (part.pattern.replace("%", "").replace("_", "x"), part.pattern.replace("%", "so").replace("_", "x"))
        yield from _constants(part.operand)
    elif isinstance(part, Among):
        yield from (constant.value for constant in part.constants if constant.value is not None)
        yield from _constants(part.operand)
    elif isinstance(part, tuple):
        for inner in part:
            yield from _constants(inner)
    elif is_dataclass(part) and not isinstance(part, Name):
        for part_field in fields(part):
            yield from _constants(getattr(part, part_field.name))
