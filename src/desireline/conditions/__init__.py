"""Conditions of a map: a closed subset of SQL, parsed once, with one meaning in DuckDB and in Python."""

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
from desireline.conditions.names import BUILT_IN_NAMES, Name, Scope
from desireline.conditions.problems import ConditionError, ConditionProblem
from desireline.conditions.sql_reading import SQL_TYPES, Stored, sql_read, sql_text_of
from desireline.conditions.types import DECLARED_KINDS, Kind, Value, ValueType, text_of

__all__ = [
    "BUILT_IN_NAMES",
    "DECLARED_KINDS",
    "SQL_TYPES",
    "Among",
    "And",
    "Arithmetic",
    "Call",
    "Compare",
    "Condition",
    "ConditionError",
    "ConditionProblem",
    "Constant",
    "Expression",
    "IsNull",
    "Kind",
    "Like",
    "Name",
    "Negative",
    "Not",
    "Or",
    "Reference",
    "Scope",
    "Stored",
    "Value",
    "ValueType",
    "parse_condition",
    "sql_read",
    "sql_text_of",
    "text_of",
]
