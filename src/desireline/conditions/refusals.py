"""The words in which a condition is refused: one function for each thing that can be wrong with a term."""

from collections.abc import Collection

from desireline.conditions.names import FACT_CALLS, FACTS, Scope
from desireline.conditions.problems import ConditionProblem, near_names, shortened
from desireline.conditions.syntax import Term
from desireline.conditions.types import ValueType

FUNCTIONS = ("length", "abs", "coalesce")
_NAMED = {
    "text": "a text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "time": "a time",
    "one_of": "one of a list",
    "duration": "a duration",
}
_FUNCTIONS_INSTEAD = {
    "lower": "write each spelling with `in (…)`: letters of all scripts have no one lower case",
    "upper": "write each spelling with `in (…)`: letters of all scripts have no one upper case",
    "len": "write length(…)",
    "ifnull": "write coalesce(…)",
    "nvl": "write coalesce(…)",
    "now": "the clock is no part of a condition; write `elapsed`, or `after:` at the action",
    "round": "write a range, such as `x >= 1.5 and x < 2.5`",
    "cast": "declare the field with the type you need",
}


def described(value_type: ValueType) -> str:
    """A type in a few words."""
    return _NAMED[value_type.kind]


def _at(term: Term, code: str, headline: str, **rest: str) -> ConditionProblem:
    return ConditionProblem(code, term.start, term.end, headline, **rest)  # type: ignore[arg-type]


def unknown_name(term: Term, scope: Scope) -> ConditionProblem:
    """A name that nothing declares, or a fact where there are none."""
    if term.text in FACTS:
        return fact_elsewhere(term)
    return ConditionProblem(
        "J152",
        term.start,
        term.end,
        f"`{shortened(term.text)}` is not declared",
        label="no field or trait has this name",
        why="the condition would be unknown for every customer, and so never true",
        fix=f"declare it under `fields:` or `traits:`; a text stands in single quotes, as in '{shortened(term.text)}'",
        near=near_names(term.text, scope.names()),
    )


def fact_elsewhere(term: Term) -> ConditionProblem:
    """A fact of the trip in a condition on an event."""
    return _at(
        term,
        "J157",
        f"`{term.text}` is a fact of the trip, and this condition sees only the event and the customer",
        label="not known yet",
        why="what an event is has to be settled before any trip is",
        fix="use it in `when:` of an action; here write a field, a trait or `channel`",
    )


def unknown_function(term: Term, scope: Scope) -> ConditionProblem:
    """A call of something that is not in the language."""
    name = term.text.lower()
    known = (*FUNCTIONS, *(FACT_CALLS if scope.facts else ()))
    return ConditionProblem(
        "J153",
        term.start,
        term.start + len(term.text),
        f"there is no function `{shortened(term.text)}` in conditions",
        label="not known here",
        why="a condition is checked, replayed and run live; only what means the same in all three can be written",
        fix=_FUNCTIONS_INSTEAD.get(name, f"write one of {', '.join(f'{f}()' for f in known)}, or declare a field that carries the result"),
        near=near_names(name, known),
    )


def cannot_compare(whole: Term, left: Term, left_type: ValueType, right: Term, right_type: ValueType) -> ConditionProblem:
    """Two values of different families."""
    fix = "compare values of one kind"
    for one, other in ((left, right_type), (right, left_type)):
        if one.kind == "text" and other.kind == "time":
            fix = f"write timestamp '{shortened(one.text)}'"
        elif one.kind == "text" and other.kind == "duration":
            fix = f"write interval '{shortened(one.text)}'"
        elif one.kind == "text" and other.kind in ("number", "integer"):
            fix = "write the number without quotes"
        elif one.kind == "number" and other.kind in ("text", "one_of"):
            fix = f"write it in quotes, as in '{shortened(one.text)}', or declare the field as number"
        elif one.kind == "number" and other.kind == "duration":
            fix = f"write a unit, as in interval '{shortened(one.text)} minutes'"
        elif one.kind == "name" and other.kind in ("text", "one_of"):
            fix = "compare values of one kind, or declare both with one type"
    return _at(
        whole,
        "J154",
        f"{described(left_type)} is compared with {described(right_type)}",
        label=f"{described(left_type)} and {described(right_type)}",
        why="the two can never be equal, nor one come before the other",
        fix=fix,
    )


def no_order(whole: Term, value_type: ValueType) -> ConditionProblem:
    """`<` and the like on what has no order."""
    return _at(
        whole,
        "J154",
        f"`{whole.kind}` asks for an order, and {described(value_type)} has none",
        fix="write = or <>, or list the values with `in (…)`",
    )


def not_boolean(term: Term, value_type: ValueType) -> ConditionProblem:
    """A value where a condition is wanted."""
    return _at(
        term,
        "J162",
        f"this is {described(value_type)}, not a condition",
        label="neither true nor false",
        fix="compare it with something, as in `x > 1` or `x is not null`",
    )


def not_numeric(term: Term, value_type: ValueType) -> ConditionProblem:
    """Arithmetic on something else."""
    return _at(
        term, "J154", f"this is {described(value_type)}, and a number is wanted here", fix="use a name declared as number or integer"
    )


def not_text(term: Term, value_type: ValueType) -> ConditionProblem:
    """A text function on something else."""
    return _at(term, "J154", f"this is {described(value_type)}, and a text is wanted here", fix="use a name declared as text")


def null_operand(term: Term) -> ConditionProblem:
    """`null` where a value is needed."""
    return _at(term, "J161", "null stands where a value is wanted", why="the result would always be unknown", fix="leave it out")


def null_compared(whole: Term) -> ConditionProblem:
    """`x = null`."""
    return ConditionProblem(
        "J161",
        whole.start,
        whole.end,
        "nothing equals null, and nothing differs from it",
        label="always unknown, so never true",
        why="the condition would hold for no customer",
        fix="write `is null` or `is not null`",
    )


def outside_list(term: Term, value_type: ValueType) -> ConditionProblem:
    """A constant that a one_of can never be."""
    shown = ", ".join(map(shortened, value_type.values[:8])) + (", …" if len(value_type.values) > 8 else "")
    return ConditionProblem(
        "J155",
        term.start,
        term.end,
        f"`{shortened(term.text)}` is not one of the values declared",
        label=f"declared are {shown}",
        why="the comparison would be the same for every customer",
        fix="write one of the declared values, or declare this one",
        near=near_names(term.text, value_type.values),
    )


def unknown_argument(term: Term, function: str, declared: Collection[str]) -> ConditionProblem:
    """A step or journey that does not exist."""
    thing, code = ("step", "J156") if function == "visits" else ("journey", "J163")
    return ConditionProblem(
        code,
        term.start,
        term.end,
        f"there is no {thing} `{shortened(term.text)}`",
        label=f"no {thing} has this id",
        why="the condition would be the same for every customer",
        fix=f"write the id of a {thing}",
        near=near_names(term.text, declared),
    )


def wrong_arguments(term: Term, takes: str) -> ConditionProblem:
    """A call with other values than it takes."""
    return _at(term, "J158", f"`{term.text.lower()}` is given other values than it takes", label="not as it is written", fix=takes)


def number_out_of_range(term: Term) -> ConditionProblem:
    """A number that neither int64 nor float64 holds."""
    return _at(
        term,
        "J159",
        f"`{shortened(term.text)}` is no number that can be held",
        why="whole numbers go to 9223372036854775807",
        fix="write it with an exponent, or smaller",
    )


def no_duration(term: Term) -> ConditionProblem:
    """An interval that is none."""
    return _at(
        term,
        "J159",
        f"`{shortened(term.text)}` is no duration of at most 100 years",
        why="months and years have no one length",
        fix="write a number and a unit, as in interval '2 hours' or interval '1h30m'",
    )


def no_time(term: Term) -> ConditionProblem:
    """A timestamp that is none."""
    return _at(
        term,
        "J159",
        f"`{shortened(term.text)}` is no time with its offset from UTC",
        why="without an offset the moment depends on where it is read",
        fix="write it as timestamp '2026-01-01T00:00:00Z' or with an offset such as +01:00",
    )


def no_membership(term: Term) -> ConditionProblem:
    """`in` of a boolean or null."""
    return _at(term, "J154", "`in` asks for a text, a number, a time or a duration", fix="write the name alone, or `not` before it")


def not_constant(term: Term) -> ConditionProblem:
    """A name in the list after `in`."""
    return _at(term, "J158", "the list after `in` takes values as written, not names", fix="write `x = a or x = b`")


def not_pattern(term: Term) -> ConditionProblem:
    """`like` with something else than a text as written."""
    return _at(term, "J158", "`like` takes a pattern in single quotes", fix="write a text with % and _, as in 'speed%'")


def long_pattern(term: Term, longest: int) -> ConditionProblem:
    """A pattern beyond the bound."""
    return _at(term, "J160", f"this pattern has more than {longest:,} characters", fix="write a shorter one")
