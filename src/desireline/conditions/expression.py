"""A condition as a typed tree: parsed once, read by every form (DuckDB, Python, canonical text) and by whoever reasons about it.

Booleans are three-valued: True, False, unknown (null). Numbers are compared exactly where both sides are integers, else as float64;
arithmetic is float64, and null where its result is not finite. Texts are compared by code point.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from desireline.conditions.names import Name
from desireline.conditions.types import Value, ValueType

Comparison = Literal["=", "<>", "<", "<=", ">", ">="]
ArithmeticSign = Literal["+", "-", "*", "/"]
Function = Literal["length", "abs", "coalesce"]

TEXT = ValueType(kind="text")
NUMBER = ValueType(kind="number")
INTEGER = ValueType(kind="integer")
BOOLEAN = ValueType(kind="boolean")
TIME = ValueType(kind="time")
DURATION = ValueType(kind="duration")


@dataclass(frozen=True, slots=True)
class Constant:
    """A value written in the condition; None is null. Times and durations are microseconds."""

    value: Value | None
    type: ValueType


@dataclass(frozen=True, slots=True)
class Reference:
    """The value of a name."""

    name: Name

    @property
    def type(self) -> ValueType:
        """The declared type."""
        return self.name.type


@dataclass(frozen=True, slots=True)
class Not:
    """True where the operand is false."""

    operand: Expression
    type: ValueType = BOOLEAN


@dataclass(frozen=True, slots=True)
class And:
    """True where all are true, false where one is false; no operand is itself an And."""

    operands: tuple[Expression, ...]
    type: ValueType = BOOLEAN


@dataclass(frozen=True, slots=True)
class Or:
    """True where one is true, false where all are false; no operand is itself an Or."""

    operands: tuple[Expression, ...]
    type: ValueType = BOOLEAN


@dataclass(frozen=True, slots=True)
class Compare:
    """Two values of one family (text, numeric, boolean, time, duration). `as_number`: both sides are taken as float64."""

    sign: Comparison
    left: Expression
    right: Expression
    type: ValueType = BOOLEAN

    @property
    def as_number(self) -> bool:
        """Whether one side is a number: then an integer on the other side is taken as the nearest float64."""
        return "number" in (self.left.type.kind, self.right.type.kind)


@dataclass(frozen=True, slots=True)
class Among:
    """Whether a value equals one of some constants, none of them null, all different and in order."""

    operand: Expression
    constants: tuple[Constant, ...]
    type: ValueType = BOOLEAN


@dataclass(frozen=True, slots=True)
class IsNull:
    """Whether a value is not known; never unknown itself."""

    operand: Expression
    type: ValueType = BOOLEAN


@dataclass(frozen=True, slots=True)
class Like:
    """Whether a text has a pattern: `%` is any number of characters, `_` exactly one; there is no escape."""

    operand: Expression
    pattern: str
    type: ValueType = BOOLEAN


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """Two numbers taken as float64. Null where the result is not finite, as by division by zero."""

    sign: ArithmeticSign
    left: Expression
    right: Expression
    type: ValueType = NUMBER


@dataclass(frozen=True, slots=True)
class Negative:
    """A number, taken as float64, with its sign turned."""

    operand: Expression
    type: ValueType = NUMBER


@dataclass(frozen=True, slots=True)
class Call:
    """length(text): code points, integer. abs(number): number. coalesce(a, b, …): the first that is known."""

    function: Function
    arguments: tuple[Expression, ...]
    type: ValueType


Expression = Constant | Reference | Not | And | Or | Compare | Among | IsNull | Like | Arithmetic | Negative | Call
