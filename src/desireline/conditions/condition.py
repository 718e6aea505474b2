"""A condition: a SQL boolean expression over declared names, parsed once and held in every form."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from desireline.conditions.expression import (
    Among,
    And,
    Arithmetic,
    Call,
    Compare,
    Expression,
    IsNull,
    Like,
    Negative,
    Not,
    Or,
    Reference,
)
from desireline.conditions.names import Name, Scope


@dataclass(frozen=True, eq=False)
class Condition:
    """What a text says over the names of its scope. Two are equal where their canonical texts are.

    text        as it was written
    canonical   its one text, whatever the spelling; it parses back to an equal condition
    expression  the typed tree
    inputs      the names it uses, each once, in order of first use
    """

    text: str
    canonical: str
    expression: Expression = field(repr=False)
    inputs: tuple[Name, ...]

    @cached_property
    def evaluate(self) -> Callable[..., bool | None]:
        """A function of the inputs' typed values (None: not known), by position: True, False, or None where the condition is unknown."""
        from desireline.conditions.python_form import python_form

        return python_form(self.expression, self.inputs)

    def sql(self, column_of: Callable[[Name], str]) -> str:
        """A DuckDB boolean expression. `column_of` gives for each input a DuckDB expression of its type (see `sql_read`).

        It may hold a column's expression more than once. As an output column it costs what its length says; in WHERE, DuckDB's optimiser
        takes time by the square of the number of its alternatives.
        """
        from desireline.conditions.sql_form import sql_form

        return sql_form(self.expression, column_of)

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        """What is compiled stays behind."""
        return Condition, (self.text, self.canonical, self.expression, self.inputs)

    def __eq__(self, other: object) -> bool:
        return self.canonical == other.canonical if isinstance(other, Condition) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.canonical)


def parse_condition(text: str, scope: Scope) -> Condition:
    """Read a condition. Raises ConditionError with every problem found and its place in the text."""
    from desireline.conditions.canonical import canonical_text
    from desireline.conditions.syntax import parse_words
    from desireline.conditions.tokens import read_words
    from desireline.conditions.typed import type_term

    expression = type_term(parse_words(read_words(text, scope.names()), text), scope)
    inputs = tuple(dict.fromkeys(names_in(expression)))
    return Condition(text, canonical_text(expression), expression, inputs)


def names_in(expression: Expression) -> Iterator[Name]:
    """The names of an expression, in the order in which they stand."""
    match expression:
        case Reference(name):
            yield name
        case And(children) | Or(children) | Call(_, children):
            for child in children:
                yield from names_in(child)
        case Compare(_, left, right) | Arithmetic(_, left, right):
            yield from names_in(left)
            yield from names_in(right)
        case Not(operand) | Among(operand, _) | IsNull(operand) | Like(operand, _) | Negative(operand):
            yield from names_in(operand)
