"""A condition as a DuckDB expression.

A float64 that is not finite stands for null while numbers are computed (division by zero gives one, or NULL where DuckDB is set so):
+ - * and abs carry it along, so it is enough to look for it where a number is used (compared, tested for null, given to coalesce), and in
divisors, which could swallow it.
"""

import math
from collections.abc import Callable, Iterator, Sequence

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
from desireline.conditions.sql_reading import SQL_TYPES, sql_text

ColumnOf = Callable[[Name], str]


def sql_form(expression: Expression, column_of: ColumnOf) -> str:
    """A DuckDB expression of the value, NULL where it is unknown. `column_of` gives, for each name, an expression of its declared type."""
    return _Writing(column_of).value(expression)


class _Writing:
    def __init__(self, column_of: ColumnOf) -> None:
        self.column_of = column_of

    def value(self, expression: Expression) -> str:
        """The value; a number is finite or NULL."""
        raw = self._raw(expression)
        if not may_overflow(expression):
            return raw
        if any(may_overflow(part) for part in _looked_at(expression)):
            return f"TRY_CAST(replace(CAST({raw} AS VARCHAR), 'n', '?') AS DOUBLE)"
        return f"CASE WHEN isfinite({raw}) THEN {raw} END"

    def _raw(self, expression: Expression) -> str:
        """The value; a number may be one that is not finite."""
        match expression:
            case Constant():
                return _constant(expression)
            case Reference(name):
                return f"({self.column_of(name)})"
            case Negative(operand):
                return f"(-{self._number(operand)})"
            case Arithmetic("/", left, right):
                return f"({self._number(left)} / {self._finite(right)})"
            case Arithmetic(sign, left, right):
                return f"({self._number(left)} {sign} {self._number(right)})"
            case Call():
                return self._call(expression)
            case _:
                return self._boolean(expression)

    def _boolean(self, expression: And | Or | Not | IsNull | Compare | Among | Like) -> str:
        match expression:
            case And(operands):
                return self._joined(" AND ", operands)
            case Or(operands):
                return self._joined(" OR ", operands)
            case Not(operand):
                return f"(NOT {self.value(operand)})"
            case IsNull(operand):
                return f"({self.value(operand)} IS NULL)"
            case Compare(sign, left, right):
                return self._compare(sign, left, right, expression.as_number)
            case Among(operand, constants):
                return self._among(operand, constants)
            case Like(operand, pattern):
                return f"({self.value(operand)} LIKE {sql_text(pattern)})"

    def _number(self, expression: Expression) -> str:
        """The value as DOUBLE, not finite where it is null by overflow."""
        return self._raw(expression) if expression.type.kind == "number" else _as_double(expression, self._raw(expression))

    def _finite(self, expression: Expression) -> str:
        """The value as DOUBLE, finite or NULL."""
        return self.value(expression) if expression.type.kind == "number" else _as_double(expression, self.value(expression))

    def _joined(self, connector: str, operands: Sequence[Expression]) -> str:
        return f"({connector.join(map(self.value, operands))})"

    def _compare(self, sign: str, left: Expression, right: Expression, as_number: bool) -> str:
        write = self._finite if as_number else self.value
        return f"({write(left)} {sign} {write(right)})"

    def _among(self, operand: Expression, constants: Sequence[Constant]) -> str:
        exact = [c for c in constants if operand.type.kind != "number" and c.type.kind != "number"]
        loose = [c for c in constants if operand.type.kind == "number" or c.type.kind == "number"]
        groups = []
        if exact:
            groups.append(f"{self.value(operand)} IN ({', '.join(map(_constant, exact))})")
        if loose:
            groups.append(f"{self._finite(operand)} IN ({', '.join(_as_double(c, '') for c in loose)})")
        return f"({' OR '.join(groups)})"

    def _call(self, call: Call) -> str:
        if call.function == "coalesce":
            write = self._finite if call.type.kind == "number" else self.value
            return f"coalesce({', '.join(map(write, call.arguments))})"
        (argument,) = call.arguments
        return f"length({self.value(argument)})" if call.function == "length" else f"abs({self._number(argument)})"


def may_overflow(expression: Expression) -> bool:
    """Whether the value is computed by what can leave the finite numbers."""
    match expression:
        case Arithmetic():
            return True
        case Negative(operand) | Call("abs", (operand,)):
            return may_overflow(operand)
        case _:
            return False


def _looked_at(expression: Expression) -> Iterator[Expression]:
    """The divisors and arguments of coalesce in a number: what is looked at before the number itself is.

    To look twice at what holds a second look would double the text at every level. There the number goes by way of its text, which
    gives the same number back and has an `n` only where it is `inf` or `nan`: one look, but slower.
    """
    match expression:
        case Arithmetic("/", left, right):
            yield right
            yield from (*_looked_at(left), *_looked_at(right))
        case Arithmetic(_, left, right):
            yield from (*_looked_at(left), *_looked_at(right))
        case Negative(operand) | Call("abs", (operand,)):
            yield from _looked_at(operand)
        case Call("coalesce", arguments):
            yield from arguments
            for argument in arguments:
                yield from _looked_at(argument)


def _as_double(expression: Expression, written: str) -> str:
    if isinstance(expression, Constant) and isinstance(expression.value, (int, float)):
        return _double(float(expression.value))
    return f"CAST({written} AS DOUBLE)"


def _double(value: float) -> str:
    written = repr(value)
    sign, digits = ("-", written[1:]) if math.copysign(1, value) < 0 else ("", written)
    return f"({sign}{digits if 'e' in digits else digits + 'e0'})"


def _constant(constant: Constant) -> str:
    value = constant.value
    if value is None:
        return f"CAST(NULL AS {SQL_TYPES[constant.type.kind]})"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return sql_text(value)
    return _double(value) if isinstance(value, float) else f"CAST({value} AS BIGINT)"
