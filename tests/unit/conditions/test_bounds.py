"""A condition may be long and flat; deep ones and endless ones are refused, in time that grows with the text alone."""

import pytest
from support.both_forms import in_both

from desireline.conditions import Condition, ConditionError, Scope, ValueType, parse_condition

SCOPE = Scope({"n": ValueType(kind="number"), "t": ValueType(kind="text"), "b": ValueType(kind="boolean")}, {}, facts=False, steps=())


def parsed(text: str) -> Condition:
    return parse_condition(text, SCOPE)


def test_thousands_of_alternatives_work():
    condition = parsed(" or ".join(f"n = {n}" for n in range(3_000)))
    assert in_both(condition, {"n": 2_999.0}) is True
    assert in_both(condition, {"n": -1.0}) is False
    assert in_both(condition, {"n": None}) is None


def test_thousands_of_conditions_at_once_work():
    condition = parsed(" and ".join(f"t <> 'v{n}'" for n in range(3_000)))
    assert in_both(condition, {"t": "v2999"}) is False
    assert in_both(condition, {"t": "w"}) is True


def test_a_list_of_thousands_works():
    condition = parsed(f"t in ({', '.join(repr(f'v{n}') for n in range(10_000))})")
    assert in_both(condition, {"t": "v9999"}) is True
    assert in_both(condition, {"t": "w"}) is False


@pytest.mark.parametrize(
    "text",
    [
        "(" * 24 + "b" + ")" * 24,
        "not " * 24 + "b",
        "(b and (b or " * 12 + "b" + "))" * 12,
        "n > " + " + ".join("1" * 45),
        "1 / (" * 20 + "n + 1" + ")" * 20 + " > 1",
        "coalesce(1 / (" * 12 + "n" + "), n)" * 12 + " > 1",
    ],
)
def test_what_is_as_deep_as_allowed_works_in_both_forms(text):
    condition = parsed(text)
    assert in_both(condition, {"n": None, "b": None}) is None
    assert parsed(condition.canonical) == condition


@pytest.mark.parametrize(
    "text",
    [
        "(" * 10_000 + "b" + ")" * 10_000,
        "(" * 25 + "b" + ")" * 25,
        "not " * 10_000 + "b",
        "- " * 10_000 + "n > 1",
        "abs(" * 10_000 + "n" + ")" * 10_000 + " > 1",
        "n > " + " + ".join("1" * 10_000),
        "b" + " is null" * 10_000,
        "n" + " = 1" * 10_000,
        "t" + " like 'a'" * 10_000,
        "b" * 200_001,
        f"t like '{'a' * 1_001}'",
    ],
)
def test_what_is_too_deep_or_too_long_is_refused(text):
    with pytest.raises(ConditionError) as caught:
        parsed(text)
    (problem,) = caught.value.problems
    assert problem.code == "J160"


@pytest.mark.parametrize(
    "text", ["b" * 100_000, f"f{'o' * 100_000}()", f"n = {'1' * 100_000}", f"n = '{'x' * 100_000}'", "b ~" + "~" * 100_000]
)
def test_headlines_stay_short_whatever_is_written(text):
    with pytest.raises(ConditionError) as caught:
        parsed(text)
    assert all(len(p.headline) < 150 and len(p.fix) < 250 and len(p.label) < 250 for p in caught.value.problems)


def test_a_text_may_be_long():
    assert in_both(parsed(f"t = '{'é' * 100_000}'"), {"t": "é" * 100_000}) is True
