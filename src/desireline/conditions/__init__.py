"""Conditions of a map: a closed subset of SQL, parsed once, with one meaning in DuckDB, in Python and for a solver."""

from desireline.conditions.condition import Condition, parse_condition
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
from desireline.conditions.literals import LONGEST_US, UNITS_US, duration_us
from desireline.conditions.names import BUILT_IN_NAMES, MOVES, Move, Name, Scope
from desireline.conditions.problems import ConditionError, ConditionProblem, near_names
from desireline.conditions.solving import Answer, Assignment, Effort, NoWay, Solver, Unknown
from desireline.conditions.sql_reading import SQL_TYPES, Stored, sql_read, sql_text_of
from desireline.conditions.types import DECLARED_KINDS, FIRST_TIME_US, LAST_TIME_US, Kind, Value, ValueType, text_of

__all__ = [
    "BUILT_IN_NAMES",
    "DECLARED_KINDS",
    "FIRST_TIME_US",
    "LAST_TIME_US",
    "LONGEST_US",
    "MOVES",
    "SQL_TYPES",
    "UNITS_US",
    "Among",
    "And",
    "Answer",
    "Arithmetic",
    "Assignment",
    "Call",
    "Compare",
    "Condition",
    "ConditionError",
    "ConditionProblem",
    "Constant",
    "Effort",
    "Expression",
    "IsNull",
    "Kind",
    "Like",
    "Move",
    "Name",
    "Negative",
    "NoWay",
    "Not",
    "Or",
    "Reference",
    "Scope",
    "Solver",
    "Stored",
    "Unknown",
    "Value",
    "ValueType",
    "duration_us",
    "near_names",
    "parse_condition",
    "sql_read",
    "sql_text_of",
    "text_of",
]
