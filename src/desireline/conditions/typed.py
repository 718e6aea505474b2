"""From terms to a typed expression: every name is looked up, every operand held against what its operator takes. All problems are found."""

from collections.abc import Callable, Sequence

from desireline.conditions import literals, refusals
from desireline.conditions.expression import (
    BOOLEAN,
    DURATION,
    INTEGER,
    NUMBER,
    TEXT,
    TIME,
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
from desireline.conditions.names import FACT_CALLS, Name, Scope
from desireline.conditions.problems import ConditionError, ConditionProblem
from desireline.conditions.syntax import Term
from desireline.conditions.types import INTEGER_LEAST, INTEGER_MOST, Kind, ValueType

_FAMILIES: dict[Kind, str] = {"one_of": "text", "integer": "number"}
_NULL = Constant(None, BOOLEAN)
LONGEST_PATTERN = 1_000


def type_term(term: Term, scope: Scope) -> Expression:
    """The condition that a term is. Raises ConditionError with every problem found."""
    typing = _Typing(scope)
    typed = typing.boolean(term)
    if typed is None or typing.problems:
        raise ConditionError(typing.problems)
    return typed


def family(value_type: ValueType) -> str:
    """What can be compared with what: text, number, boolean, time, duration."""
    return _FAMILIES.get(value_type.kind, value_type.kind)


class _Typing:
    """Gives None for a term that cannot be typed, after noting why once."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.problems: list[ConditionProblem] = []
        self.kinds: dict[str, Callable[[Term], Expression | None]] = {
            "name": self._name,
            "number": self._number,
            "text": lambda term: Constant(term.text, TEXT),
            "true": lambda _: Constant(True, BOOLEAN),
            "false": lambda _: Constant(False, BOOLEAN),
            "null": lambda _: _NULL,
            "interval": self._interval,
            "timestamp": self._timestamp,
            "call": self._call,
            "and": lambda term: self._connected(term, And),
            "or": lambda term: self._connected(term, Or),
            "not": self._not,
            "negative": self._negative,
            "in": self._among,
            "between": self._between,
            "is null": self._is_null,
            "like": self._like,
            **dict.fromkeys(("+", "-", "*", "/"), self._arithmetic),
            **dict.fromkeys(("=", "<>", "<", "<=", ">", ">="), self._compare),
        }

    def typed(self, term: Term) -> Expression | None:
        """The term with its type."""
        return self.kinds[term.kind](term)

    def boolean(self, term: Term) -> Expression | None:
        """The term, where it is true or false."""
        return self._of(term, "boolean", refusals.not_boolean)

    def _note(self, problem: ConditionProblem) -> None:
        self.problems.append(problem)

    def _of(self, term: Term, wanted: str, refusal: Callable[[Term, ValueType], ConditionProblem]) -> Expression | None:
        typed = self.typed(term)
        if typed is _NULL and wanted != "boolean":
            self._note(refusals.null_operand(term))
            return None
        if typed is None or family(typed.type) == wanted:
            return typed
        self._note(refusal(term, typed.type))
        return None

    def _name(self, term: Term) -> Expression | None:
        name = self.scope.find(term.text)
        if name is None:
            self._note(refusals.unknown_name(term, self.scope))
            return None
        return Reference(name)

    def _number(self, term: Term) -> Expression | None:
        value = literals.number_value(term.text)
        if value is None or (isinstance(value, int) and value > INTEGER_MOST):
            self._note(refusals.number_out_of_range(term))
            return None
        return _numeric_constant(value)

    def _interval(self, term: Term) -> Expression | None:
        duration_us = literals.duration_us(term.text)
        if duration_us is None:
            self._note(refusals.no_duration(term))
            return None
        return Constant(duration_us, DURATION)

    def _timestamp(self, term: Term) -> Expression | None:
        time_us = literals.time_us(term.text)
        if time_us is None:
            self._note(refusals.no_time(term))
            return None
        return Constant(time_us, TIME)

    def _connected(self, term: Term, connector: type[And] | type[Or]) -> Expression | None:
        operands: list[Expression] = []
        complete = True
        for child in term.children:
            typed = self.boolean(child)
            complete = complete and typed is not None
            if isinstance(typed, connector):
                operands.extend(typed.operands)
            elif typed is not None:
                operands.append(typed)
        return connector(tuple(operands)) if complete else None

    def _not(self, term: Term) -> Expression | None:
        operand = self.boolean(term.children[0])
        if operand is None:
            return None
        return operand.operand if isinstance(operand, Not) else Not(operand)

    def _negative(self, term: Term) -> Expression | None:
        """A sign before a constant belongs to the constant; so the least int64 can be written."""
        child = term.children[0]
        written = literals.number_value(child.text) if child.kind == "number" and not child.bracketed else None
        if isinstance(written, int) and written == -INTEGER_LEAST:
            return _numeric_constant(INTEGER_LEAST)
        operand = self._numeric(child)
        if isinstance(operand, Constant) and isinstance(operand.value, (int, float)):
            return _numeric_constant(-operand.value)
        return None if operand is None else Negative(operand)

    def _numeric(self, term: Term) -> Expression | None:
        return self._of(term, "number", refusals.not_numeric)

    def _arithmetic(self, term: Term) -> Expression | None:
        left, right = map(self._numeric, term.children)
        return None if left is None or right is None else Arithmetic(term.kind, left, right)  # type: ignore[arg-type]

    def _compare(self, term: Term) -> Expression | None:
        return self._compared(term, term.kind, *term.children)

    def _compared(self, whole: Term, sign: str, left_term: Term, right_term: Term) -> Expression | None:
        left, right = self.typed(left_term), self.typed(right_term)
        if left is None or right is None:
            return None
        if left is _NULL or right is _NULL:
            self._note(refusals.null_compared(whole))
            return None
        if family(left.type) != family(right.type):
            self._note(refusals.cannot_compare(whole, left_term, left.type, right_term, right.type))
            return None
        if sign not in ("=", "<>") and (family(left.type) == "boolean" or "one_of" in (left.type.kind, right.type.kind)):
            self._note(refusals.no_order(whole, left.type if left.type.kind in ("one_of", "boolean") else right.type))
            return None
        known = self._in_list(left.type, right_term, right) and self._in_list(right.type, left_term, left)
        return Compare(sign, left, right) if known else None  # type: ignore[arg-type]

    def _in_list(self, value_type: ValueType, term: Term, typed: Expression) -> bool:
        """Whether a constant is one that the one_of beside it can be."""
        if value_type.kind != "one_of" or not isinstance(typed, Constant) or typed.value in value_type.values:
            return True
        self._note(refusals.outside_list(term, value_type))
        return False

    def _between(self, term: Term) -> Expression | None:
        """Both ends are looked at; what is wrong with the value itself is noted once."""
        value, low, high = term.children
        least = self._compared(term, ">=", value, low)
        most = self._compared(term, "<=", value, high)
        return None if least is None or most is None else And((least, most))

    def _among(self, term: Term) -> Expression | None:
        value, *items = term.children
        operand = self.typed(value)
        if operand is _NULL or (operand is not None and family(operand.type) == "boolean"):
            self._note(refusals.no_membership(value))
            return None
        constants = [self._item(item, value, operand) for item in items]
        if operand is None or any(c is None for c in constants):
            return None
        unique = {(c.type.kind, c.value): c for c in constants if c is not None}
        return Among(operand, tuple(unique[key] for key in sorted(unique)))

    def _item(self, item: Term, value: Term, operand: Expression | None) -> Constant | None:
        typed = self.typed(item)
        if typed is None:
            return None
        if not isinstance(typed, Constant):
            self._note(refusals.not_constant(item))
            return None
        if typed is _NULL:
            self._note(refusals.null_compared(item))
            return None
        if operand is None:
            return typed
        if family(typed.type) != family(operand.type):
            self._note(refusals.cannot_compare(item, value, operand.type, item, typed.type))
            return None
        return typed if self._in_list(operand.type, item, typed) else None

    def _is_null(self, term: Term) -> Expression | None:
        operand = self.typed(term.children[0])
        return None if operand is None else IsNull(operand)

    def _like(self, term: Term) -> Expression | None:
        value, pattern = term.children
        operand = self._of(value, "text", refusals.not_text)
        if pattern.kind != "text":
            self._note(refusals.not_pattern(pattern))
            return None
        if len(pattern.text) > LONGEST_PATTERN:
            self._note(refusals.long_pattern(pattern, LONGEST_PATTERN))
            return None
        return None if operand is None else Like(operand, pattern.text)

    def _call(self, term: Term) -> Expression | None:
        function = term.text.lower()
        if function in FACT_CALLS:
            return self._fact(term, function)
        if function == "length":
            return self._one_argument(term, "length", "text", refusals.not_text, INTEGER)
        if function == "abs":
            return self._one_argument(term, "abs", "number", refusals.not_numeric, NUMBER)
        if function == "coalesce":
            return self._coalesce(term)
        self._note(refusals.unknown_function(term, self.scope))
        for child in term.children:
            self.typed(child)
        return None

    def _one_argument(
        self, term: Term, function: str, wanted: str, refusal: Callable[[Term, ValueType], ConditionProblem], gives: ValueType
    ) -> Expression | None:
        if len(term.children) != 1:
            self._note(refusals.wrong_arguments(term, f"write one {wanted} in the brackets"))
            return None
        argument = self._of(term.children[0], wanted, refusal)
        return None if argument is None else Call(function, (argument,), gives)  # type: ignore[arg-type]

    def _coalesce(self, term: Term) -> Expression | None:
        if len(term.children) < 2:
            self._note(refusals.wrong_arguments(term, "write two values or more; the first that is known is taken"))
            return None
        typed = [self.typed(child) for child in term.children]
        known = [(t, e) for t, e in zip(term.children, typed, strict=True) if e is not None and e is not _NULL]
        if any(e is None for e in typed):
            return None
        if not known:
            self._note(refusals.wrong_arguments(term, "write values that can be known"))
            return None
        first_term, first = known[0]
        for other_term, other in known[1:]:
            if family(other.type) != family(first.type):
                self._note(refusals.cannot_compare(term, first_term, first.type, other_term, other.type))
                return None
        arguments = tuple(e for _, e in known)
        return arguments[0] if len(arguments) == 1 else Call("coalesce", arguments, _common(arguments))

    def _fact(self, term: Term, function: str) -> Expression | None:
        if not self.scope.facts:
            self._note(refusals.fact_elsewhere(term))
            return None
        argument = term.children[0] if len(term.children) == 1 else None
        if argument is None or argument.kind != "text":
            thing = "step" if function == "visits" else "journey"
            self._note(refusals.wrong_arguments(term, f"write the id of one {thing} in quotes, as in {function}('{thing}_id')"))
            return None
        declared = self.scope.steps if function == "visits" else self.scope.journeys
        if declared is not None and argument.text not in declared:
            self._note(refusals.unknown_argument(argument, function, declared))
            return None
        return Reference(Name("fact", function, argument.text, FACT_CALLS[function]))


def _numeric_constant(value: int | float) -> Constant:
    """An int64 as integer, anything else as number. No comparison tells -0.0 from 0.0, so there is only one of them."""
    whole = isinstance(value, int) and value <= INTEGER_MOST
    return Constant(value, INTEGER) if whole else Constant(float(value) + 0.0, NUMBER)


def _common(arguments: Sequence[Expression]) -> ValueType:
    """The type of the first known of several values of one family."""
    kinds = {argument.type.kind for argument in arguments}
    if kinds <= {"integer", "number"}:
        return NUMBER if "number" in kinds else INTEGER
    if kinds <= {"text", "one_of"}:
        return TEXT
    return arguments[0].type
