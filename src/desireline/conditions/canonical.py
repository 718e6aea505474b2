"""The one text of a condition: equal for texts that differ only in spelling, brackets or spaces. It parses back to an equal condition."""

import re

from desireline.conditions import literals
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
from desireline.conditions.sql_reading import sql_text
from desireline.conditions.tokens import is_plain_name

_LEVELS = {"or": 1, "and": 2, "not": 3, "compare": 4, "sum": 5, "product": 6, "sign": 7, "value": 8}
_SIGN_LEVEL = {"+": "sum", "-": "sum", "*": "product", "/": "product"}


def canonical_text(expression: Expression) -> str:
    """The canonical text."""
    return _written(expression)[0]


def _written(expression: Expression) -> tuple[str, int]:
    """The text and how tightly its outermost operator binds."""
    match expression:
        case Constant():
            return _constant(expression), _LEVELS["value"]
        case Reference(name):
            return _name(name), _LEVELS["value"]
        case Call(function, arguments):
            return f"{function}({', '.join(map(canonical_text, arguments))})", _LEVELS["value"]
        case And(operands):
            return _joined("and", operands)
        case Or(operands):
            return _joined("or", operands)
        case Not(operand):
            return _negated(operand)
        case Compare(sign, left, right):
            return f"{_at(left, 'sum')} {sign} {_at(right, 'sum')}", _LEVELS["compare"]
        case Among() | IsNull() | Like():
            return _predicate(expression, negated=False), _LEVELS["compare"]
        case Arithmetic(sign, left, right):
            level = _SIGN_LEVEL[sign]
            tighter = "product" if level == "sum" else "sign"
            return f"{_at(left, level)} {sign} {_at(right, tighter)}", _LEVELS[level]
        case Negative(operand):
            return f"-{_at(operand, 'value')}", _LEVELS["sign"]


def _joined(connector: str, operands: tuple[Expression, ...]) -> tuple[str, int]:
    level = _LEVELS[connector]
    return f" {connector} ".join(_at(operand, connector) for operand in operands), level


def _at(expression: Expression, level: str) -> str:
    text, bound = _written(expression)
    return text if bound >= _LEVELS[level] else f"({text})"


def _negated(operand: Expression) -> tuple[str, int]:
    if isinstance(operand, (Among, IsNull, Like)):
        return _predicate(operand, negated=True), _LEVELS["compare"]
    return f"not {_at(operand, 'compare')}", _LEVELS["not"]


def _predicate(expression: Among | IsNull | Like, negated: bool) -> str:
    operand = _at(expression.operand, "sum")
    turned = "not " if negated else ""
    match expression:
        case Among(_, constants):
            return f"{operand} {turned}in ({', '.join(map(_constant, constants))})"
        case IsNull():
            return f"{operand} is {turned}null"
        case Like(_, pattern):
            return f"{operand} {turned}like {sql_text(pattern)}"


def _constant(constant: Constant) -> str:
    value, kind = constant.value, constant.type.kind
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return sql_text(value)
    if kind == "duration":
        return f"interval '{literals.duration_text(int(value))}'"
    if kind == "time":
        return f"timestamp '{literals.time_text(int(value))}'"
    return repr(value)


def _name(name: Name) -> str:
    if name.argument is not None:
        return f"{name.id}({sql_text(name.argument)})"
    return name.id if is_plain_name(name.id) else '"' + re.sub('"', '""', name.id) + '"'
