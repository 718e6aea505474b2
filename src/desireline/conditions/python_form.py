"""A condition as a Python function, built as a syntax tree and compiled: no text is evaluated.

Each expression becomes a Python expression that gives its value or None. Values that are needed twice are kept in local names.
"""

import ast
from collections.abc import Callable, Sequence
from types import CodeType, FunctionType

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
from desireline.conditions.like import Pattern
from desireline.conditions.names import Name
from desireline.conditions.types import Value

_SIGNS: dict[str, ast.cmpop] = {"=": ast.Eq(), "<>": ast.NotEq(), "<": ast.Lt(), "<=": ast.LtE(), ">": ast.Gt(), ">=": ast.GtE()}
_OPERATORS: dict[str, ast.operator] = {"+": ast.Add(), "-": ast.Sub(), "*": ast.Mult(), "/": ast.Div()}
_INFINITE = 1e309
Evaluate = Callable[..., bool | None]


def python_form(expression: Expression, inputs: Sequence[Name]) -> Evaluate:
    """A function of the inputs' typed values, by position, that gives True, False or None (unknown)."""
    writing = _Writing(inputs)
    body = writing.value(expression)
    parameters = [ast.arg(writing.parameters[name]) for name in inputs]
    arguments = ast.arguments(posonlyargs=parameters, args=[], kwonlyargs=[], kw_defaults=[], defaults=[])
    tree = ast.fix_missing_locations(ast.Expression(ast.Lambda(arguments, body)))
    code = next(c for c in compile(tree, "<condition>", "eval").co_consts if isinstance(c, CodeType))
    return FunctionType(code, {"__builtins__": {}, "float": float, "len": len, "abs": abs, **writing.patterns})


class _Writing:
    def __init__(self, inputs: Sequence[Name]) -> None:
        self.parameters = {name: f"a{position}" for position, name in enumerate(inputs)}
        self.patterns: dict[str, Pattern] = {}
        self.kept = 0

    def value(self, expression: Expression) -> ast.expr:
        """An expression of the value, or None."""
        match expression:
            case Constant(value):
                return ast.Constant(value)
            case Reference(name):
                return _read(self.parameters[name])
            case And(operands):
                return self._connected(operands, decided=False)
            case Or(operands):
                return self._connected(operands, decided=True)
            case Not(operand):
                return self._known([operand], lambda v: ast.UnaryOp(ast.Not(), v))
            case IsNull(Constant(value)):
                return ast.Constant(value is None)
            case IsNull(operand):
                return _is(self.value(operand), None)
            case Compare(sign, left, right):
                return self._known([left, right], lambda a, b: ast.Compare(a, [_SIGNS[sign]], [b]), expression.as_number)
            case Among(operand, constants):
                return self._known([operand], lambda v: _member(v, operand, constants))
            case Like(operand, pattern):
                return self._known([operand], lambda v: ast.Call(_read(self._pattern(pattern)), [v], []))
            case _:
                return self._number(expression)

    def _number(self, expression: Negative | Arithmetic | Call) -> ast.expr:
        match expression:
            case Negative(operand):
                return self._known([operand], lambda v: ast.UnaryOp(ast.USub(), v), True)
            case Arithmetic(sign, left, right):
                return self._arithmetic(sign, left, right)
            case Call("coalesce"):
                return self._coalesce(expression)
            case Call("length", arguments):
                return self._known(arguments, lambda v: ast.Call(_read("len"), [v], []))
            case Call(_, arguments):
                return self._known(arguments, lambda v: ast.Call(_read("abs"), [v], []), True)

    def _keep(self, value: ast.expr) -> tuple[ast.expr, str]:
        """The value, set aside under a local name."""
        self.kept += 1
        name = f"k{self.kept}"
        return ast.NamedExpr(ast.Name(name, ast.Store()), value), name

    def _pattern(self, pattern: str) -> str:
        name = f"p{len(self.patterns)}"
        self.patterns[name] = Pattern(pattern)
        return name

    def _known(self, operands: Sequence[Expression], result: Callable[..., ast.expr], as_number: bool = False) -> ast.expr:
        """`result` of the operands' values, or None where one of them is None."""
        tests: list[ast.expr] = []
        values = []
        for operand in operands:
            value = self.value(operand)
            if isinstance(value, ast.Name):
                tests.append(_is(value, None))
                values.append(_as_number(value, operand, as_number))
            elif isinstance(value, ast.Constant) and value.value is not None:
                values.append(_as_number(value, operand, as_number))
            else:
                kept, name = self._keep(value)
                tests.append(_is(kept, None))
                values.append(_as_number(_read(name), operand, as_number))
        return _if(_any(tests), ast.Constant(None), result(*values)) if tests else result(*values)

    def _arithmetic(self, sign: str, left: Expression, right: Expression) -> ast.expr:
        """Division by zero and what is not finite give None."""

        def result(a: ast.expr, b: ast.expr) -> ast.expr:
            computed, name = self._keep(ast.BinOp(a, _OPERATORS[sign], b))
            finite = ast.Compare(ast.Constant(-_INFINITE), [ast.Lt(), ast.Lt()], [computed, ast.Constant(_INFINITE)])
            guarded = _if(finite, _read(name), ast.Constant(None))
            return _if(b, guarded, ast.Constant(None)) if sign == "/" else guarded

        return self._known([left, right], result, True)

    def _connected(self, operands: Sequence[Expression], decided: bool) -> ast.expr:
        """`decided` where one operand is that; else its contrary where all are known, else None."""
        tests: list[ast.expr] = []
        known: list[ast.expr] = []
        for operand in operands:
            kept, name = self._keep(self.value(operand))
            tests.append(ast.Compare(kept, [ast.IsNot()], [ast.Constant(decided)]))
            known.append(_is(_read(name), None))
        undecided = _if(_any(known), ast.Constant(None), ast.Constant(not decided))
        return _if(_all(tests), undecided, ast.Constant(decided))

    def _coalesce(self, call: Call) -> ast.expr:
        """The first known value. Each is set aside, and the tests run until one is known."""
        *rest, last = call.arguments
        as_number = call.type.kind == "number"
        chosen = self._number_or_none(last, as_number)
        for argument in reversed(rest):
            kept, name = self._keep(self._number_or_none(argument, as_number))
            chosen = _if(_is(kept, None), chosen, _read(name))
        return chosen

    def _number_or_none(self, expression: Expression, as_number: bool) -> ast.expr:
        if not as_number or expression.type.kind == "number":
            return self.value(expression)
        return self._known([expression], lambda v: v, True)


def _constant_set(values: frozenset[Value]) -> ast.Constant:
    return ast.Constant(values)  # type: ignore[arg-type]  # compile() takes frozensets; the stubs do not know


def _read(name: str) -> ast.Name:
    return ast.Name(name, ast.Load())


def _is(value: ast.expr, constant: Value | None) -> ast.Compare:
    return ast.Compare(value, [ast.Is()], [ast.Constant(constant)])


def _if(test: ast.expr, then: ast.expr, otherwise: ast.expr) -> ast.IfExp:
    return ast.IfExp(test, then, otherwise)


def _any(tests: list[ast.expr]) -> ast.expr:
    return tests[0] if len(tests) == 1 else ast.BoolOp(ast.Or(), tests)


def _all(tests: list[ast.expr]) -> ast.expr:
    return tests[0] if len(tests) == 1 else ast.BoolOp(ast.And(), tests)


def _as_number(value: ast.expr, expression: Expression, as_number: bool) -> ast.expr:
    """The value as float64, where it is an integer and a number is wanted."""
    if not as_number or expression.type.kind == "number":
        return value
    if isinstance(value, ast.Constant) and isinstance(value.value, int):
        return ast.Constant(float(value.value))
    return ast.Call(_read("float"), [value], [])


def _member(value: ast.expr, operand: Expression, constants: Sequence[Constant]) -> ast.expr:
    """Membership, integers exactly among integers, else as float64."""
    exact = frozenset(c.value for c in constants if c.value is not None and operand.type.kind != "number" and c.type.kind != "number")
    loose = frozenset(
        float(c.value) for c in constants if isinstance(c.value, (int, float)) and "number" in (operand.type.kind, c.type.kind)
    )
    tests: list[ast.expr] = []
    if exact:
        tests.append(ast.Compare(value, [ast.In()], [_constant_set(exact)]))
    if loose:
        tests.append(ast.Compare(_as_number(value, operand, True), [ast.In()], [_constant_set(loose)]))
    return _any(tests)
