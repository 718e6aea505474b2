"""What is asked of the solver, and what can be answered by trying: the values at which the conditions turn."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import product
from random import Random

from desireline.conditions.condition import Condition, names_in
from desireline.conditions.expression import And, Or
from desireline.conditions.names import Name
from desireline.conditions.python_form import Evaluate, python_form
from desireline.conditions.turning import bounds, can_be_null, is_listed, literals_of, plain_constants, turning_values
from desireline.conditions.types import Value

Values = Mapping[Name, Value | None]
_TRIES = 60
_ALL = 2_000
"""Up to so many combinations are all tried, where there are no others."""


class Question:
    """Conditions that are to be true together, others that are not to be, and what the names can be.

    among  the only values that some names can have
    """

    def __init__(self, true: Collection[Condition], not_true: Collection[Condition], among: Mapping[Name, Sequence[Value | None]]) -> None:
        self.true = sorted(true, key=lambda c: c.canonical)
        self.not_true = sorted(not_true, key=lambda c: c.canonical)
        self.conditions = (*self.true, *self.not_true)
        self.names = tuple(dict.fromkeys(name for condition in self.conditions for name in condition.inputs))
        self.among = {name: values for name, values in among.items() if name in self.names}
        expressions = [condition.expression for condition in self.conditions]
        literals, plain = literals_of(expressions), plain_constants(expressions)
        self._tried: dict[Name, Sequence[Value | None]] = {}
        is_complete: dict[Name, bool] = {}
        for name in self.names:
            own = plain[name]
            is_complete[name] = name in self.among or is_listed(name) or own is not None
            tried = self.among[name] if name in self.among else turning_values(name, literals if own is None else own)
            fitting = self._fitting(name, tried)
            self._tried[name] = fitting if fitting or is_complete[name] else tried
        combinations = math.prod(len(values) for values in self._tried.values())
        self.is_listed = combinations == 0 or (combinations <= _ALL and all(is_complete.values()))
        """Whether there are so few combinations of values that tell anything that a guess tries them all."""

    @property
    def length(self) -> int:
        """Characters of the conditions."""
        return sum(len(condition.canonical) for condition in self.conditions)

    def guess(self) -> Values | None:
        """Values that do what is asked, if they are among those tried."""
        for values in self._guesses():
            if self.holds(values):
                return self.made_plain(values)
        return None

    def holds(self, values: Values) -> bool:
        """Whether values do what is asked, by the conditions' Python form."""
        return all(_is_true(condition, values) for condition in self.true) and not any(_is_true(c, values) for c in self.not_true)

    def allows(self, values: Values) -> bool:
        """Whether values are such as the names can have."""
        return all(self._allows(name, value) for name, value in values.items())

    def made_plain(self, values: Values) -> Values:
        """The same answer, with values that read better where they do as well."""
        plain = dict(values)
        for name in self.names:
            for better in self._tried[name]:
                if better is not None and self.holds(plain | {name: better}):
                    plain[name] = better
                    break
        return plain

    def _fitting(self, name: Name, values: Sequence[Value | None]) -> Sequence[Value | None]:
        """Those of some values that no part of a condition which is about this name alone rules out."""
        holding = [holds for condition in self.true for alone, holds in parts_of(condition, True) if alone == name]
        failing = [holds for condition in self.not_true for alone, holds in parts_of(condition, False) if alone == name]
        return [v for v in values if all(h(v) is True for h in holding) and not any(h(v) is True for h in failing)]

    def _guesses(self) -> Iterator[Values]:
        if self.is_listed:
            yield from (dict(zip(self.names, values, strict=True)) for values in product(*self._tried.values()))
            return
        rng = Random(0)
        yield {name: values[0] for name, values in self._tried.items()}
        for _ in range(_TRIES):
            yield {name: rng.choice(values) for name, values in self._tried.items()}

    def _allows(self, name: Name, value: Value | None) -> bool:
        if name in self.among:
            return value in self.among[name]
        if value is None:
            return can_be_null(name)
        if name.type.kind == "one_of":
            return value in name.type.values
        if isinstance(value, str):
            return name.type.read(value) == value
        ends = bounds(name)
        return ends is None or ends[0] <= value <= ends[1]


@lru_cache(maxsize=4096)
def parts_of(condition: Condition, is_true: bool) -> Sequence[tuple[Name, Evaluate]]:
    """The parts about one name alone that all have to be true for the condition to be (or none, for it not to be)."""
    expression, found = condition.expression, []
    for part in expression.operands if isinstance(expression, And if is_true else Or) else (expression,):
        names = set(names_in(part))
        if len(names) == 1:
            (name,) = names
            found.append((name, python_form(part, (name,))))
    return found


def _is_true(condition: Condition, values: Values) -> bool:
    return condition.evaluate(*[values[name] for name in condition.inputs]) is True
