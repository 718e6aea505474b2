"""Values for the fields and traits of simulated events: ordinary ones, and those at which conditions turn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from random import Random

from desireline.conditions import Condition, Name, Value, ValueType
from desireline.model import PropertyValue, format_instant

_DAY_US = 86_400_000_000
_WORDS = ("amber", "birch", "cedar", "delta", "ember", "fjord", "grove", "heath")


def names_of(conditions: Iterable[Condition]) -> tuple[Name, ...]:
    """The names that conditions use; each once, in order."""
    return tuple(dict.fromkeys(name for condition in conditions for name in condition.inputs))


def turning_values(kind: ValueType, literals: Sequence[Value], rng: Random) -> list[PropertyValue]:
    """Values of a type at, beside and between the literals, some ordinary ones, and null: raw, as an event carries them."""
    numbers = [value for value in literals if isinstance(value, (int, float)) and not isinstance(value, bool)]
    texts = [value for value in literals if isinstance(value, str)]
    found: list[PropertyValue] = [ordinary_value(kind, rng) for _ in range(8)]
    if kind.kind == "boolean":
        found += [True, False]
    elif kind.kind == "one_of":
        found += kind.values
    elif kind.kind == "text":
        found += texts
    elif kind.kind == "time":
        found += [format_instant(int(n) + off) for n in numbers for off in (-_DAY_US, -1, 0, 1, _DAY_US) if abs(n) > _DAY_US]
    else:
        near = [n + off for n in numbers for off in (-1, 0, 1)] + [n * by for n in numbers for by in (-1, 0.5, 2, 10)]
        near += [rng.uniform(0, 2 * n) for n in numbers for _ in range(6)]
        found += [_within(kind, n) for n in near]
    return [*dict.fromkeys(found), None]


def ordinary_value(kind: ValueType, rng: Random) -> PropertyValue:
    """A value of a type as everyday events carry it, raw."""
    if kind.kind == "boolean":
        return rng.random() < 0.5
    if kind.values:
        return rng.choice(kind.values)
    if kind.kind == "time":
        return format_instant(1_767_225_600_000_000 + rng.randrange(365) * _DAY_US)
    if kind.kind == "text":
        return f"{rng.choice(_WORDS)} {rng.randrange(100):02}"
    least = 0 if kind.minimum is None else kind.minimum
    if kind.maximum is not None:
        return _within(kind, rng.uniform(min(least, kind.maximum), kind.maximum))
    return _within(kind, least + rng.lognormvariate(2, 1.2))


def _within(kind: ValueType, number: float) -> PropertyValue:
    if kind.minimum is not None:
        number = max(number, kind.minimum)
    if kind.maximum is not None:
        number = min(number, kind.maximum)
    return round(number) if kind.kind == "integer" else round(float(number), 2)
