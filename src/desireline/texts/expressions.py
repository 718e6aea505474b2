"""Expressions in texts: Jinja2's, in its sandbox, cut down to what one sentence needs.

There is no loop, no call, no attribute and nothing that multiplies, so what an expression takes is bounded by its length and its values.
Jinja2 is imported here, and this module only where a text holds an expression.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from jinja2 import StrictUndefined, TemplateError, UndefinedError, meta, nodes
from jinja2.filters import FILTERS
from jinja2.parser import Parser
from jinja2.sandbox import ImmutableSandboxedEnvironment

from desireline.conditions import ValueType
from desireline.texts.values import Moment, number, time, written

_BORROWED = ("default", "lower", "upper", "capitalize", "title", "trim", "truncate", "round")
FILTER_NAMES = (*_BORROWED, "number", "time")
TEST_NAMES = ("defined", "undefined")
_ALLOWED = (
    nodes.Name, nodes.Const, nodes.Filter, nodes.Test, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.CondExpr,
    nodes.Neg, nodes.Add, nodes.Sub, nodes.Concat, nodes.List, nodes.Tuple, nodes.Keyword,
)  # fmt: skip
_WORDS: Mapping[type, str] = {
    nodes.Call: "a call", nodes.Getattr: "a dot", nodes.Getitem: "a part in brackets", nodes.Mul: "`*`", nodes.Div: "`/`",
    nodes.FloorDiv: "`//`", nodes.Mod: "`%`", nodes.Pow: "`**`", nodes.Dict: "words with values",
}  # fmt: skip


class _NotKnown(StrictUndefined):
    """A name of which nothing is known: it is not true where that is asked, and cannot be told."""

    __slots__ = ()

    def __bool__(self) -> bool:  # type: ignore[override]
        return False


class NotKnownError(Exception):
    """A value that an expression needs is not known. Its text is the name."""


class Expression:
    """An expression that can be reckoned."""

    def __init__(self, source: str) -> None:
        self.source = source
        self._reckon = _environment().compile_expression(source, undefined_to_none=False)

    def value(self, values: Mapping[str, object]) -> object:
        """What it comes to. Raises NotKnownError, or ValueError where it comes to nothing that can be told."""
        try:
            found = self._reckon(values)
            if isinstance(found, _NotKnown):
                raise NotKnownError(found._undefined_name or self.source)
        except UndefinedError as error:
            raise NotKnownError(_name_in(error)) from None
        except NotKnownError:
            raise
        except Exception as error:  # whatever an operator or filter raises for these values
            raise ValueError(_in_words(error)) from None
        return found

    def holds(self, values: Mapping[str, object]) -> bool:
        """Whether it is true; what is not known is not. Raises as `value` does."""
        try:
            return bool(self._reckon(values))
        except UndefinedError as error:
            raise NotKnownError(_name_in(error)) from None
        except Exception as error:
            raise ValueError(_in_words(error)) from None


@dataclass(frozen=True, slots=True)
class ReadExpression:
    """What an expression names, and what is wrong with it. `unknown`: names that are not declared, with where they stand in it."""

    expression: Expression | None
    names: frozenset[str] = frozenset()
    needed: frozenset[str] = frozenset()
    unknown: tuple[tuple[str, int], ...] = ()
    problem: str | None = None


def read_expression(source: str, types: Mapping[str, ValueType], *, test: bool) -> ReadExpression:
    """Read an expression. `test`: it stands in an `if`: a name alone only asks whether it is known and neither false, 0 nor empty."""
    try:
        tree = _parsed(source)
    except RecursionError:
        return ReadExpression(None, problem="nested too deep")
    except TemplateError:
        return ReadExpression(None, problem="neither a name nor an expression")
    if (problem := next(_unwanted(tree), None)) is not None:
        return ReadExpression(None, problem=problem)
    template = nodes.Template([nodes.Output([tree])])
    template.set_environment(_environment())
    names = frozenset(meta.find_undeclared_variables(template))
    unknown = tuple((name, at) for name in sorted(names - types.keys()) for at in _places(source, name))
    if unknown:
        return ReadExpression(None, unknown=unknown)
    expression = Expression(source)
    problem = _problem_with_examples(expression, {name: types[name] for name in names}, test=test)
    return ReadExpression(expression, names, frozenset(_needed(tree, frozenset(), asks=test)), problem=problem)


def _parsed(source: str) -> nodes.Expr:
    parser = Parser(_environment(), source, state="variable")
    tree = parser.parse_expression()
    if not parser.stream.eos:
        parser.fail("more than an expression")
    tree.set_environment(_environment())
    return tree


@cache
def _environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(autoescape=False, undefined=_NotKnown, optimized=False)
    environment.globals.clear()
    environment.tests = {name: environment.tests[name] for name in TEST_NAMES}
    environment.filters = {**{name: FILTERS[name] for name in _BORROWED}, "number": _of_known(number), "time": _of_known(time)}
    return environment


def _of_known(filter_: Callable[..., str]) -> Callable[..., str]:
    """A filter that fails as any other where its value is not known."""

    def of_known(value: object, *args: object, **named: object) -> str:
        if isinstance(value, _NotKnown):
            value._fail_with_undefined_error()
        return filter_(value, *args, **named)

    return of_known


def _unwanted(tree: nodes.Node) -> Iterator[str]:
    """What texts may not hold, in words."""
    for node in (tree, *tree.find_all(nodes.Node)):
        if isinstance(node, nodes.Filter) and node.name not in FILTER_NAMES:
            yield f"there is no filter `{node.name}`; there are {', '.join(FILTER_NAMES)}"
        elif isinstance(node, nodes.Test) and node.name not in TEST_NAMES:
            yield f"`is {node.name}` cannot be asked; `is defined` can"
        elif not isinstance(node, _ALLOWED) or (isinstance(node, (nodes.Filter, nodes.Test)) and (node.dyn_args or node.dyn_kwargs)):
            yield f"{_WORDS.get(type(node), 'this')} cannot stand in a text"
        elif isinstance(node, nodes.Const) and node.value is None:
            yield "`none` cannot be told"


def _needed(node: nodes.Node, known: frozenset[str], *, asks: bool = False) -> Iterator[str]:
    """Names that must be known for an expression to be told, where those of `known` are. `asks`: only its truth is asked for."""
    match node:
        case nodes.Name(name=name):
            if not asks and name not in known:
                yield name
        case nodes.Filter(name="default", node=nodes.Name()) | nodes.Test(node=nodes.Name()):
            for inner in node.args:
                yield from _needed(inner, known)
        case nodes.CondExpr():
            yield from _needed(node.test, known, asks=True)
            asked = known | {name.name for name in node.test.find_all(nodes.Name)} | _own_name(node.test)
            yield from _needed(node.expr1, asked)
            if node.expr2 is not None:
                yield from _needed(node.expr2, asked)
        case nodes.Not():
            yield from _needed(node.node, known, asks=True)
        case nodes.And(left=left, right=right) | nodes.Or(left=left, right=right):
            yield from _needed(left, known, asks=True)
            asked = known | {name.name for name in left.find_all(nodes.Name)} | _own_name(left)
            yield from _needed(right, asked, asks=asks)
        case _:
            for child in node.iter_child_nodes():
                yield from _needed(child, known)


def _own_name(node: nodes.Node) -> frozenset[str]:
    return frozenset({node.name}) if isinstance(node, nodes.Name) else frozenset()


def _places(source: str, name: str) -> Iterator[int]:
    at = -len("{{ ")
    for _, kind, token in _environment().lex("{{ " + source + " }}"):
        if kind == "name" and token == name:
            yield at
        at += len(token)


def _problem_with_examples(expression: Expression, types: Mapping[str, ValueType], *, test: bool) -> str | None:
    """What hinders an expression for values of the declared types, in words: a filter that takes others, texts compared with numbers."""
    examples = {name: _example(type_) for name, type_ in types.items()}
    try:
        if test:
            expression.holds(examples)
        else:
            written(expression.value(examples))
    except (ValueError, NotKnownError) as error:
        return str(error)
    return None


def _example(type_: ValueType) -> Any:
    if type_.kind in ("number", "integer"):
        least = type_.minimum if type_.minimum is not None else 1 if type_.maximum is None else type_.maximum
        return int(least) if type_.kind == "integer" else float(least)
    if type_.kind == "time":
        return Moment(0)
    return True if type_.kind == "boolean" else next(iter(type_.values), "a")


def _name_in(error: UndefinedError) -> str:
    """The name that Jinja2's message quotes."""
    parts = (error.message or "").split("'")
    return parts[1] if len(parts) > 1 else str(error)


def _in_words(error: Exception) -> str:
    return "its parts are of types that do not go together" if isinstance(error, TypeError) else str(error) or type(error).__name__
