"""A condition as formulas for the solver z3: when it is true, and when it is false; else it is unknown.

Texts are numbers where they are only compared for equality, else strings. Numbers are reals. What float64 rounds is either taken as exact
(`rounded=False`: good for finding values) or as any real within the rounding error (`rounded=True`: then whatever the engine can compute
is among it, so that where the solver finds nothing, there is nothing).
"""

from __future__ import annotations

import operator
import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import count
from typing import Any

import z3

from desireline.conditions.expression import (
    Among,
    And,
    Arithmetic,
    Call,
    Compare,
    Constant,
    Expression,
    IsNull,
    Like,
    Negative,
    Not,
    Or,
    Reference,
)
from desireline.conditions.names import Name
from desireline.conditions.question import Question
from desireline.conditions.turning import bounds, can_be_null, fresh_text
from desireline.conditions.types import Value, ValueType

_EXACT_TO = 2**53
_TOO_LARGE = Fraction(2**1024 - 2**970)
"""What is this large or larger is not finite as float64."""
_RELATIVE_ERROR = Fraction(1, 2**53)
_ABSOLUTE_ERROR = Fraction(1, 2**1075)
_LAST_CHARACTER = 0x2FFFF
"""The solver knows no characters beyond."""
_ESCAPED = re.compile(r"\\u\{([0-9a-fA-F]+)\}")
_TEXTUAL = ("text", "one_of")
_SIGNS = {"=": operator.eq, "<>": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
_OPERATORS = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv}


class NotExpressibleError(Exception):
    """The solver has no words for a part of the condition."""


@dataclass(frozen=True, slots=True)
class _Known:
    """A value and when it is known."""

    known: Any
    value: Any


@dataclass(frozen=True, slots=True)
class _Truth:
    """When a boolean is true, and when false."""

    true: Any
    false: Any


class SolverForm:
    """A question in formulas. `constraints`: what is asked, and what holds of the names and of what is computed. `rounds`: whether
    float64 may round something of it.

    Raises NotExpressibleError where a text has a character that the solver does not know.
    """

    def __init__(self, question: Question, context: Any, rounded: bool) -> None:
        self.context = context
        self.rounded = rounded
        self.rounds = False
        self.as_strings = any(_looks_into_texts(condition.expression) for condition in question.conditions)
        self.codes: dict[str, int] = {}
        self.constraints: list[Any] = []
        self._fresh = count()
        self._computed: dict[Expression, Any] = {}
        self._names = {name: self._declare(number, name) for number, name in enumerate(question.names)}
        for name, values in question.among.items():
            self.constraints.append(self._or([self._is(name, value) for value in values]))
        self.constraints += [self._truth(condition.expression).true for condition in question.true]
        self.constraints += [z3.Not(self._truth(condition.expression).true) for condition in question.not_true]

    def values_in(self, model: Any) -> dict[Name, Value | None]:
        """The value of every name in a model of the formulas; a number is the nearest float64."""
        return {name: self._value_in(model, name, term) for name, term in self._names.items()}

    def other_than(self, model: Any) -> Any:
        """The formula that holds where some name has another value than in a model."""
        others = []
        for term in self._names.values():
            known = model.eval(term.known, model_completion=True)
            others.append(term.known != known)
            others.append(self._and([term.known, term.value != model.eval(term.value, model_completion=True)]))
        return self._or(others)

    # Names

    def _declare(self, number: int, name: Name) -> _Known:
        kind, at = name.type.kind, str(number)
        if kind == "boolean":
            value: Any = z3.Bool(f"v{at}", self.context)
        elif kind == "number":
            value = z3.Real(f"v{at}", self.context)
        elif kind in _TEXTUAL and self.as_strings:
            value = z3.String(f"v{at}", self.context)
        else:
            value = z3.Int(f"v{at}", self.context)
        known = z3.Bool(f"k{at}", self.context) if can_be_null(name) else self._bool(True)
        self._bound(name, value)
        return _Known(known, value)

    def _bound(self, name: Name, value: Any) -> None:
        if name.type.kind == "one_of":
            self.constraints.append(self._or([value == self._text(text) for text in name.type.values]))
        elif name.type.kind == "text" and not self.as_strings:
            self.constraints.append(value >= 0)
        elif name.type.kind == "number":
            self.constraints += [value < self._real(_TOO_LARGE), value > self._real(-_TOO_LARGE)]
        ends = bounds(name)
        if ends is not None:
            number = self._real if name.type.kind == "number" else self._int
            self.constraints += [
                sign(value, number(end)) for sign, end in zip((operator.ge, operator.le), ends, strict=True) if _finite(end)
            ]

    def _is(self, name: Name, value: Value | None) -> Any:
        term = self._names[name]
        if value is None:
            return z3.Not(term.known)
        return self._and([term.known, term.value == self._constant(value, name.type)])

    def _value_in(self, model: Any, name: Name, term: _Known) -> Value | None:
        if not z3.is_true(model.eval(term.known, model_completion=True)):
            return None
        found = model.eval(term.value, model_completion=True)
        if name.type.kind == "boolean":
            return bool(z3.is_true(found))
        if name.type.kind == "number":
            return _float(found)
        if name.type.kind not in _TEXTUAL:
            return int(found.as_long())
        if self.as_strings:
            return str(_ESCAPED.sub(lambda m: chr(int(m[1], 16)), found.as_string()))
        code = found.as_long()
        texts = list(self.codes)
        return texts[code] if code < len(texts) else fresh_text(texts, code - len(texts) + 1)

    # Booleans

    def _truth(self, expression: Expression) -> _Truth:
        match expression:
            case And(operands):
                parts = [self._truth(operand) for operand in operands]
                return _Truth(self._and([p.true for p in parts]), self._or([p.false for p in parts]))
            case Or(operands):
                parts = [self._truth(operand) for operand in operands]
                return _Truth(self._or([p.true for p in parts]), self._and([p.false for p in parts]))
            case Not(operand):
                turned = self._truth(operand)
                return _Truth(turned.false, turned.true)
            case IsNull(operand):
                known = self._value(operand).known
                return _Truth(z3.Not(known), known)
            case Compare(sign, left, right):
                a, b = (self._operand(side, expression.as_number) for side in (left, right))
                return self._decided([a.known, b.known], _SIGNS[sign](a.value, b.value))
            case Among(operand, constants):
                return self._membership(operand, constants)
            case Like(operand, pattern):
                text = self._value(operand)
                return self._decided([text.known], z3.InRe(text.value, self._pattern(pattern)))
            case _:
                value = self._value(expression)
                return self._decided([value.known], value.value)

    def _decided(self, known: list[Any], holds: Any) -> _Truth:
        return _Truth(self._and([*known, holds]), self._and([*known, z3.Not(holds)]))

    def _membership(self, operand: Expression, constants: Sequence[Constant]) -> _Truth:
        """Integers exactly among integers, else as float64."""
        value = self._value(operand)
        same = []
        for constant in constants:
            loose = "number" in (operand.type.kind, constant.type.kind)
            left = self._operand(operand, True).value if loose else value.value
            same.append(left == self._operand(constant, loose).value)
        return self._decided([value.known], self._or(same))

    # Values

    def _value(self, expression: Expression) -> _Known:
        match expression:
            case Constant(value):
                known = self._bool(value is not None)
                return _Known(known, self._constant(_any_of(expression.type) if value is None else value, expression.type))
            case Reference(name):
                return self._names[name]
            case Negative(operand):
                turned = self._operand(operand, True)
                return _Known(turned.known, -turned.value)
            case Arithmetic():
                return self._arithmetic(expression)
            case Call():
                return self._call(expression)
            case _:
                truth = self._truth(expression)
                return _Known(self._or([truth.true, truth.false]), truth.true)

    def _operand(self, expression: Expression, as_number: bool) -> _Known:
        """The value; as float64 where numbers are computed or compared."""
        if not as_number or expression.type.kind == "number":
            return self._value(expression)
        if isinstance(expression, Constant) and isinstance(expression.value, int):
            return _Known(self._bool(True), self._real(Fraction(float(expression.value))))
        whole = self._value(expression)
        return _Known(whole.known, self._as_real(expression, whole.value))

    def _as_real(self, expression: Expression, whole: Any) -> Any:
        exact = z3.ToReal(whole)
        if _stays_exact(expression):
            return exact
        self.rounds = True
        if not self.rounded:
            return exact
        if expression in self._computed:
            return self._computed[expression]
        near = self._computed[expression] = self._real_unknown()
        small = self._and([whole <= _EXACT_TO, whole >= -_EXACT_TO])
        self.constraints.append(z3.If(small, near == exact, self._and([near - exact <= 1024, exact - near <= 1024])))
        return near

    def _arithmetic(self, expression: Arithmetic) -> _Known:
        a, b = self._operand(expression.left, True), self._operand(expression.right, True)
        known = [a.known, b.known]
        if expression.sign == "/":
            known.append(b.value != 0)
        exact = _OPERATORS[expression.sign](a.value, b.value)
        known += [exact < self._real(_TOO_LARGE), exact > self._real(-_TOO_LARGE)]
        return _Known(self._and(known), self._rounded(expression, exact))

    def _rounded(self, expression: Expression, exact: Any) -> Any:
        self.rounds = True
        if not self.rounded:
            return exact
        if expression in self._computed:
            return self._computed[expression]
        near = self._computed[expression] = self._real_unknown()
        error = z3.If(exact >= 0, exact, -exact) * self._real(_RELATIVE_ERROR) + self._real(_ABSOLUTE_ERROR)
        self.constraints += [near - exact <= error, exact - near <= error]
        return near

    def _call(self, call: Call) -> _Known:
        if call.function == "length":
            text = self._value(call.arguments[0])
            return _Known(text.known, z3.Length(text.value))
        if call.function == "abs":
            number = self._operand(call.arguments[0], True)
            return _Known(number.known, z3.If(number.value >= 0, number.value, -number.value))
        *rest, last = (self._operand(argument, call.type.kind == "number") for argument in call.arguments)
        chosen = last.value
        for part in reversed(rest):
            chosen = z3.If(part.known, part.value, chosen)
        return _Known(self._or([part.known for part in (*rest, last)]), chosen)

    # Terms

    def _constant(self, value: Value, type_: ValueType) -> Any:
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, bool):
            return self._bool(value)
        return self._real(Fraction(value)) if type_.kind == "number" else self._int(int(value))

    def _text(self, text: str) -> Any:
        if not self.as_strings:
            return self._int(self.codes.setdefault(text, len(self.codes)))
        if any(ord(character) >= _LAST_CHARACTER for character in text):
            raise NotExpressibleError
        return z3.StringVal("".join(c if c.isascii() and c.isalnum() else f"\\u{{{ord(c):x}}}" for c in text), self.context)

    def _pattern(self, pattern: str) -> Any:
        one = z3.AllChar(z3.ReSort(z3.StringSort(self.context)))
        pieces = [z3.Re(self._text(""), self.context)]
        for part in re.findall(r"%+|_|[^%_]+", pattern, re.DOTALL):
            pieces.append(z3.Star(one) if part[0] == "%" else one if part == "_" else z3.Re(self._text(part), self.context))
        return z3.Concat(*pieces) if len(pieces) > 1 else pieces[0]

    def _real_unknown(self) -> Any:
        return z3.Real(f"r{next(self._fresh)}", self.context)

    def _real(self, number: Fraction | float) -> Any:
        exact = Fraction(number)
        return z3.RatVal(exact.numerator, exact.denominator, self.context)

    def _int(self, number: float) -> Any:
        return z3.IntVal(int(number), self.context)

    def _bool(self, value: bool) -> Any:
        return z3.BoolVal(value, self.context)

    def _and(self, parts: Sequence[Any]) -> Any:
        return z3.And(*parts) if len(parts) > 1 else parts[0]

    def _or(self, parts: Sequence[Any]) -> Any:
        return z3.Or(*parts) if len(parts) > 1 else parts[0] if parts else self._bool(False)


def _looks_into_texts(part: object) -> bool:
    """Whether texts are more than equal or not: ordered, measured or held against a pattern."""
    match part:
        case Like():
            return True
        case Call("length"):
            return True
        case Compare(sign, left, right):
            ordered = sign not in ("=", "<>") and left.type.kind in _TEXTUAL
            return ordered or _looks_into_texts(left) or _looks_into_texts(right)
        case And(parts) | Or(parts) | Call(_, parts):
            return any(map(_looks_into_texts, parts))
        case Arithmetic(_, left, right):
            return _looks_into_texts(left) or _looks_into_texts(right)
        case Not(operand) | Among(operand, _) | IsNull(operand) | Negative(operand):
            return _looks_into_texts(operand)
        case _:
            return False


def _stays_exact(whole: Expression) -> bool:
    """Whether an integer can only be such as float64 holds exactly."""
    if isinstance(whole, Reference):
        ends = bounds(whole.name)
        return ends is not None and max(map(abs, ends)) <= _EXACT_TO
    return isinstance(whole, Call) and whole.function == "length"


def _any_of(type_: ValueType) -> Value:
    """Some value to stand where it does not matter."""
    if type_.kind in _TEXTUAL:
        return ""
    return False if type_.kind == "boolean" else 0


def _finite(end: float) -> bool:
    return end not in (float("inf"), float("-inf"))


def _float(found: Any) -> float | None:
    exact = found if z3.is_rational_value(found) else found.approx(20)
    try:
        return float(Fraction(exact.numerator_as_long(), exact.denominator_as_long()))
    except OverflowError:
        return None
